import type { CheckpointTuple, StateSnapshot } from '@/engine';
import type { ServedGraph } from '@/lib/graphs/served-graph';
import type { ThreadRecord } from '@/lib/storage/store';
import type { RunsContext } from './context';
import { checkpointNotFound } from './placement';
import { graphOfThread } from './served-thread';

/** The state at the head, with finished siblings' writes applied. */
export async function readLatestState(context: RunsContext, thread: ThreadRecord): Promise<StateSnapshot> {
  const graph = graphOfThread(context, thread);
  const config = { configurable: { thread_id: thread.threadId } };
  if (graph !== null) return graph.getState(config);
  const tuple = await context.store.saver.getTuple(config);
  return tuple === undefined ? emptySnapshot(thread.threadId) : snapshotOfTuple(null, tuple);
}

/** @throws AppError CHECKPOINT_NOT_FOUND */
export async function readStateAt(
  context: RunsContext,
  thread: ThreadRecord,
  checkpointId: string,
): Promise<StateSnapshot> {
  const [snapshot] = await readStates(context, thread, [checkpointId]);
  if (snapshot === undefined) throw checkpointNotFound(thread.threadId, checkpointId);
  return snapshot;
}

/** In the order asked for; ids that are not there are left out. */
export async function readStates(
  context: RunsContext,
  thread: ThreadRecord,
  checkpointIds: string[],
): Promise<StateSnapshot[]> {
  const tuples = await context.store.saver.readTuples(thread.threadId, checkpointIds);
  const graph = graphOfThread(context, thread);
  return tuples.map((tuple) => snapshotOfTuple(graph, tuple));
}

/** Newest first, over all branches. */
export async function readHistory(
  context: RunsContext,
  thread: ThreadRecord,
  page: { limit: number; before: string | null; metadata: Record<string, unknown> | null },
): Promise<StateSnapshot[]> {
  const graph = graphOfThread(context, thread);
  const configOf = (id?: string) => ({
    configurable: { thread_id: thread.threadId, checkpoint_ns: '', ...(id !== undefined && { checkpoint_id: id }) },
  });
  const tuples = context.store.saver.list(configOf(), {
    limit: page.limit,
    ...(page.before !== null && { before: configOf(page.before) }),
    ...(page.metadata !== null && { filter: page.metadata }),
  });
  const snapshots: StateSnapshot[] = [];
  for await (const tuple of tuples) snapshots.push(snapshotOfTuple(graph, tuple));
  return snapshots;
}

/**
 * Without the graph (its file is gone, or a script recorded the thread) the stored state is still the state;
 * only what would run next, which the graph decides, is unknown.
 */
function snapshotOfTuple(graph: ServedGraph | null, tuple: CheckpointTuple): StateSnapshot {
  if (graph !== null) return graph.snapshotOf(tuple);
  const values = Object.entries(tuple.checkpoint.channel_values).filter(([channel]) => !isEngineChannel(channel));
  return {
    values: Object.fromEntries(values),
    next: [],
    tasks: [],
    config: tuple.config,
    metadata: tuple.metadata,
    createdAt: tuple.checkpoint.ts,
    ...(tuple.parentConfig !== undefined && { parentConfig: tuple.parentConfig }),
    exists: true,
    ...(tuple.position !== undefined && { position: tuple.position }),
  };
}

function isEngineChannel(channel: string): boolean {
  return /^(__|branch:to:|join:)/.test(channel);
}

function emptySnapshot(threadId: string): StateSnapshot {
  return { values: {}, next: [], tasks: [], config: { configurable: { thread_id: threadId } }, exists: false };
}
