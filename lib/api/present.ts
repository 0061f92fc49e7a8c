import type { RunnableConfig, StateSnapshot, TaskPath } from '@/engine';
import type {
  AssistantAnswer,
  CheckpointAnswer,
  RunAnswer,
  StateAnswer,
  ThreadAnswer,
} from '@/lib/contracts/protocol-answers';
import { toWire, toWireRecord, toWireState } from '@/lib/contracts/wire-value';
import { assistantIdOf } from '@/lib/graphs/assistant-id';
import type { GraphEntry } from '@/lib/graphs/registry';
import { describeTaskError } from '@/lib/runs/stream-events';
import type { RunRecord, ThreadRecord } from '@/lib/storage/store';

/** The protocol's JSON of what the server keeps. Its clients know dates as ISO text. */
export const PROTOCOL_DATES = { dates: 'iso' } as const;

export function presentAssistant(entry: GraphEntry): AssistantAnswer {
  const at = new Date(entry.loadedAt).toISOString();
  return {
    assistant_id: entry.assistantId,
    version: 1,
    config: {},
    context: {},
    created_at: at,
    updated_at: at,
    graph_id: entry.graphId,
    metadata: { created_by: 'system' },
    name: entry.graphId,
    description: null,
  };
}

/** With the head's state, when it is given, as `values` and `interrupts`. */
export function presentThread(thread: ThreadRecord, head: StateSnapshot | null): ThreadAnswer {
  const graph =
    thread.graphId === null ? {} : { graph_id: thread.graphId, assistant_id: assistantIdOf(thread.graphId) };
  return {
    thread_id: thread.threadId,
    created_at: new Date(thread.createdAt).toISOString(),
    updated_at: new Date(thread.updatedAt).toISOString(),
    metadata: { ...thread.metadata, ...graph },
    status: thread.status,
    config: thread.config,
    ...(head?.exists && { values: toWireState(head.values, PROTOCOL_DATES), interrupts: interruptsByTask(head) }),
  };
}

function interruptsByTask(head: StateSnapshot): Record<string, { id: string; value: unknown }[]> {
  const asking = head.tasks.filter((task) => task.interrupts.length > 0);
  return Object.fromEntries(asking.map((task) => [task.id, presentInterrupts(task.interrupts)]));
}

function presentInterrupts(interrupts: { id: string; value: unknown }[]) {
  return interrupts.map(({ id, value }) => ({ id, value: toWire(value, PROTOCOL_DATES) }));
}

/** A path of text and numbers: a call's stands behind its caller's. */
function flatPath([kind, of, index]: TaskPath): (string | number)[] {
  const middle = Array.isArray(of) ? flatPath(of) : [of];
  return index === undefined ? [kind, ...middle] : [kind, ...middle, index];
}

export function presentState(snapshot: StateSnapshot, threadId: string): StateAnswer {
  return {
    values: toWireState(snapshot.values, PROTOCOL_DATES),
    next: snapshot.next,
    tasks: snapshot.tasks.map((task) => ({
      id: task.id,
      name: task.name,
      status: task.status,
      error: task.error === undefined ? null : describeTaskError(task.error),
      interrupts: presentInterrupts(task.interrupts),
      path: flatPath(task.path),
      ...presentSubgraph(task.state, threadId),
      result: task.result == null ? null : toWireState(task.result, PROTOCOL_DATES),
    })),
    ...(snapshot.metadata !== undefined && { metadata: toWireRecord(snapshot.metadata, PROTOCOL_DATES) }),
    created_at: snapshot.createdAt ?? null,
    checkpoint: snapshot.exists ? presentCheckpoint(snapshot.config, threadId) : null,
    parent_checkpoint: snapshot.parentConfig === undefined ? null : presentCheckpoint(snapshot.parentConfig, threadId),
  };
}

/** What a task tells of its subgraph: the state when it was read, else where it is. */
function presentSubgraph(
  state: StateSnapshot | RunnableConfig | undefined,
  threadId: string,
): Pick<StateAnswer['tasks'][number], 'checkpoint' | 'state'> {
  if (state === undefined) return { checkpoint: null, state: null };
  if ('values' in state) return { checkpoint: null, state: presentState(state, threadId) };
  return {
    checkpoint: { thread_id: threadId, checkpoint_ns: state.configurable?.checkpoint_ns ?? '' },
    state: null,
  };
}

function presentCheckpoint(config: RunnableConfig, threadId: string): CheckpointAnswer {
  return {
    thread_id: threadId,
    checkpoint_id: config.configurable?.checkpoint_id ?? '',
    checkpoint_ns: config.configurable?.checkpoint_ns ?? '',
    checkpoint_map: config.configurable?.checkpoint_map ?? null,
  };
}

export function presentRun(run: RunRecord): RunAnswer {
  return {
    run_id: run.runId,
    thread_id: run.threadId,
    assistant_id: assistantIdOf(run.graphId),
    metadata: run.metadata,
    status: run.status,
    kwargs: run.kwargs,
    multitask_strategy: run.multitaskStrategy,
    created_at: new Date(run.createdAt).toISOString(),
    updated_at: new Date(run.updatedAt).toISOString(),
  };
}
