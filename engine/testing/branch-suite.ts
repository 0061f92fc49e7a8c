import { deepStrictEqual, equal, notEqual, ok, rejects } from 'node:assert/strict';
import type { StepCommit } from '../checkpoint/branching';
import type { CheckpointTuple } from '../checkpoint/checkpoint';
import { INTERRUPT } from '../checkpoint/checkpoint';
import { nextCheckpointId, runId } from '../checkpoint/ids';
import type { BranchingSaver } from '../checkpoint/saver';
import type { SuiteContext } from './harness';
import { ThreadRecorder } from './thread-recorder';

/** Branches, heads, and the compare-and-set of a branch's tip. */
export function branchSuite({ it, saver }: SuiteContext): void {
  it('starts a thread with one branch, its head, and extends it', async () => {
    const run = new ThreadRecorder(saver(), runId());
    const root = await run.step({ a: 0 });
    const tip = await run.step({ a: 1 });
    const [branch, ...others] = await saver().readBranches(run.threadId);
    deepStrictEqual(others, []);
    ok(branch && branch.name.length > 0);
    deepStrictEqual(
      [
        branch.branchId,
        branch.namespace,
        branch.forkCheckpointId,
        branch.tipId,
        branch.isHead,
        branch.origin,
        branch.hidden,
      ],
      [run.branchId, '', null, tip, true, 'input', false],
    );
    ok(Math.abs(branch.createdAt - Date.now()) < 60_000);
    deepStrictEqual((await tupleAt(run, root)).position, { branchId: run.branchId, isTip: false, isHead: true });
    deepStrictEqual((await tupleAt(run, tip)).position, { branchId: run.branchId, isTip: true, isHead: true });
  });

  it('lets a fork read its own values and the original its own', async () => {
    const original = new ThreadRecorder(saver(), runId());
    const checkpoints: string[] = [];
    for (let count = 0; count <= 10; count++) checkpoints.push(await original.step({ count, who: 'original' }));
    const fork = await original.forkAt(checkpoints[5] as string);
    const forked: string[] = [await fork.step({ count: 100, who: 'fork' })];
    for (let count = 101; count <= 105; count++) forked.push(await fork.step({ count }));
    for (const [index, id] of checkpoints.entries()) {
      deepStrictEqual((await tupleAt(original, id)).checkpoint.channel_values, { count: index, who: 'original' });
    }
    for (const [index, id] of forked.entries()) {
      deepStrictEqual((await tupleAt(fork, id)).checkpoint.channel_values, { count: 100 + index, who: 'fork' });
    }
    const branches = await saver().readBranches(original.threadId);
    deepStrictEqual(
      branches.map(({ branchId, forkCheckpointId, isHead, origin }) => [branchId, forkCheckpointId, isHead, origin]),
      [
        [original.branchId, null, false, 'input'],
        [fork.branchId, checkpoints[5], true, 'edit'],
      ],
    );
    notEqual(branches[0]?.name, branches[1]?.name);
  });

  it('lets two writers on one tip: one saves, the other conflicts and leaves nothing', async () => {
    const run = new ThreadRecorder(saver(), runId());
    await run.step({ a: 'before' });
    const parent = run.tipId;
    const writers = ['one', 'two', 'three'].map((who) => run.prepare({ a: who }, { loneWrites: [['a', who]] }));
    const winner = await onlyWinner(saver(), writers);
    equal((await latest(run)).checkpoint.id, winner.checkpointId);
    equal((await latest(run)).checkpoint.channel_values.a, winner.newValues.a);
    equal((await saver().readTimeline(run.threadId, { limit: 10 })).length, 2);
    deepStrictEqual((await tupleAt(run, parent)).pendingWrites, [[winner.tasks[0]?.id, 'a', winner.newValues.a]]);
    for (const loser of writers.filter((writer) => writer !== winner)) {
      equal(await saver().getTuple(configOf(run, loser.checkpointId)), undefined);
    }
  });

  it('lets one of two first runs of a thread in', async () => {
    const threadId = runId();
    const starts = ['one', 'two'].map((who) => new ThreadRecorder(saver(), threadId).prepare({ a: who }));
    const winner = await onlyWinner(saver(), starts);
    const [branch, ...others] = await saver().readBranches(threadId);
    deepStrictEqual(
      [branch?.branchId, branch?.tipId, others.length],
      [winner.placement.branchId, winner.checkpointId, 0],
    );
  });

  it('refuses to extend an old checkpoint, a branch that is not there, and an id twice', async () => {
    const run = new ThreadRecorder(saver(), runId());
    await run.step({ a: 0 });
    const stale = run.prepare({ a: 'stale' });
    await run.step({ a: 1 });
    await isConflict(() => saver().commitStep(stale));
    const lost = run.prepare({ a: 'lost' });
    await isConflict(() => saver().commitStep({ ...lost, placement: { kind: 'extend', branchId: runId() } }));
    await run.step({ a: 2 });
    const again = run.prepare({ a: 'again' });
    await isConflict(() => saver().commitStep({ ...again, checkpointId: run.tipId }));
    equal((await latest(run)).checkpoint.channel_values.a, 2);
    equal((await saver().readBranches(run.threadId)).length, 1);
  });

  it('keeps runs on two branches of a thread at once out of each other’s way', async () => {
    const original = new ThreadRecorder(saver(), runId());
    const root = await original.step({ a: 0, log: ['root'] });
    await original.step({ a: 1 });
    const forks = await Promise.all(['x', 'y'].map(() => original.forkAt(root)));
    const runs = [original, ...forks];
    await Promise.all(
      runs.map(async (run, who) => {
        for (let step = 1; step <= 15; step++) await run.step({ a: `${who}:${step}`, log: [`${who}`, step] });
      }),
    );
    for (const [who, run] of runs.entries()) {
      const tip = await latest(run, run.branchId);
      deepStrictEqual(tip.checkpoint.channel_values, { a: `${who}:15`, log: [`${who}`, 15] });
      equal(tip.checkpoint.id, run.tipId);
    }
    const heads = (await saver().readBranches(original.threadId)).filter(({ isHead }) => isHead);
    deepStrictEqual([heads.length, forks.some(({ branchId }) => branchId === heads[0]?.branchId)], [1, true]);
  });

  it('makes a new branch the head, and leaves the head alone when another branch goes on', async () => {
    const original = new ThreadRecorder(saver(), runId());
    const root = await original.step({ a: 0 });
    const fork = await original.forkAt(root, 'replay');
    const forkTip = await fork.step({ a: 'fork' });
    const originalTip = await original.step({ a: 'original' });
    equal((await latest(original)).checkpoint.id, forkTip);
    equal((await latest(original, original.branchId)).checkpoint.id, originalTip);
    deepStrictEqual((await latest(original, original.branchId)).position, {
      branchId: original.branchId,
      isTip: true,
      isHead: false,
    });
  });

  it('leaves the head where it is when a branch is started aside, also when others are started at once', async () => {
    const original = new ThreadRecorder(saver(), runId());
    const root = await original.step({ a: 0 });
    const tip = await original.step({ a: 'original' });
    const aside = await Promise.all([root, tip, root].map((at) => original.forkAt(at, 'edit', true)));
    const commits = aside.map((fork, who) => fork.step({ a: `aside ${who}` }));
    const heads = [];
    while (heads.length < 5) heads.push((await latest(original)).checkpoint.id);
    deepStrictEqual(new Set(heads), new Set([tip]));
    const tips = await Promise.all(commits);
    await aside[0]?.step({ a: 'further' });
    equal((await latest(original)).checkpoint.id, tip);
    const position = { branchId: aside[1]?.branchId, isTip: true, isHead: false };
    deepStrictEqual((await tupleAt(original, tips[1] as string)).position, position);
    deepStrictEqual(
      (await saver().readBranches(original.threadId)).map(({ isHead }) => isHead),
      [true, false, false, false],
    );
  });

  it('renames a branch, hides it, and makes it the head', async () => {
    const original = new ThreadRecorder(saver(), runId());
    await original.step({ a: 0 });
    const fork = await original.forkAt(original.tipId);
    await fork.step({ a: 1 });
    await saver().updateBranch(original.threadId, original.branchId, { isHead: true });
    await saver().updateBranch(original.threadId, fork.branchId, { name: 'Büro "2"', hidden: true });
    const branches = await saver().readBranches(original.threadId);
    deepStrictEqual(
      branches.map(({ isHead, hidden }) => [isHead, hidden]),
      [
        [true, false],
        [false, true],
      ],
    );
    equal(branches[1]?.name, 'Büro "2"');
    equal((await latest(original)).checkpoint.id, original.tipId);
    await rejects(async () => saver().updateBranch(original.threadId, runId(), { name: 'x' }), {
      code: 'BRANCH_NOT_FOUND',
    });
  });

  it('stores a lone task’s writes under the parent, with the step', async () => {
    const run = new ThreadRecorder(saver(), runId());
    const root = await run.step({ a: 0 });
    await run.step(
      { a: 1 },
      {
        loneWrites: [
          ['a', { value: [1] }],
          ['b', undefined],
        ],
      },
    );
    const { pendingWrites } = await tupleAt(run, root);
    deepStrictEqual(
      pendingWrites.map(([, channel, value]) => [channel, value]),
      [
        ['a', { value: [1] }],
        ['b', undefined],
      ],
    );
    deepStrictEqual((await latest(run)).pendingWrites, []);
  });

  it('leaves a question open that is answered on a fork alone', async () => {
    const original = new ThreadRecorder(saver(), runId());
    const root = await original.step({ a: 0 });
    const fork = await original.forkAt(root, 'resume');
    const answered = fork.prepare({ a: 'answered' }, { loneWrites: [['a', 'answered']] });
    const [task] = answered.tasks;
    ok(task);
    await saver().putWrites(configOf(original, root), [[INTERRUPT, [{ id: 'q', value: 'go on?' }]]], task.id);
    await saver().commitStep(answered);
    const openTasks = async () =>
      (await saver().readTimeline(original.threadId, { limit: 1 })).flatMap((row) => row.interruptedTasks);
    deepStrictEqual(await openTasks(), [task.id]);
    deepStrictEqual(
      (await tupleAt(original, root)).pendingWrites.map(([, channel]) => channel),
      [INTERRUPT],
    );
    const own = original.prepare({ a: 'here' }, { loneWrites: [['a', 'here']] });
    await saver().commitStep({ ...own, tasks: [task] });
    deepStrictEqual(await openTasks(), []);
    deepStrictEqual(
      (await tupleAt(original, root)).pendingWrites.map(([, channel]) => channel).toSorted(),
      [INTERRUPT, 'a'].toSorted(),
    );
  });

  it('refuses a branch at a checkpoint that is not there', async () => {
    const run = new ThreadRecorder(saver(), runId());
    await run.step({ a: 0 });
    const lost: StepCommit = {
      ...run.prepare({ a: 1 }),
      parentId: nextCheckpointId(),
      placement: { kind: 'start', branchId: runId(), origin: 'edit', isFirst: false },
    };
    await rejects(async () => saver().commitStep(lost), { code: 'CHECKPOINT_NOT_FOUND' });
    equal((await saver().readBranches(run.threadId)).length, 1);
  });

  it('keeps branches of different namespaces apart', async () => {
    const threadId = runId();
    const root = new ThreadRecorder(saver(), threadId);
    const child = new ThreadRecorder(saver(), threadId, 'node:1');
    await root.step({ a: 'root' });
    await child.step({ a: 'child' });
    equal((await latest(root)).checkpoint.channel_values.a, 'root');
    equal((await latest(child)).checkpoint.channel_values.a, 'child');
    deepStrictEqual(
      (await saver().readBranches(threadId, 'node:1')).map(({ branchId }) => branchId),
      [child.branchId],
    );
  });
}

