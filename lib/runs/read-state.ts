import type { CheckpointTuple, StateSnapshot } from '@/engine';
import type { ThreadRecord } from '@/lib/storage/store';
import type { RunsContext } from './context';
import { readWholeTimeline } from './path';
import { checkpointNotFound, namespaceNotFound } from './placement';
import { graphOfThread } from './served-thread';

export interface StateView {
  /** Of which graph: a subgraph's namespace, or the root's, which is empty. */
  namespace?: string;
  /** Tasks that run a subgraph show its state. */
  subgraphs?: boolean;
}

/** The state at the head, with finished siblings' writes applied. @throws AppError CHECKPOINT_NOT_FOUND for a namespace without any */
export async function readLatestState(
  context: RunsContext,
  thread: ThreadRecord,
  { namespace = '', subgraphs = false }: StateView = {},
): Promise<StateSnapshot> {
  const graph = graphOfThread(context, thread);
  const config = { configurable: { thread_id: thread.threadId, checkpoint_ns: namespace } };
  if (graph !== null) {
    const snapshot = await graph.getState(config, { subgraphs });
    if (!snapshot.exists && namespace !== '') throw namespaceNotFound(thread.threadId, namespace);
    return snapshot;
  }
  const tuple = await context.store.saver.readTuple(config);
  if (tuple !== undefined) return storedSnapshot(tuple, namespace === '' ? (thread.head?.next ?? []) : []);
  if (namespace !== '') throw namespaceNotFound(thread.threadId, namespace);
  return emptySnapshot(thread.threadId);
}

/** @throws AppError or EngineError CHECKPOINT_NOT_FOUND */
export async function readStateAt(
  context: RunsContext,
  thread: ThreadRecord,
  checkpointId: string,
  { namespace = '', subgraphs = false }: StateView = {},
): Promise<StateSnapshot> {
  const { threadId } = thread;
  const graph = graphOfThread(context, thread);
  if (graph !== null && (namespace !== '' || subgraphs)) {
    const configurable = { thread_id: threadId, checkpoint_ns: namespace, checkpoint_id: checkpointId };
    return graph.getState({ configurable }, { subgraphs });
  }
  const tuples = await context.store.saver.readTuples(threadId, [checkpointId], namespace);
  const [snapshot] = await takeSnapshots(context, thread, tuples);
  if (snapshot === undefined) throw checkpointNotFound(threadId, checkpointId);
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

/** Of a tuple that was read. */
export async function readSnapshot(
  context: RunsContext,
  thread: ThreadRecord,
  tuple: CheckpointTuple,
): Promise<StateSnapshot> {
  const [snapshot] = await takeSnapshots(context, thread, [tuple]);
  return snapshot as StateSnapshot;
}

/** Newest first, over all branches of a namespace. @throws AppError CHECKPOINT_NOT_FOUND for a subgraph's that has none */
export async function readHistory(
  context: RunsContext,
  thread: ThreadRecord,
  page: { namespace: string; limit: number; before: string | null; metadata: Record<string, unknown> | null },
): Promise<StateSnapshot[]> {
  const { namespace, limit, before, metadata } = page;
  const { saver } = context.store;
  const configOf = (id?: string) => ({
    configurable: {
      thread_id: thread.threadId,
      checkpoint_ns: namespace,
      ...(id !== undefined && { checkpoint_id: id }),
    },
  });
  const options = {
    limit,
    ...(before !== null && { before: configOf(before) }),
    ...(metadata !== null && { filter: metadata }),
  };
  const graph = graphOfThread(context, thread);
  if (namespace === '' || graph === null) {
    return takeSnapshots(context, thread, await collect(saver.readList(configOf(), options)));
  }
  const states = await collect(graph.getStateHistory(configOf(), options));
  const isKnown = states.length > 0 || (await saver.readTuple(configOf())) !== undefined;
  if (!isKnown) throw namespaceNotFound(thread.threadId, namespace);
  return states;
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
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
  return {
    values: storedValues(tuple.checkpoint.channel_values),
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

/** What a state shows of which no graph is known: all channels but the engine's own. */
export function storedValues(channelValues: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(channelValues).filter(([channel]) => !isEngineChannel(channel)));
}

function isEngineChannel(channel: string): boolean {
  return /^(__|branch:to:|join:)/.test(channel);
}

function emptySnapshot(threadId: string): StateSnapshot {
  return { values: {}, next: [], tasks: [], config: { configurable: { thread_id: threadId } }, exists: false };
}
