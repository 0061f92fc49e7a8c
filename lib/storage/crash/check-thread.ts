import { isDeepStrictEqual } from 'node:util';
import type { BranchingSaver, CheckpointTuple } from '@/engine';
import { flawsOf } from '@/engine/properties/well-formed';
import type { ExpectedStates } from './expected-states';
import { placeOf, stateOf } from './expected-states';

/** What a crash left of a thread. */
export interface ThreadLook {
  /** What is wrong with it, in words. */
  flaws: string[];
  /** Tasks whose writes are stored: none of them may run again. */
  settled: string[];
  /** Where the head stands; null when the thread has no checkpoint. */
  head: string | null;
}

/** Compares every stored state with the one that it must be, and looks for each checkpoint that was acknowledged. */
export async function lookAtThread(
  saver: BranchingSaver,
  threadId: string,
  { expected, acknowledged }: { expected: ExpectedStates; acknowledged: Iterable<string> },
): Promise<ThreadLook> {
  const rows = await saver.readTimeline(threadId, { limit: 10_000 });
  const ids = rows.map(({ checkpointId }) => checkpointId);
  const stored = new Set(ids);
  const lost = [...acknowledged].filter((id) => !stored.has(id)).map((id) => `${id} was acknowledged and is lost`);
  if (rows.length === 0) return { flaws: lost, settled: [], head: null };
  const tuples = await saver.readTuples(threadId, ids);
  const missing = tuples.length === ids.length ? [] : [`${ids.length - tuples.length} checkpoints can't be read`];
  const pending = tuples.map(pendingTasks);
  const tip = await saver.getTuple({ configurable: { thread_id: threadId } });
  return {
    flaws: [
      ...lost,
      ...missing,
      ...tuples.flatMap((tuple) => flawsOfState(tuple, expected)),
      ...pending.flatMap(({ flaws }) => flaws),
      ...(await flawsOf(saver, threadId)),
    ],
    settled: [...rows.flatMap(({ tasks }) => tasks.map(({ id }) => id)), ...pending.flatMap(({ settled }) => settled)],
    head: tip ? placeOf(stateOf(tip.checkpoint.channel_values), tip.metadata.step) : null,
  };
}

function flawsOfState({ checkpoint, metadata }: CheckpointTuple, { states }: ExpectedStates): string[] {
  const values = stateOf(checkpoint.channel_values);
  const place = placeOf(values, metadata.step);
  return isDeepStrictEqual(values, states.get(place)) ? [] : [`${checkpoint.id} (${place}) holds another state`];
}

/** A task's regular writes are all there or none is. Tasks of a story write two channels, or only say that they are done. */
function pendingTasks({ checkpoint, pendingWrites = [] }: CheckpointTuple): { flaws: string[]; settled: string[] } {
  const channels = new Map<string, Set<string>>();
  for (const [taskId, channel] of pendingWrites) {
    channels.set(taskId, (channels.get(taskId) ?? new Set()).add(channel));
  }
  const isSettled = ([, written]: [string, Set<string>]) => written.has('log') || written.has('__no_writes__');
  const isTorn = ([, written]: [string, Set<string>]) =>
    (written.has('log') || written.has('sums')) &&
    !(written.has('log') && (written.has('sums') || written.has('count')));
  return {
    flaws: [...channels].filter(isTorn).map(([taskId]) => `the writes of task ${taskId} at ${checkpoint.id} are torn`),
    settled: [...channels].filter(isSettled).map(([taskId]) => taskId),
  };
}
