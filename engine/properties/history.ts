import type { CheckpointTuple } from '../checkpoint/checkpoint';
import type { BranchingSaver } from '../checkpoint/saver';
import type { StateSnapshot } from '../checkpoint/snapshot';

interface Readable {
  getStateHistory: (config: { configurable: { thread_id: string } }) => AsyncIterable<StateSnapshot<unknown>>;
}

/** All snapshots of a thread, oldest first. */
export async function historyOf(graph: Readable, threadId: string): Promise<StateSnapshot<unknown>[]> {
  const snapshots: StateSnapshot<unknown>[] = [];
  for await (const snapshot of graph.getStateHistory({ configurable: { thread_id: threadId } }))
    snapshots.unshift(snapshot);
  return snapshots;
}

/** What a run means, without ids and clocks: equal for two runs of one graph on one input. */
export function storyOf(snapshots: readonly StateSnapshot<unknown>[]) {
  return snapshots.map(({ values, next, tasks, metadata }) => ({
    values,
    next,
    tasks: tasks.map(({ name, path, status, result }) => ({ name, path, status, result })),
    step: metadata?.step,
    source: metadata?.source,
  }));
}

/** Everything that is stored of a thread, in every namespace, oldest first. */
export async function tuplesOf(saver: BranchingSaver, threadId: string): Promise<CheckpointTuple[]> {
  const tuples: CheckpointTuple[] = [];
  for await (const tuple of saver.readList({ configurable: { thread_id: threadId } })) tuples.unshift(tuple);
  return tuples;
}

export function placeOf({ config }: Pick<CheckpointTuple, 'config'>): string {
  const { checkpoint_ns = '', checkpoint_id = '' } = config.configurable ?? {};
  return `${checkpoint_ns} ${checkpoint_id}`;
}

/** A tuple without what later branches change: whether it is still a tip, and of the head. */
export function contentOf(tuple: CheckpointTuple) {
  return { ...tuple, position: tuple.position?.branchId };
}
