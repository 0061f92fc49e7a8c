import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { CheckpointTuple, RunnableConfig } from '../checkpoint/checkpoint';
import type { BranchingSaver, CheckpointListOptions } from '../checkpoint/saver';
import type { Model } from './saver-model';
import { pick } from './saver-model';

/** Asks the saver and its model all there is to ask of every thread. */
export async function expectSameAnswers(model: Model, saver: BranchingSaver): Promise<void> {
  for (const threadId of model.threadIds) await expectSameThread(model, saver, threadId);
}

async function expectSameThread({ naive }: Model, saver: BranchingSaver, threadId: string): Promise<void> {
  const all = naive.all(threadId);
  const middle = pick(all, all.length >> 1)?.checkpoint.id;
  const before = { configurable: { checkpoint_id: middle ?? '' } };
  const queries: [RunnableConfig, CheckpointListOptions][] = [
    [{ configurable: { thread_id: threadId } }, {}],
    [{ configurable: { thread_id: threadId, checkpoint_ns: '' } }, { limit: 2, before }],
    [{ configurable: { thread_id: threadId } }, { filter: { source: 'loop', mark: 1 }, limit: 3 }],
  ];
  for (const [config, options] of queries) {
    const given = middle === undefined ? {} : options;
    expectSame(await listed(saver, config, given), naive.list(config, given));
  }
  for (const namespace of ['', 'nowhere', ...naive.namespaces(threadId)]) {
    await expectSameNamespace(naive, saver, { threadId, namespace });
  }
  const [sizes] = await saver.readSizes([threadId]);
  expectSame(sizes?.checkpoints ?? 0, all.length);
}

async function expectSameNamespace(
  naive: Model['naive'],
  saver: BranchingSaver,
  { threadId, namespace }: { threadId: string; namespace: string },
): Promise<void> {
  const branches = naive.readBranches(threadId, namespace);
  expectSame(await saver.readBranches(threadId, namespace), branches);
  const tipOf = (branchId: string | undefined) => {
    const branch = branches.find((each) => (branchId === undefined ? each.isHead : each.branchId === branchId));
    const tip = branch && naive.find(threadId, namespace, branch.tipId);
    return tip && naive.tuple(threadId, tip);
  };
  for (const branchId of [undefined, ...branches.map((each) => each.branchId)]) {
    const configurable = {
      thread_id: threadId,
      checkpoint_ns: namespace,
      ...(branchId !== undefined && { branch: branchId }),
    };
    expectSame(await saver.readTuple({ configurable }), tipOf(branchId));
  }
  const ids = naive.in(threadId, namespace).map(({ checkpoint }) => checkpoint.id);
  const tuples = naive.in(threadId, namespace).map((each) => naive.tuple(threadId, each));
  expectSame(await saver.readTuples(threadId, [...ids, 'no such id'], namespace), tuples);
  const timeline = naive.timeline(threadId, namespace);
  expectSame(await timelineOf(saver, threadId, { namespace, limit: 1000 }), timeline);
  const [first] = timeline;
  if (first === undefined) return;
  const { checkpointId: after, branchId } = first;
  const behind = timeline.filter((row) => row.checkpointId > after && row.branchId === branchId).slice(0, 3);
  expectSame(await timelineOf(saver, threadId, { namespace, after, branchId, limit: 3 }), behind);
}

/** The runner's own comparison, which can show a difference, is too slow for a million answers. */
function expectSame(answer: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(answer, expected)) expect(answer).toEqual(expected);
}

async function listed(
  saver: BranchingSaver,
  config: RunnableConfig,
  options: CheckpointListOptions,
): Promise<CheckpointTuple[]> {
  const tuples: CheckpointTuple[] = [];
  for await (const tuple of saver.readList(config, options)) tuples.push(tuple);
  return tuples;
}

/** Without sizes, which each saver has its own way to count. */
async function timelineOf(saver: BranchingSaver, ...[threadId, query]: Parameters<BranchingSaver['readTimeline']>) {
  const rows = await saver.readTimeline(threadId, query);
  return rows.map((row) => ({ ...row, changed: row.changed.map(({ channel }) => channel).toSorted() }));
}
