import { deepStrictEqual, equal, ok, rejects } from 'node:assert/strict';
import type { TimelineRow } from '../checkpoint/branching';
import { INTERRUPT } from '../checkpoint/checkpoint';
import { runId } from '../checkpoint/ids';
import type { BranchingSaver } from '../checkpoint/saver';
import type { SuiteContext } from './harness';
import { noise } from './noise';
import { ThreadRecorder } from './thread-recorder';

/** Removing what nobody needs any more, and what has to stay. */
export function pruneSuite({ it, saver, reopen }: SuiteContext): void {
  it('keeps the last of each branch, as they were, and makes the first of them a root', async () => {
    const run = await longRun(saver(), 80);
    const before = await readAll(saver(), run.threadId);
    const report = await saver().prune({ threadIds: [run.threadId], keepLast: 3 });
    deepStrictEqual([report.checkpoints, report.branches, report.threads.length], [77, 0, 1]);
    const after = await readAll(saver(), run.threadId);
    deepStrictEqual(after.map(contentOf), before.slice(-3).map(contentOf));
    deepStrictEqual(
      after.map(({ row }) => row.parentId),
      [null, ...after.slice(0, 2).map(({ row }) => row.checkpointId)],
    );
    await reopen?.();
    const next = await new ThreadRecorder(saver(), run.threadId).forkAt(run.tipId);
    await next.step({ log: ['after'] });
    deepStrictEqual((await saver().get(configOf(run)))?.channel_values, next.values);
  });

  it('removes nothing in a dry run, and tells what the deed then removes', async () => {
    const run = await longRun(saver(), 20);
    const before = await readAll(saver(), run.threadId);
    const options = { threadIds: [run.threadId], keepLast: 1 };
    const foretold = await saver().prune({ ...options, dryRun: true });
    deepStrictEqual(await readAll(saver(), run.threadId), before);
    deepStrictEqual(await saver().prune(options), foretold);
    const [thread] = foretold.threads;
    deepStrictEqual([thread?.threadId, thread?.isGone, thread?.checkpoints], [run.threadId, false, 19]);
    ok(foretold.bytes > 0 && foretold.values > 0 && foretold.writes > 0, JSON.stringify(foretold));
    deepStrictEqual(await saver().prune(options), { ...foretold, ...NOTHING });
  });

  it('frees what it says, and keeps what is left in little more than its own size', async () => {
    const run = new ThreadRecorder(saver(), runId());
    const line = (turn: number) => noise(1_000, turn);
    for (let turn = 0; turn < 60; turn++) {
      await run.step({ log: [...((run.values.log as string[] | undefined) ?? []), line(turn)], draft: line(turn) });
    }
    const [before] = await saver().readSizes([run.threadId]);
    const report = await saver().prune({ threadIds: [run.threadId], keepLast: 1 });
    const [after] = await saver().readSizes([run.threadId]);
    ok(before && after);
    deepStrictEqual([before.checkpoints, after.checkpoints], [60, 1]);
    equal(before.bytes - after.bytes, report.bytes);
    ok(after.bytes < 80_000, `${after.bytes} bytes are left`);
    deepStrictEqual(
      after.channels.map(({ channel }) => channel),
      ['log', 'draft'],
    );
    equal((await saver().get(configOf(run)))?.channel_values.draft, line(59));
  });

  it('goes by the time that a checkpoint was made, and never takes the head', async () => {
    const run = await longRun(saver(), 6);
    const rows = await saver().readTimeline(run.threadId, { limit: 10 });
    const middle = (rows[3] as TimelineRow).createdAt;
    await saver().prune({ threadIds: [run.threadId], olderThan: new Date(middle) });
    const left = await saver().readTimeline(run.threadId, { limit: 10 });
    deepStrictEqual(
      left.map(({ checkpointId }) => checkpointId),
      rows.filter(({ createdAt }) => createdAt >= middle).map(({ checkpointId }) => checkpointId),
    );
    await saver().prune({ threadIds: [run.threadId], olderThan: Date.now() + 60_000 });
    deepStrictEqual(
      (await saver().readTimeline(run.threadId, { limit: 10 })).map(({ checkpointId }) => checkpointId),
      [run.tipId],
    );
  });

  it('takes a thread whole when its head need not stay and nothing waits', async () => {
    const [idle, waiting] = [await longRun(saver(), 3), await longRun(saver(), 3)];
    await ask(waiting);
    const threadIds = [idle.threadId, waiting.threadId];
    const report = await saver().prune({ threadIds, olderThan: Date.now() + 60_000, keepHeads: false });
    deepStrictEqual(
      report.threads.map(({ threadId, isGone, checkpoints }) => [threadId, isGone, checkpoints]),
      [
        [idle.threadId, true, 3],
        [waiting.threadId, false, 2],
      ].toSorted(),
    );
    deepStrictEqual(await saver().readBranches(idle.threadId), []);
    deepStrictEqual(await saver().readSizes([idle.threadId]), []);
    equal(await saver().getTuple(configOf(idle)), undefined);
    const again = new ThreadRecorder(saver(), idle.threadId);
    await again.step({ log: ['anew'] });
    equal((await saver().readTimeline(idle.threadId, { limit: 10 })).length, 1);
  });

  it('keeps a question that waits for its answer, on whatever branch', async () => {
    const original = await longRun(saver(), 4);
    await ask(original);
    const asked = original.tipId;
    const fork = await original.forkAt(await nth(original, 1));
    for (let step = 0; step < 3; step++) await fork.step({ log: [`fork ${step}`] });
    await saver().prune({ threadIds: [original.threadId], olderThan: Date.now() + 60_000 });
    const rows = await saver().readTimeline(original.threadId, { limit: 10 });
    deepStrictEqual(
      rows.map(({ checkpointId, interruptedTasks }) => [checkpointId, interruptedTasks.length]),
      [
        [await nth(original, 0), 0],
        [asked, 1],
        [fork.tipId, 0],
      ],
    );
  });

  it('keeps the checkpoint at which branches part, and hangs each on what is left before it', async () => {
    const original = await longRun(saver(), 9);
    const [root, parting] = [await nth(original, 0), await nth(original, 4)];
    const one = await original.forkAt(parting);
    await one.step({ log: ['one'] });
    const other = await original.forkAt(await nth(original, 6));
    await other.step({ log: ['other'] });
    const before = await saver().readBranches(original.threadId);
    await saver().updateBranch(original.threadId, one.branchId, { name: 'kept name' });
    const contents = (await readAll(saver(), original.threadId)).map(contentOf);
    await saver().prune({ threadIds: [original.threadId], keepLast: 1 });
    // What tasks wrote on them included, though the steps that these made are gone.
    for (const left of await readAll(saver(), original.threadId)) {
      const content = contents.find(({ row }) => row.checkpointId === left.row.checkpointId);
      deepStrictEqual(contentOf(left), content);
    }
    const rows = await saver().readTimeline(original.threadId, { limit: 20 });
    const sixth = before.find(({ branchId }) => branchId === other.branchId)?.forkCheckpointId;
    deepStrictEqual(
      rows.map(({ checkpointId, parentId }) => [checkpointId, parentId]),
      [
        [parting, null],
        [sixth, parting],
        [original.tipId, sixth],
        [one.tipId, parting],
        [other.tipId, sixth],
      ],
    );
    equal(await saver().getTuple(configOf(original, root)), undefined);
    deepStrictEqual(
      (await saver().readBranches(original.threadId)).map(({ name, isHead, forkCheckpointId }) => [
        name,
        isHead,
        forkCheckpointId,
      ]),
      [
        ['main', false, null],
        ['kept name', false, parting],
        ['branch 3', true, sixth],
      ],
    );
  });

  it('takes a branch of which nothing is to stay, and gives no other its name', async () => {
    const original = await longRun(saver(), 3);
    const forks: ThreadRecorder[] = [];
    for (let fork = 0; fork < 2; fork++) {
      forks.push(await original.forkAt(await nth(original, 0)));
      await forks[fork]?.step({ log: [fork] });
    }
    const report = await saver().prune({ threadIds: [original.threadId], olderThan: Date.now() + 60_000 });
    deepStrictEqual([report.branches, report.checkpoints], [2, 4]);
    const head = forks[1] as ThreadRecorder;
    const next = await head.forkAt(head.tipId);
    await next.step({ log: ['next'] });
    const branches = await saver().readBranches(original.threadId);
    deepStrictEqual(
      branches.map(({ branchId, name, isHead }) => [branchId, name, isHead]),
      [
        [head.branchId, 'branch 3', false],
        [next.branchId, 'branch 4', true],
      ],
    );
  });

  it('leaves other threads alone', async () => {
    const [one, other] = [await longRun(saver(), 4), await longRun(saver(), 4)];
    const before = await readAll(saver(), other.threadId);
    await saver().prune({ threadIds: [one.threadId, runId()], keepLast: 1 });
    deepStrictEqual(await readAll(saver(), other.threadId), before);
  });

  it('wants to be told what may go', async () => {
    for (const options of [{}, { keepHeads: false }, { keepLast: 0 }, { keepLast: 1.5 }, { olderThan: Number.NaN }]) {
      await rejects(() => saver().prune({ threadIds: [runId()], ...options }), { code: 'INVALID_CONFIG' });
    }
  });
}

