import fc from 'fast-check';
import { expect } from 'vitest';
import type { PendingWrite } from '../checkpoint/checkpoint';
import { ERROR, INTERRUPT, RESUME } from '../checkpoint/checkpoint';
import { nextCheckpointId, runId } from '../checkpoint/ids';
import type { PruneOptions } from '../checkpoint/prune-options';
import type { BranchingSaver } from '../checkpoint/saver';
import { expectSameAnswers } from './saver-answers';
import type { Model } from './saver-model';
import { changed, commitOf, pick } from './saver-model';

/** The saver under test. */
export interface Real {
  saver: BranchingSaver;
  reopen(): Promise<void>;
}

type Run<Drawn> = (drawn: Drawn, model: Model, real: Real) => Promise<void>;

/** Numbers choose among what is there when the command runs, so that a sequence can be shrunk. */
const choice = fc.nat({ max: 60 });
/** Mostly the first thread, so that it grows branches upon branches. */
const thread = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, choice);
const changes = fc.array(
  fc.record({ channel: fc.constantFrom('text', 'list', 'record', 'count'), size: fc.nat({ max: 4 }) }),
  { maxLength: 3 },
);

const step = command(
  'step',
  fc.record({
    thread: fc.option(thread, { freq: 30 }),
    /** Null: goes on at the head's tip. */
    forksAt: fc.option(choice, { freq: 1 }),
    isAside: fc.boolean(),
    /** A graph inside has a state for each call, or keeps one over the thread. */
    graph: fc.constantFrom('root', 'root', 'call', 'thread'),
    within: choice,
    changes,
    isLone: fc.boolean(),
    drops: fc.constantFrom(false, false, false, true),
  }),
  async ({ thread, forksAt, isAside, graph, within, ...step }, model, { saver }) => {
    const { naive } = model;
    const threadId = (thread === null ? undefined : model.thread(thread)) ?? model.newThread();
    const host = graph === 'root' ? undefined : pick(naive.in(threadId, ''), within);
    const namespace = host === undefined ? '' : graph === 'call' ? `call:${host.checkpoint.id}` : 'thread';
    const there = naive.in(threadId, namespace);
    const head = naive.readBranches(threadId, namespace).find(({ isHead }) => isHead);
    const tip = there.find(({ checkpoint }) => checkpoint.id === head?.tipId);
    const parent = forksAt === null ? tip : pick(there, forksAt);
    const place = { threadId, namespace, host, parent, isExtension: parent === tip, isAside };
    const commit = commitOf(model, place, step);
    await saver.commitStep(commit);
    naive.commitStep(commit);
  },
);

const put = command(
  'put',
  fc.record({ thread, at: fc.option(choice), changes }),
  async ({ thread, at, changes }, model, { saver }) => {
    const threadId = model.thread(thread) ?? model.newThread();
    const parent = at === null ? undefined : pick(model.naive.in(threadId, ''), at);
    const before = parent?.checkpoint;
    const { newVersions, newValues } = changed(parent, changes);
    const values = { ...before?.channel_values };
    for (const channel of Object.keys(newVersions)) delete values[channel];
    const checkpoint = {
      v: 4,
      id: nextCheckpointId(),
      ts: new Date(model.now()).toISOString(),
      channel_values: { ...values, ...newValues },
      channel_versions: { ...before?.channel_versions, ...newVersions },
      versions_seen: { other: newVersions },
    };
    const parentId = before?.id ?? null;
    const config = { configurable: { thread_id: threadId, checkpoint_ns: '', checkpoint_id: parentId ?? undefined } };
    const metadata = { source: 'loop', step: (parent?.metadata.step ?? -2) + 1, parents: {}, mark: 1 } as const;
    const placed = await saver.put(config as never, checkpoint, metadata, newVersions);
    // A branch that this started has an id of the saver's choice.
    const branchId = (await saver.readTuple(placed))?.position?.branchId as string;
    const changedChannels = Object.keys(newVersions);
    model.naive.put({ threadId, parentId, branchId }, { checkpoint, metadata, changed: changedChannels });
  },
);

const WRITES: Record<string, PendingWrite[]> = {
  done: [
    ['text', 'written'],
    ['count', undefined],
  ],
  asks: [[INTERRUPT, [{ id: 'q', value: 'go on?' }]]],
  fails: [[ERROR, { name: 'Error', message: 'no' }]],
  answered: [[RESUME, ['yes']]],
  'taken back': [
    [INTERRUPT, null],
    [ERROR, null],
  ],
};

