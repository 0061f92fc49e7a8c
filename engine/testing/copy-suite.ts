import { deepStrictEqual, rejects } from 'node:assert/strict';
import type { CheckpointTuple } from '../checkpoint/checkpoint';
import { ERROR } from '../checkpoint/checkpoint';
import { runId } from '../checkpoint/ids';
import type { BranchingSaver } from '../checkpoint/saver';
import type { SuiteContext } from './harness';
import { noise } from './noise';
import { ThreadRecorder } from './thread-recorder';

/** A thread under another id, and what threads take. */
export function copySuite({ it, saver, reopen }: SuiteContext): void {
  it('copies a thread: the same ids, lineage, names and writes in every namespace', async () => {
    const original = await branchedThread(saver());
    const copyId = runId();
    await saver().copyThread(original.threadId, copyId);
    await reopen?.();
    const namespaces = ['', 'node:1'];
    for (const namespace of namespaces) {
      deepStrictEqual(
        await everything(saver(), copyId, namespace),
        await everything(saver(), original.threadId, namespace),
      );
    }
  });

  it('lets a copy and its original go their own ways', async () => {
    const original = await branchedThread(saver());
    const copyId = runId();
    await saver().copyThread(original.threadId, copyId);
    const before = await everything(saver(), original.threadId, '');
    const [branch] = await saver().readBranches(copyId);
    const copied = new ThreadRecorder(saver(), copyId);
    const fork = await copied.forkAt(branch?.tipId as string);
    await fork.step({ log: ['only here'] });
    await saver().updateBranch(copyId, branch?.branchId as string, { name: 'renamed' });
    deepStrictEqual(await everything(saver(), original.threadId, ''), before);
    await saver().prune({ threadIds: [original.threadId], keepLast: 1 });
    await saver().deleteThread(original.threadId);
    const [tuple] = await saver().readTuples(copyId, [fork.tipId]);
    deepStrictEqual(tuple?.checkpoint.channel_values, fork.values);
  });

  it('copies to no thread that is there, and from none that is not', async () => {
    const [one, other] = [await branchedThread(saver()), await branchedThread(saver())];
    const before = await everything(saver(), other.threadId, '');
    await rejects(() => saver().copyThread(one.threadId, other.threadId), { code: 'THREAD_EXISTS' });
    await rejects(() => saver().copyThread(one.threadId, one.threadId), { code: 'THREAD_EXISTS' });
    await rejects(() => saver().copyThread(runId(), runId()), { code: 'THREAD_NOT_FOUND' });
    deepStrictEqual(await everything(saver(), other.threadId, ''), before);
  });

  it('tells what threads take, by channel, the largest first', async () => {
    const run = new ThreadRecorder(saver(), runId());
    await run.step({ small: 'begin '.padEnd(50, '.'), large: noise(10_000, 0), __start__: 'y'.repeat(100) });
    for (let step = 0; step < 5; step++) await run.step({ small: `${step}`.padEnd(50, 'z') });
    const [sizes, ...others] = await saver().readSizes([runId(), run.threadId]);
    deepStrictEqual(
      [sizes?.threadId, sizes?.checkpoints, sizes?.channels.map(({ channel }) => channel), others],
      [run.threadId, 6, ['large', 'small'], []],
    );
    const [large = 0, small = 0] = sizes?.channels.map(({ bytes }) => bytes) ?? [];
    deepStrictEqual([large > 0, small > 0, (sizes?.bytes ?? 0) > large + small], [true, true, true]);
  });
}

/** Two branches, a question’s remains, and a graph inside. */
async function branchedThread(saver: BranchingSaver): Promise<ThreadRecorder> {
  const run = new ThreadRecorder(saver, runId());
  for (let step = 0; step < 70; step++) {
    await run.step({ log: [`step ${step}`], count: step }, { loneWrites: [['log', [step]]] });
  }
  const config = { configurable: { thread_id: run.threadId, checkpoint_ns: '', checkpoint_id: run.tipId } };
  await saver.putWrites(config, [[ERROR, { name: 'Error', message: 'no' }]], runId());
  const fork = await run.forkAt(run.tipId);
  await fork.step({ log: ['fork'] });
  await new ThreadRecorder(saver, run.threadId, 'node:1').step({ inside: true });
  await saver.updateBranch(run.threadId, run.branchId, { name: 'the first', hidden: true });
  return run;
}

async function everything(saver: BranchingSaver, threadId: string, namespace: string) {
  const tuples: CheckpointTuple[] = [];
  const configurable = { thread_id: threadId, checkpoint_ns: namespace };
  for await (const tuple of saver.list({ configurable })) tuples.push(tuple);
  return {
    branches: await saver.readBranches(threadId, namespace),
    timeline: await saver.readTimeline(threadId, { namespace, limit: 1_000 }),
    tuples: tuples.map(({ config: _, parentConfig, ...tuple }) => ({
      ...tuple,
      parentId: parentConfig?.configurable?.checkpoint_id,
    })),
  };
}
