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