const writes = command(
  'writes',
  fc.record({ thread, at: choice, task: fc.nat({ max: 2 }), what: fc.constantFrom(...Object.keys(WRITES)) }),
  async ({ thread, at, task, what }, model, { saver }) => {
    const threadId = model.thread(thread) ?? '';
    // The latest first: a small choice is a tip, as with the engine.
    const chosen = pick(model.naive.all(threadId).toReversed(), at);
    if (chosen === undefined) return;
    const { namespace, checkpoint } = chosen;
    const taskId = `00000000-0000-5000-8000-00000000000${task}`;
    const config = { configurable: { thread_id: threadId, checkpoint_ns: namespace, checkpoint_id: checkpoint.id } };
    const pending = WRITES[what] as PendingWrite[];
    await saver.putWrites(config, pending, taskId);
    model.naive.putWrites(chosen, pending, taskId);
  },
);

const copy = command('copy', fc.record({ thread: choice }), async ({ thread }, model, { saver }) => {
  const threadId = model.thread(thread);
  if (threadId === undefined) return;
  const copyId = model.newThread();
  await saver.copyThread(threadId, copyId);
  model.naive.copyThread(threadId, copyId);
  await expectSameAnswers(model, saver);
});

const prune = command(
  'prune',
  fc.record({
    /** So many of the last checkpoints of a thread are young. */
    young: fc.option(fc.nat({ max: 8 })),
    keepLast: fc.option(fc.integer({ min: 1, max: 3 })),
    keepHeads: fc.boolean(),
    dryRun: fc.constantFrom(false, false, true),
    onlyThread: fc.option(choice),
  }),
  async ({ young, keepLast, keepHeads, dryRun, onlyThread }, model, { saver }) => {
    const only = onlyThread === null ? undefined : model.thread(onlyThread);
    const some = model.naive.all(only ?? model.thread(0) ?? '');
    const oldest = young === null ? undefined : some.at(-1 - young);
    const options: PruneOptions = {
      threadIds: only === undefined ? model.threadIds : [only, runId()],
      ...(oldest !== undefined && { olderThan: new Date(oldest.createdAt) }),
      ...((keepLast !== null || oldest === undefined) && { keepLast: keepLast ?? 1 }),
      keepHeads,
      dryRun,
    };
    const foretold = await saver.prune({ ...options, dryRun: true });
    const report = dryRun ? foretold : await saver.prune(options);
    expect(report).toEqual(foretold);
    expect(
      report.threads.map(({ threadId, checkpoints, branches, isGone }) => ({
        threadId,
        checkpoints,
        branches,
        isGone,
      })),
    ).toEqual(model.naive.prune(options));
    await expectSameAnswers(model, saver);
  },
);

const remove = command('delete', fc.record({ thread: choice }), async ({ thread }, model, { saver }) => {
  const threadId = model.thread(thread);
  if (threadId === undefined) return;
  await saver.deleteThread(threadId);
  model.naive.deleteThread(threadId);
});

const branch = command(
  'branch',
  fc.record({
    thread,
    branch: choice,
    change: fc.constantFrom<{ name?: string; hidden?: boolean; isHead?: true }>(
      { name: 'other' },
      { hidden: true },
      { isHead: true },
      { isHead: true },
    ),
  }),
  async ({ thread, branch, change }, model, { saver }) => {
    const threadId = model.thread(thread) ?? '';
    const chosen = pick(model.naive.threads.get(threadId)?.branches ?? [], branch);
    if (chosen === undefined) return;
    await saver.updateBranch(threadId, chosen.branchId, change);
    model.naive.updateBranch(threadId, chosen.branchId, change);
  },
);

const reopen = command('reopen', fc.record({}), async (_, model, real) => {
  await real.reopen();
  await expectSameAnswers(model, real.saver);
});

/** Steps are many, deletions few. */
export const saverCommands = fc.commands(
  [step, step, step, step, step, step, put, writes, writes, copy, prune, prune, remove, branch, branch, reopen],
  { maxCommands: 30, size: 'max' },
);

function command<Drawn>(
  name: string,
  drawing: fc.Arbitrary<Drawn>,
  run: Run<Drawn>,
): fc.Arbitrary<fc.AsyncCommand<Model, Real>> {
  return drawing.map((drawn) => ({
    check: () => true,
    run: (model, real) => run(drawn, model, real),
    toString: () => `${name}(${JSON.stringify(drawn)})`,
  }));
}
