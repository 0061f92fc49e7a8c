import type { Configurable, RunnableConfig } from '../checkpoint/checkpoint';
import type { RunControl } from '../control/run-control';
import type { BaseStore } from '../store/base-store';
import type { AnyContext } from './node-function';

/**
 * The second argument of every node and router: what the node may know and use of its run. It may be spread, and handed
 * on as the config of a LangChain Runnable.
 */
export interface Runtime<Context = unknown, Ask = unknown, Write = unknown> {
  /** What the caller passed, plus `thread_id`, `checkpoint_id` and `branch` of the checkpoint that the task runs on. */
  readonly configurable: Configurable;
  /** The caller's, plus the node's place in the graph: `langgraph_node`, `langgraph_step` and others. */
  readonly metadata: Record<string, unknown>;
  readonly tags: string[];
  /** For LangChain's models and tools, which find here whom to report to; hand the whole runtime on to them. */
  readonly callbacks?: undefined;
  readonly recursionLimit: number;
  /** The caller's `context`. */
  readonly context: Context;
  /** The long-term memory that the graph was compiled or called with. Time travel does not rewind it. */
  readonly store: BaseStore | undefined;
  /** Aborts when the run is stopped or the attempt's time is up; pass it on to what the node waits for. */
  readonly signal: AbortSignal;
  /** Sends a value to streams of mode `custom`; does nothing when nobody listens. */
  readonly writer: unknown extends Write ? (chunk: unknown) => void : Write;
  /** The free function `interrupt`, typed by the graph. */
  readonly interrupt: unknown extends Ask ? (value: unknown) => unknown : Ask;
  /** Says that the node is still at work, where it has an `idleTimeout`; does nothing else. */
  readonly heartbeat: () => void;
  /** Lets a node ask the run to stop before its next step. */
  readonly control: RunControl;
  readonly executionInfo: ExecutionInfo;
  /** What the server that runs the graph says about itself; undefined for a graph that a script runs. */
  readonly serverInfo: ServerInfo | undefined;
}

export interface ExecutionInfo {
  threadId: string | undefined;
  runId: string | undefined;
  checkpointId: string;
  /** '' for a root graph. */
  checkpointNs: string;
  taskId: string;
  node: string;
  step: number;
  /** 1 for the first attempt. */
  attempt: number;
  /** LangGraph.js's name for `attempt`. */
  nodeAttempt: number;
  /** When the first attempt began, milliseconds since the epoch. Undefined for a node that has nothing to repeat. */
  nodeFirstAttemptTime: number | undefined;
}

export interface ServerInfo {
  readonly assistantId: string;
  readonly graphId: string;
  /** Who asked for the run, when the server knows. */
  readonly user?: Readonly<Record<string, unknown>>;
}

/** LangGraph.js's name for what a node gets as its second argument, as something that a caller can make up too. */
export type LangGraphRunnableConfig<Context = AnyContext> = RunnableConfig & Partial<Runtime<Context>>;
