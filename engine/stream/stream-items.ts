import type { Interrupt, StateSnapshot } from '../checkpoint/snapshot';
import type { BaseMessage } from '../messages/message';

// The types of what a stream gives, by the modes that were asked for. As in LangGraph.js, those of subgraphs' events are
// the ones of the graph itself; the namespace tells whose an event is.

/** What each mode tells of a graph. */
export interface StreamPayloads<Values = unknown, Update = unknown, Nodes extends string = string, Custom = unknown> {
  values: Values;
  /** By node. Where the run was interrupted, it has `__interrupt__` alone. */
  updates: Record<Nodes, Update>;
  messages: StreamedMessage;
  custom: Custom;
  checkpoints: StreamedCheckpoint<Values>;
  tasks: StreamedTask<Values, Update, Nodes>;
  tools: StreamedTool;
  debug: StreamedDetail;
}

/** One mode gives payloads, a list of modes `[mode, payload]`; with `subgraphs: true` the namespace comes first. */
export type StreamItem<Mode, Subgraphs = false, Payloads = StreamPayloads> = Mode extends readonly (infer One)[]
  ? One extends keyof Payloads
    ? Subgraphs extends true
      ? [namespace: string[], mode: One, payload: Payloads[One]]
      : [mode: One, payload: Payloads[One]]
    : never
  : Mode extends keyof Payloads
    ? Subgraphs extends true
      ? [namespace: string[], payload: Payloads[Mode]]
      : Payloads[Mode]
    : never;

export type StreamedMessage = [message: BaseMessage, metadata: Loose];

export interface StreamedCheckpoint<Values>
  extends Pick<StateSnapshot<Values>, 'values' | 'next' | 'config' | 'metadata' | 'parentConfig'> {
  branchId: string;
  tasks: { id: string; name: string; path: readonly unknown[]; interrupts: Interrupt[] }[];
}

interface TaskBase<Nodes extends string> {
  id: string;
  name: Nodes;
  interrupts: Interrupt[];
  path: readonly unknown[];
  /** Of the state that it runs on. */
  checkpointId: string;
  /** Unix time in milliseconds, with fractions. */
  startMs: number;
}

/** A task's start has `input`, its end `result`. */
export type StreamedTask<Values, Update, Nodes extends string> =
  | (TaskBase<Nodes> & { input: Values; triggers: readonly string[]; metadata?: Loose })
  | (TaskBase<Nodes> & {
      result: Update | null;
      /** What it threw says. */
      error: string | null;
      status: 'done' | 'failed' | 'interrupted' | 'cancelled';
      durationMs: number;
      attempts: number;
    });

interface ToolBase {
  toolCallId?: string;
  name: string;
}

export type StreamedTool =
  | (ToolBase & { event: 'on_tool_start'; input: unknown })
  | (ToolBase & { event: 'on_tool_event'; data: unknown })
  | (ToolBase & { event: 'on_tool_end'; output: unknown })
  | (ToolBase & { event: 'on_tool_error'; error: unknown });

export interface StreamedDetail {
  /** Of the task or checkpoint. */
  step: number;
  type: 'checkpoint' | 'task' | 'task_result';
  /** ISO 8601 UTC. */
  timestamp: string;
  /** As in the mode `checkpoints` or `tasks`. */
  payload: Loose;
}

// biome-ignore lint/suspicious/noExplicitAny: read by people who know what they put there.
type Loose = Record<string, any>;