const NOTHING = { checkpoints: 0, branches: 0, writes: 0, values: 0, bytes: 0, threads: [] };

/** A thread whose values are kept as deltas, with writes of each task. */
async function longRun(saver: BranchingSaver, steps: number): Promise<ThreadRecorder> {
  const run = new ThreadRecorder(saver, runId());
  for (let step = 0; step < steps; step++) {
    const log = [...((run.values.log as string[] | undefined) ?? ['begin '.padEnd(600, '.')]), `step ${step}`];
    await run.step({ log, count: step }, { loneWrites: [['log', [`step ${step}`]]], node: `node${step % 3}` });
  }
  return run;
}

async function ask({ saver, threadId, tipId }: ThreadRecorder): Promise<void> {
  const config = { configurable: { thread_id: threadId, checkpoint_ns: '', checkpoint_id: tipId } };
  await saver.putWrites(config, [[INTERRUPT, [{ id: 'q', value: 'go on?' }]]], runId());
}

async function nth({ saver, threadId, branchId }: ThreadRecorder, index: number): Promise<string> {
  const rows = await saver.readTimeline(threadId, { branchId, limit: 100 });
  return (rows[index] as TimelineRow).checkpointId;
}

async function readAll(saver: BranchingSaver, threadId: string) {
  const rows = await saver.readTimeline(threadId, { limit: 1_000 });
  const tuples = await saver.readTuples(
    threadId,
    rows.map(({ checkpointId }) => checkpointId),
  );
  return rows.map((row, index) => ({ row, tuple: tuples[index] }));
}

/** What pruning leaves as it was: all but the parent, and how much a value takes. */
function contentOf({ row, tuple }: Awaited<ReturnType<typeof readAll>>[number]) {
  return {
    row: { ...row, parentId: null, changed: row.changed.map(({ channel }) => channel).toSorted() },
    tuple: { ...tuple, parentConfig: undefined },
  };
}

function configOf({ threadId }: ThreadRecorder, checkpointId?: string) {
  return { configurable: { thread_id: threadId, ...(checkpointId !== undefined && { checkpoint_id: checkpointId }) } };
}
