import { deepStrictEqual } from 'node:assert/strict';
import { nextCheckpointId, runId } from '../checkpoint/ids';
import type { BranchingSaver } from '../checkpoint/saver';
import type { SuiteContext } from './harness';
import { ThreadRecorder } from './thread-recorder';

/** More steps than a saver keeps between two full records of the versions. */
const LONG = 150;

/** States that a debugger reads: many at once, some channels of them, and after the saver was opened again. */
export function statesSuite({ it, saver, reopen }: SuiteContext): void {
  it('reads many states at once, equal to one by one, in the order asked for', async () => {
    const { run, ids } = await longThread(saver());
    const asked = [...ids].reverse();
    asked.splice(3, 0, nextCheckpointId(), 'no uuid');
    const tuples = await saver().readTuples(run.threadId, asked);
    deepStrictEqual(
      tuples.map((tuple) => tuple.checkpoint.id),
      [...ids].reverse(),
    );
    for (const tuple of tuples) deepStrictEqual(tuple, await saver().readTuple(tuple.config));
    deepStrictEqual(await saver().readTuples(run.threadId, []), []);
    deepStrictEqual(await saver().readTuples(runId(), ids), []);
  });

  it('reads states that lie apart, on several branches', async () => {
    const { run, ids } = await longThread(saver());
    const fork = await run.forkAt(ids[70] as string);
    const forked: string[] = [];
    for (let step = 0; step < 6; step++) forked.push(await fork.step({ count: `fork ${step}` }));
    if (reopen !== null) await reopen();
    const asked = [forked[4], ids[149], ids[3], ids[72], forked[1], ids[90], ids[91]] as string[];
    const tuples = await saver().readTuples(run.threadId, asked);
    deepStrictEqual(
      tuples.map(({ checkpoint }) => [checkpoint.id, checkpoint.channel_values.count]),
      [
        [forked[4], 'fork 4'],
        [ids[149], 149],
        [ids[3], 3],
        [ids[72], 72],
        [forked[1], 'fork 1'],
        [ids[90], 90],
        [ids[91], 91],
      ],
    );
  });

  it('reads some channels of many states, or all of them', async () => {
    const { run, ids } = await longThread(saver());
    const asked = [ids[0], ids[90], ids[3]] as string[];
    const some = await saver().readChannels(run.threadId, [...asked, runId()], ['slot3', 'count', 'none']);
    const valuesOf = (at: string) => some.find(({ checkpointId }) => checkpointId === at)?.values;
    deepStrictEqual(asked.map(valuesOf), [
      { count: 0 },
      { count: 90, slot3: { step: 87 } },
      { count: 3, slot3: { step: 3 } },
    ]);
    deepStrictEqual(some.length, 3);
    const all = await saver().readChannels(run.threadId, asked, null);
    const tuples = await saver().readTuples(run.threadId, asked);
    for (const { checkpoint } of tuples) {
      const same = all.find(({ checkpointId }) => checkpointId === checkpoint.id);
      deepStrictEqual(same?.values, checkpoint.channel_values);
    }
  });

  it('keeps the history of a long thread, versions and all', async () => {
    const { run, ids, expected } = await longThread(saver());
    for (const [index, tuple] of (await saver().readTuples(run.threadId, ids)).entries()) {
      deepStrictEqual(tuple.checkpoint, expected[index]);
    }
  });

  it('forgets a channel that has no version any more, from that step on', async () => {
    const run = new ThreadRecorder(saver(), runId());
    const ids = [await run.step({ kept: 1, gone: 1 })];
    ids.push(await run.step({ kept: 2 }, { dropped: ['gone'] }), await run.step({ other: 1 }));
    const tuples = await saver().readTuples(run.threadId, ids);
    deepStrictEqual(
      tuples.map(({ checkpoint }) => Object.keys(checkpoint.channel_versions).toSorted()),
      [['gone', 'kept'], ['kept'], ['kept', 'other']],
    );
    deepStrictEqual(tuples[2]?.checkpoint.channel_values, { kept: 2, other: 1 });
  });

  if (reopen === null) return;
  it('is all there after the saver was opened again', async () => {
    const { run, ids } = await longThread(saver());
    const fork = await run.forkAt(ids[70] as string);
    await fork.step({ count: 'fork' });
    const before = await everything(saver(), run.threadId, [...ids, fork.tipId]);
    await reopen();
    deepStrictEqual(await everything(saver(), run.threadId, [...ids, fork.tipId]), before);
    const again = new ThreadRecorder(saver(), run.threadId);
    const second = await again.forkAt(fork.tipId, 'replay');
    const tip = await second.step({ count: 'after' });
    const [tuple] = await saver().readTuples(run.threadId, [tip]);
    deepStrictEqual(tuple?.checkpoint.channel_values, { ...fork.values, count: 'after' });
  });
}

async function longThread(saver: BranchingSaver) {
  const run = new ThreadRecorder(saver, runId());
  const ids: string[] = [];
  const expected: unknown[] = [];
  for (let step = 0; step < LONG; step++) {
    const commit = run.prepare({ count: step, [`slot${step % 7}`]: { step } }, { node: `node${step % 5}` });
    await saver.commitStep(commit);
    expected.push(structuredClone(run.checkpointAfter(commit)));
    run.accept(commit);
    ids.push(commit.checkpointId);
  }
  return { run, ids, expected };
}

async function everything(saver: BranchingSaver, threadId: string, ids: string[]): Promise<unknown> {
  return {
    branches: await saver.readBranches(threadId),
    timeline: await saver.readTimeline(threadId, { limit: 10_000 }),
    tuples: await saver.readTuples(threadId, ids),
  };
}