function configOf({ threadId, namespace }: ThreadRecorder, checkpoint_id: string) {
  return { configurable: { thread_id: threadId, checkpoint_ns: namespace, checkpoint_id } };
}

async function tupleAt(run: ThreadRecorder, checkpointId: string): Promise<CheckpointTuple> {
  const tuple = await run.saver.readTuple(configOf(run, checkpointId));
  ok(tuple, `no checkpoint ${checkpointId}`);
  return tuple;
}

async function latest({ saver, threadId, namespace }: ThreadRecorder, branch?: string): Promise<CheckpointTuple> {
  const tuple = await saver.readTuple({
    configurable: { thread_id: threadId, checkpoint_ns: namespace, ...(branch && { branch }) },
  });
  ok(tuple, `thread ${threadId} has no latest checkpoint`);
  return tuple;
}

async function isConflict(commit: () => void | Promise<void>): Promise<void> {
  await rejects(async () => commit(), { code: 'THREAD_CONFLICT', name: 'ThreadConflictError' });
}

/** Commits all at once; exactly one must get through, and the others conflict. */
async function onlyWinner(saver: BranchingSaver, commits: StepCommit[]): Promise<StepCommit> {
  const results = await Promise.allSettled(commits.map(async (commit) => saver.commitStep(commit)));
  const codes = results.map((result) =>
    result.status === 'fulfilled' ? 'saved' : (result.reason as { code: string }).code,
  );
  deepStrictEqual(codes.toSorted(), [...commits.slice(1).map(() => 'THREAD_CONFLICT'), 'saved']);
  return commits[codes.indexOf('saved')] as StepCommit;
}
