import { deepStrictEqual, equal, ok, rejects } from 'node:assert/strict';
import { ERROR, INTERRUPT, RESUME } from '../checkpoint/checkpoint';
import { runId } from '../checkpoint/ids';
import type { BranchingSaver } from '../checkpoint/saver';
import type { SuiteContext } from './harness';
import type { RecordedStep } from './thread-recorder';
import { ThreadRecorder } from './thread-recorder';

/** Taking a run back, and nothing else. */
export function rollbackSuite({ it, saver, reopen }: SuiteContext): void {
  it('takes a run’s steps off the end of its branch, and leaves the rest as it was', async () => {
    const original = await before(saver(), 6);
    const was = await everything(saver(), original.threadId);
    const gone = runId();
    const tip = original.tipId;
    const start = await saver().readStart(original.threadId, tip);
    await go(original, 5, { metadata: { run_id: gone } });
    const run = { runId: gone, start, headBranchId: original.branchId };
    const { checkpoints, headBranchId } = await saver().rollBackRun(original.threadId, run);
    deepStrictEqual([checkpoints, headBranchId], [5, original.branchId]);
    await reopen?.();
    deepStrictEqual(await everything(saver(), original.threadId), was);
    equal((await saver().getTuple(configOf(original)))?.checkpoint.id, tip);
  });

  it('lets the next run go on where the one that went began', async () => {
    const original = await before(saver(), 3);
    const fork = await original.forkAt(original.tipId);
    await go(fork, 2);
    const gone = runId();
    const forkAgain = await fork.forkAt(fork.tipId);
    await go(fork, 4, { metadata: { run_id: gone } });
    await saver().rollBackRun(original.threadId, ofInput(gone, fork.branchId));
    const commit = forkAgain.prepare({ log: [...(forkAgain.values.log as string[]), 'another way'], count: 99 });
    await saver().commitStep({ ...commit, placement: { kind: 'extend', branchId: fork.branchId } });
    const expected = forkAgain.checkpointAfter(commit).channel_values;
    await reopen?.();
    deepStrictEqual((await saver().get(configOf(original)))?.channel_values, expected);
    deepStrictEqual((await saver().readTimeline(original.threadId, { branchId: fork.branchId, limit: 20 })).length, 3);
  });

  it('puts back what tasks had written where the run began, in subgraphs too', async () => {
    const original = await before(saver(), 3);
    const { threadId, tipId } = original;
    const inner = new ThreadRecorder(saver(), threadId, 'node:1');
    await inner.step({ inner: 1 }, { metadata: { parents: { '': tipId } } });
    const [asking, failing] = [runId(), runId()];
    await saver().putWrites(configOf(original, tipId), [[INTERRUPT, [{ id: 'q', value: 'go on?' }]]], asking);
    await saver().putWrites(configOf(original, tipId), [[RESUME, ['first']]], asking);
    await saver().putWrites(configOf(inner, inner.tipId), [['inner', 7]], failing);
    const was = await everything(saver(), threadId);
    const wasInside = await everything(saver(), threadId, 'node:1');

    const gone = runId();
    const start = await saver().readStart(threadId, tipId);
    await saver().putWrites(configOf(original, tipId), [[RESUME, ['first', 'second']]], asking);
    await saver().putWrites(configOf(original, tipId), [[ERROR, { name: 'Error', message: 'no' }]], failing);
    const innerId = inner.tipId;
    await saver().putWrites(configOf(inner, innerId), [[RESUME, ['inside']]], failing);
    await go(inner, 1, { metadata: { run_id: gone, parents: { '': tipId } } });
    await go(original, 1, { metadata: { run_id: gone } });
    await saver().rollBackRun(threadId, { runId: gone, start, headBranchId: original.branchId });
    await reopen?.();
    deepStrictEqual(await everything(saver(), threadId), was);
    deepStrictEqual(await everything(saver(), threadId, 'node:1'), wasInside);
  });

  it('leaves an empty thread behind a run that began it, and another may begin', async () => {
    const gone = runId();
    const first = new ThreadRecorder(saver(), runId());
    await go(first, 3, { metadata: { run_id: gone } });
    const { headBranchId } = await saver().rollBackRun(first.threadId, ofInput(gone, null));
    equal(headBranchId, null);
    await reopen?.();
    deepStrictEqual(await everything(saver(), first.threadId), { rows: [], branches: [], tuples: [] });
    const second = new ThreadRecorder(saver(), first.threadId);
    await go(second, 2);
    deepStrictEqual((await saver().get(configOf(second)))?.channel_values, second.values);
  });

  it('takes the branch of a run that began one, and gives the head back', async () => {
    const original = await before(saver(), 5);
    const other = await original.forkAt(original.tipId);
    await go(other, 2);
    await saver().updateBranch(original.threadId, original.branchId, { isHead: true });
    const was = await everything(saver(), original.threadId);
    const gone = runId();
    const fork = await original.forkAt(original.tipId, 'replay');
    await go(fork, 3, { metadata: { run_id: gone } });
    const { headBranchId, branches } = await saver().rollBackRun(original.threadId, ofInput(gone, original.branchId));
    deepStrictEqual([headBranchId, branches], [original.branchId, 1]);
    deepStrictEqual(await everything(saver(), original.threadId), was);
  });

  it('leaves a head that was moved to another branch where it is', async () => {
    const original = await before(saver(), 4);
    const other = await original.forkAt(original.tipId);
    await go(other, 1);
    const gone = runId();
    const fork = await original.forkAt(original.tipId, 'replay');
    await go(fork, 2, { metadata: { run_id: gone } });
    await saver().updateBranch(original.threadId, other.branchId, { isHead: true });
    const { headBranchId } = await saver().rollBackRun(original.threadId, ofInput(gone, original.branchId));
    equal(headBranchId, other.branchId);
  });

  it('refuses while a fork goes on from a step of it, names that, and takes nothing', async () => {
    const original = await before(saver(), 3);
    const gone = runId();
    await go(original, 2, { metadata: { run_id: gone } });
    const fork = await original.forkAt(original.tipId);
    await go(original, 2, { metadata: { run_id: gone } });
    await go(fork, 2);
    const was = await everything(saver(), original.threadId);
    const refusal = { code: 'RUN_IN_USE', message: new RegExp(fork.branchId) };
    const run = ofInput(gone, original.branchId);
    await rejects(() => saver().rollBackRun(original.threadId, run, { dryRun: true }), refusal);
    await rejects(() => saver().rollBackRun(original.threadId, run), refusal);
    deepStrictEqual(await everything(saver(), original.threadId), was);
    await saver().updateBranch(original.threadId, original.branchId, { isHead: true });
    await saver().deleteBranch(original.threadId, fork.branchId);
    equal((await saver().rollBackRun(original.threadId, run)).checkpoints, 4);
  });

  it('refuses while a copy goes on from what a subgraph did', async () => {
    const original = await before(saver(), 3);
    const gone = runId();
    const at = original.tipId;
    const inner = new ThreadRecorder(saver(), original.threadId, 'node:1');
    await inner.step({ inner: 1 }, { metadata: { run_id: gone, parents: { '': at } } });
    const copy = await original.forkAt(at);
    const descents = [[{ namespace: 'node:1', checkpointId: inner.tipId }]];
    await copy.step({ count: 0 }, { metadata: { descents } });
    const run = ofInput(gone, original.branchId);
    await rejects(() => saver().rollBackRun(original.threadId, run), {
      code: 'RUN_IN_USE',
      message: new RegExp(copy.branchId),
    });
  });

  it('leaves what others fork where the run began, and what they add meanwhile', async () => {
    const original = await before(saver(), 4);
    const gone = runId();
    const at = original.tipId;
    await go(original, 3, { metadata: { run_id: gone } });
    const fork = await original.forkAt(at);
    await go(fork, 3);
    const [done] = await Promise.all([
      saver().rollBackRun(original.threadId, ofInput(gone, original.branchId)),
      go(fork, 6),
    ]);
    deepStrictEqual([done.checkpoints, done.headBranchId], [3, fork.branchId]);
    await reopen?.();
    deepStrictEqual((await saver().get(configOf(fork)))?.channel_values, fork.values);
    equal((await saver().readTimeline(original.threadId, { branchId: fork.branchId, limit: 20 })).length, 9);
  });

  it('takes what subgraphs did at its steps along, also where they tell no run', async () => {
    const original = await before(saver(), 3);
    const gone = runId();
    await go(original, 1, { metadata: { run_id: gone } });
    const inner = new ThreadRecorder(saver(), original.threadId, 'node:1');
    await inner.step({ inner: 1 }, { metadata: { parents: { '': original.tipId } } });
    await saver().rollBackRun(original.threadId, ofInput(gone, original.branchId));
    deepStrictEqual(await everything(saver(), original.threadId, 'node:1'), { rows: [], branches: [], tuples: [] });
  });

  it('tells in a dry run what the deed then removes, and removes nothing', async () => {
    const original = await before(saver(), 5);
    const gone = runId();
    await go(original, 3, { metadata: { run_id: gone } });
    const was = await everything(saver(), original.threadId);
    const [sizeBefore] = await saver().readSizes([original.threadId]);
    const run = ofInput(gone, original.branchId);
    const foretold = await saver().rollBackRun(original.threadId, run, { dryRun: true });
    deepStrictEqual(await everything(saver(), original.threadId), was);
    deepStrictEqual(await saver().rollBackRun(original.threadId, run), foretold);
    const [sizeAfter] = await saver().readSizes([original.threadId]);
    ok(foretold.bytes > 0, `${foretold.bytes} bytes`);
    equal((sizeBefore?.bytes ?? 0) - (sizeAfter?.bytes ?? 0), foretold.bytes);
  });
}

