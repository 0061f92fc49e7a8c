import type { CheckpointTuple, StateSnapshot } from '@/engine';
import type { ThreadRecord } from '@/lib/storage/store';
import type { RunsContext } from './context';
import { readWholeTimeline } from './path';
import { checkpointNotFound } from './placement';
import { graphOfThread } from './served-thread';

/** The state at the head, with finished siblings' writes applied. */
export async function readLatestState(context: RunsContext, thread: ThreadRecord): Promise<StateSnapshot> {
  const graph = graphOfThread(context, thread);
  const config = { configurable: { thread_id: thread.threadId } };
  if (graph !== null) return graph.getState(config);
  const tuple = await context.store.saver.getTuple(config);
  return tuple === undefined ? emptySnapshot(thread.threadId) : storedSnapshot(tuple, thread.head?.next ?? []);
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
  return takeSnapshots(context, thread, await context.store.saver.readTuples(thread.threadId, checkpointIds));
}

/** Newest first, over all branches. */
export async function readHistory(
  context: RunsContext,
  thread: ThreadRecord,
  page: { limit: number; before: string | null; metadata: Record<string, unknown> | null },
): Promise<StateSnapshot[]> {
  const configOf = (id?: string) => ({
    configurable: { thread_id: thread.threadId, checkpoint_ns: '', ...(id !== undefined && { checkpoint_id: id }) },
  });
  const tuples = context.store.saver.list(configOf(), {
    limit: page.limit,
    ...(page.before !== null && { before: configOf(page.before) }),
    ...(page.metadata !== null && { filter: page.metadata }),
  });
  const found: CheckpointTuple[] = [];
  for await (const tuple of tuples) found.push(tuple);
  return takeSnapshots(context, thread, found);
}

async function takeSnapshots(
  context: RunsContext,
  thread: ThreadRecord,
  tuples: CheckpointTuple[],
): Promise<StateSnapshot[]> {
  const graph = graphOfThread(context, thread);
  if (graph !== null) return tuples.map((tuple) => graph.snapshotOf(tuple));
  const rows = tuples.length === 0 ? [] : await readWholeTimeline(context, thread.threadId);
  const next = new Map(rows.map((row) => [row.checkpointId, row.next]));
  return tuples.map((tuple) => storedSnapshot(tuple, next.get(tuple.checkpoint.id) ?? []));
}

/** Without the graph (its file is gone, or a script recorded the thread): what was stored, which has no tasks' details. */
function storedSnapshot(tuple: CheckpointTuple, next: string[]): StateSnapshot {
  const values = Object.entries(tuple.checkpoint.channel_values).filter(([channel]) => !isEngineChannel(channel));
  return {
    values: Object.fromEntries(values),
    next,
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
