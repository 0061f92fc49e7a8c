import { deepStrictEqual, equal, ok, rejects } from 'node:assert/strict';
import type { TimelineRow } from '../checkpoint/branching';
import { INTERRUPT } from '../checkpoint/checkpoint';
import { runId } from '../checkpoint/ids';
import type { BranchingSaver } from '../checkpoint/saver';
import type { SuiteContext } from './harness';
import { ThreadRecorder } from './thread-recorder';

/** Taking a branch away, and nothing else. */
export function branchRemovalSuite({ it, saver, reopen }: SuiteContext): void {
  it('removes a fork with its checkpoints, and leaves the rest as it was', async () => {
    const original = await run(saver(), 8);
    const before = await everything(saver(), original.threadId);
    const fork = await forkOf(original, 3, 5);
    const { checkpoints, bytes, headBranchId } = await saver().deleteBranch(original.threadId, fork.branchId);
    deepStrictEqual([checkpoints, headBranchId], [5, original.branchId]);
    ok(bytes > 0, `${bytes} bytes`);
    await reopen?.();
    deepStrictEqual(await everything(saver(), original.threadId), before);
    equal(await saver().getTuple(configOf(fork, fork.tipId)), undefined);
    const again = await new ThreadRecorder(saver(), original.threadId).forkAt(original.tipId);
    await again.step({ log: ['after'] });
    deepStrictEqual((await saver().get(configOf(again)))?.channel_values, again.values);
  });

  it('lets the fork of an older branch stay when the newer goes, values and questions included', async () => {
    const original = await run(saver(), 6);
    const kept = await forkOf(original, 2, 4);
    await ask(kept);
    const before = await everything(saver(), original.threadId);
    const gone = await forkOf(original, 2, 4);
    await saver().deleteBranch(original.threadId, gone.branchId);
    const after = await everything(saver(), original.threadId);
    deepStrictEqual(after.tuples, before.tuples);
    deepStrictEqual(after.rows, before.rows);
    deepStrictEqual(
      after.branches.map(({ branchId, isHead }) => [branchId, isHead]),
      [
        [original.branchId, false],
        [kept.branchId, true],
      ],
    );
  });

  it('keeps a branch on which another hangs, and names that one', async () => {
    const original = await run(saver(), 4);
    const other = new ThreadRecorder(saver(), original.threadId);
    const second = await other.forkAt(await nth(original, 0));
    await second.step({ log: ['second'] });
    await rejects(() => saver().deleteBranch(original.threadId, original.branchId), {
      code: 'BRANCH_IN_USE',
      message: new RegExp(second.branchId),
    });
    equal((await saver().readTimeline(original.threadId, { limit: 20 })).length, 5);
  });

  it('tells in a dry run what the deed then removes, and removes nothing', async () => {
    const original = await run(saver(), 5);
    const fork = await forkOf(original, 2, 3);
    const before = await everything(saver(), original.threadId);
    const [sizeBefore] = await saver().readSizes([original.threadId]);
    const foretold = await saver().deleteBranch(original.threadId, fork.branchId, { dryRun: true });
    deepStrictEqual(await everything(saver(), original.threadId), before);
    deepStrictEqual(await saver().deleteBranch(original.threadId, fork.branchId), foretold);
    const [sizeAfter] = await saver().readSizes([original.threadId]);
    equal((sizeBefore?.bytes ?? 0) - (sizeAfter?.bytes ?? 0), foretold.bytes);
  });

  it('moves the head to the branch with the latest tip', async () => {
    const original = await run(saver(), 4);
    const early = await forkOf(original, 1, 2);
    const late = await forkOf(original, 2, 2);
    await saver().updateBranch(original.threadId, early.branchId, { isHead: true });
    const { headBranchId } = await saver().deleteBranch(original.threadId, early.branchId);
    equal(headBranchId, late.branchId);
    const branches = await saver().readBranches(original.threadId);
    deepStrictEqual(
      branches.map(({ branchId, isHead }) => [branchId, isHead]),
      [
        [original.branchId, false],
        [late.branchId, true],
      ],
    );
  });

  it('never takes the last branch, nor one that is not there', async () => {
    const only = await run(saver(), 2);
    await rejects(() => saver().deleteBranch(only.threadId, only.branchId), { code: 'BRANCH_IN_USE' });
    await rejects(() => saver().deleteBranch(only.threadId, runId()), { code: 'BRANCH_NOT_FOUND' });
    await rejects(() => saver().deleteBranch(runId(), runId()), { code: 'BRANCH_NOT_FOUND' });
    equal((await saver().readTimeline(only.threadId, { limit: 20 })).length, 2);
  });

  it('takes what a subgraph did at its checkpoints along', async () => {
    const original = await run(saver(), 3);
    const fork = await forkOf(original, 1, 2);
    const inner = new ThreadRecorder(saver(), original.threadId, 'node:1');
    await inner.step({ inner: 1 }, { metadata: { parents: { '': fork.tipId } } });
    const outer = new ThreadRecorder(saver(), original.threadId, 'node:2');
    await outer.step({ inner: 2 }, { metadata: { parents: { '': original.tipId } } });
    await saver().deleteBranch(original.threadId, fork.branchId);
    const left = async (namespace: string) =>
      (await saver().readTimeline(original.threadId, { namespace, limit: 20 })).length;
    deepStrictEqual([await left(''), await left('node:1'), await left('node:2')], [3, 0, 1]);
  });
}

/** Values are kept as deltas, with writes of each task. */
async function run(saver: BranchingSaver, steps: number): Promise<ThreadRecorder> {
  const recorder = new ThreadRecorder(saver, runId());
  await go(recorder, steps);
  return recorder;
}

async function forkOf(original: ThreadRecorder, index: number, steps: number): Promise<ThreadRecorder> {
  const fork = await original.forkAt(await nth(original, index));
  await go(fork, steps);
  return fork;
}

async function go(recorder: ThreadRecorder, steps: number): Promise<void> {
  for (let step = 0; step < steps; step++) {
    const log = [...((recorder.values.log as string[] | undefined) ?? ['begin '.padEnd(600, '.')]), `step ${step}`];
    await recorder.step({ log, count: step }, { loneWrites: [['log', [`step ${step}`]]] });
  }
}

async function ask({ saver, threadId, tipId }: ThreadRecorder): Promise<void> {
  await saver.putWrites(configOf({ threadId }, tipId), [[INTERRUPT, [{ id: 'q', value: 'go on?' }]]], runId());
}

async function nth({ saver, threadId, branchId }: ThreadRecorder, index: number): Promise<string> {
  const rows = await saver.readTimeline(threadId, { branchId, limit: 100 });
  return (rows[index] as TimelineRow).checkpointId;
}

async function everything(saver: BranchingSaver, threadId: string) {
  const rows = await saver.readTimeline(threadId, { limit: 1_000 });
  const ids = rows.map(({ checkpointId }) => checkpointId);
  const branches = await saver.readBranches(threadId);
  const tuples = await saver.readTuples(threadId, ids);
  // Whether a branch is the head is asked for where it may change.
  return { rows, branches, tuples: tuples.map((tuple) => ({ ...tuple, position: undefined })) };
}

function configOf({ threadId }: { threadId: string }, checkpointId?: string) {
  return {
    configurable: { thread_id: threadId, checkpoint_ns: '', ...(checkpointId && { checkpoint_id: checkpointId }) },
  };
}