function ofInput(id: string, headBranchId: string | null) {
  return { runId: id, start: null, headBranchId };
}

/** Values are kept as deltas, with writes of each task. */
async function before(saver: BranchingSaver, steps: number): Promise<ThreadRecorder> {
  const recorder = new ThreadRecorder(saver, runId());
  await go(recorder, steps, { metadata: { run_id: runId() } });
  return recorder;
}

async function go(recorder: ThreadRecorder, steps: number, step: RecordedStep = {}): Promise<void> {
  for (let count = 0; count < steps; count++) {
    const log = [...((recorder.values.log as string[] | undefined) ?? ['begin '.padEnd(600, '.')]), `step ${count}`];
    await recorder.step({ log, count }, { ...step, loneWrites: [['log', [`step ${count}`]]] });
  }
}

async function everything(saver: BranchingSaver, threadId: string, namespace = '') {
  const rows = await saver.readTimeline(threadId, { namespace, limit: 1_000 });
  const ids = rows.map(({ checkpointId }) => checkpointId);
  const branches = await saver.readBranches(threadId, namespace);
  return { rows, branches, tuples: await saver.readTuples(threadId, ids, namespace) };
}

function configOf({ threadId, namespace }: { threadId: string; namespace: string }, checkpointId?: string) {
  return {
    configurable: {
      thread_id: threadId,
      checkpoint_ns: namespace,
      ...(checkpointId && { checkpoint_id: checkpointId }),
    },
  };
}
