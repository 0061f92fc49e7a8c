import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import type { TimelineFilter, TimelineRow } from '../checkpoint/branching';
import type { RunnableConfig, TaskRecord } from '../checkpoint/checkpoint';
import { ERROR, INTERRUPT } from '../checkpoint/checkpoint';
import { runId } from '../checkpoint/ids';
import type { BranchingSaver } from '../checkpoint/saver';
import { put } from './foreign-put';
import type { SuiteContext } from './harness';
import { ThreadRecorder } from './thread-recorder';

/** More steps than a saver keeps between two full records of the versions. */
const _LONG = 150;

/** Reads that a debugger makes: without values, many states at once, and after the saver was opened again. */
export function timelineSuite({ it, saver, reopen }: SuiteContext): void {
  it('tells of each step what ran, what is next and what changed, without values', async () => {
    const run = new ThreadRecorder(saver(), runId());
    const run_id = runId();
    const root = await run.step(
      { list: [], __start__: 1, 'branch:to:work': 1, 'join:a+b:c': 1 },
      { metadata: { run_id } },
    );
    const commit = run.prepare(
      { list: ['a'], count: 1 },
      { next: ['work', 'work', 'other'], metadata: { mark: true } },
    );
    await saver().commitStep(commit);
    run.accept(commit);
    await run.step({}, { emptied: ['count'], next: [] });
    const rows = await timeline(saver(), run.threadId);
    deepStrictEqual(
      rows.map(({ checkpointId }) => checkpointId),
      [root, commit.checkpointId, run.tipId],
    );
    deepStrictEqual(
      rows.map(({ parentId }) => parentId),
      [null, root, commit.checkpointId],
    );
    deepStrictEqual(
      rows.map(({ step, source }) => [step, source]),
      [
        [-1, 'input'],
        [0, 'loop'],
        [1, 'loop'],
      ],
    );
    deepStrictEqual(
      rows.map(({ runId: id }) => id),
      [run_id, null, null],
    );
    deepStrictEqual(
      rows.map(({ next }) => next),
      [['work'], ['work', 'work', 'other'], []],
    );
    deepStrictEqual(rows[1]?.tasks, commit.tasks);
    equal(rows[1]?.createdAt, commit.createdAt);
    deepStrictEqual(
      rows.map(({ changed }) => changed.map(({ channel }) => channel).toSorted()),
      [['list'], ['count', 'list'], ['count']],
    );
    for (const { changed } of rows.slice(0, 2))
      for (const { bytes } of changed) ok(bytes > 0 && bytes < 100, `${bytes} bytes`);
    ok(rows.every(({ branchId }) => branchId === run.branchId));
  });

  it('tells how what follows each task was chosen, beside tasks of which nothing chose', async () => {
    const run = new ThreadRecorder(saver(), runId());
    await run.step({ a: 0 });
    const prepared = run.prepare({ a: 1 }, { siblings: ['other', 'third'] });
    const [first, second, third] = prepared.tasks;
    const routes = [
      { router: null, answers: [{ to: 'work', sends: 0 }], reads: [] },
      {
        router: 'pick',
        answers: [
          { to: 'yes', sends: 0 },
          { to: 'work', sends: 300 },
        ],
        reads: ['a', 'ä'],
      },
      { router: 'pick', answers: [], reads: [] },
    ];
    const commit = {
      ...prepared,
      tasks: [{ ...first, routes }, second, { ...third, routes: routes.slice(1) }] as TaskRecord[],
    };
    await saver().commitStep(commit);
    run.accept(commit);
    await run.step({ a: 2 });
    deepStrictEqual((await timeline(saver(), run.threadId))[1]?.tasks, commit.tasks);
    await reopen?.();
    deepStrictEqual((await timeline(saver(), run.threadId))[1]?.tasks, commit.tasks);
  });

  it('tells of steps whose records are long, between others', async () => {
    const run = new ThreadRecorder(saver(), runId());
    await run.step({ a: 0 });
    const siblings = new Array<string>(1_000).fill('sibling');
    const wide = run.prepare({ a: 1 }, { siblings });
    await saver().commitStep(wide);
    run.accept(wide);
    await run.step({ a: 2 }, { loneWrites: [['text', 'written '.repeat(10_000)]] });
    const last = run.prepare({ a: 3 });
    await saver().commitStep(last);
    const rows = await timeline(saver(), run.threadId);
    deepStrictEqual(
      rows.map(({ tasks }) => tasks.length),
      [0, 1_001, 1, 1],
    );
    deepStrictEqual(rows[1]?.tasks, wide.tasks);
    deepStrictEqual(rows[3]?.tasks, last.tasks);
    deepStrictEqual(
      rows.map(({ changed }) => changed.map(({ channel }) => channel)),
      [['a'], ['a'], ['a'], ['a']],
    );
  });

  it('tells of checkpoints whose ids are another engine’s, and of UUIDs that begin alike', async () => {
    const threadId = runId();
    const ids = ['0000', '0001', '1000'].map((part) => `1ef00000-0000-6000-8000-00000000${part}`);
    const texts = ['a', 'an id that is no UUID at all, and longer than one', 'ä'];
    let config: RunnableConfig = { configurable: { thread_id: threadId, checkpoint_ns: '' } };
    for (const id of [...ids, ...texts]) {
      const { checkpoint, metadata } = put({ a: 1 });
      config = await saver().put(config, { ...checkpoint, id }, metadata, checkpoint.channel_versions);
    }
    const rows = await timeline(saver(), threadId);
    deepStrictEqual(
      rows.map(({ checkpointId }) => checkpointId),
      [...ids, ...texts],
    );
    deepStrictEqual(
      rows.map(({ parentId }) => parentId),
      [null, ...ids, ...texts.slice(0, -1)],
    );
  });

  it('comes in pages, of all branches or of one', async () => {
    const original = new ThreadRecorder(saver(), runId());
    const ids: string[] = [];
    for (let step = 0; step < 6; step++) ids.push(await original.step({ a: step }));
    const fork = await original.forkAt(ids[2] as string);
    const forkIds = [await fork.step({ a: 'x' }), await fork.step({ a: 'y' })];
    const all = [...ids, ...forkIds];
    const found: string[] = [];
    for (let after: string | undefined; ; after = found.at(-1)) {
      const page = await saver().readTimeline(original.threadId, { limit: 3, ...(after !== undefined && { after }) });
      if (page.length === 0) break;
      found.push(...page.map(({ checkpointId }) => checkpointId));
    }
    deepStrictEqual(found, all);
    const own = await saver().readTimeline(original.threadId, { limit: 100, branchId: fork.branchId });
    deepStrictEqual(
      own.map(({ checkpointId, parentId }) => [checkpointId, parentId]),
      [
        [forkIds[0], ids[2]],
        [forkIds[1], forkIds[0]],
      ],
    );
    deepStrictEqual(await saver().readTimeline(runId(), { limit: 10 }), []);
    deepStrictEqual(await saver().readTimeline(original.threadId, { limit: 10, namespace: 'child' }), []);
  });

  it('finds steps by what they are, what ran in them and what they were marked with', async () => {
    const run = new ThreadRecorder(saver(), runId());
    const [input, work, both, marked] = [
      await run.step({ a: 0 }),
      await run.step({ a: 1 }, { node: 'work' }),
      await run.step({ a: 2 }, { node: 'work', siblings: ['"other"'] }),
      await run.step({ a: 3 }, { node: 'late', metadata: { milestone: true, tag: 'x', list: [1] } }),
    ];
    const fork = await run.forkAt(work as string);
    const edit = await fork.step({ a: 'edit' }, { node: 'work', metadata: { tag: ['x'] } });
    const found = async (filter: TimelineFilter, query: { branchId?: string; after?: string } = {}) =>
      (await saver().readTimeline(run.threadId, { ...query, filter, limit: 10 })).map((row) => row.checkpointId);
    deepStrictEqual(await found({}), [input, work, both, marked, edit]);
    deepStrictEqual(await found({ source: 'input' }), [input]);
    deepStrictEqual(await found({ source: 'loop' }), [work, both, marked]);
    deepStrictEqual(await found({ source: 'update' }), [edit]);
    deepStrictEqual(await found({ step: 1 }), [both, edit]);
    deepStrictEqual(await found({ step: 1 }, { branchId: run.branchId }), [both]);
    deepStrictEqual(await found({ node: 'work' }), [work, both, edit]);
    deepStrictEqual(await found({ node: 'work' }, { after: work as string }), [both, edit]);
    deepStrictEqual(await found({ node: '"other"' }), [both]);
    deepStrictEqual(await found({ node: 'other' }), []);
    deepStrictEqual(await found({ milestone: true }), [marked]);
    deepStrictEqual(await found({ metadata: { tag: 'x' } }), [marked]);
    deepStrictEqual(await found({ metadata: { tag: 'x' }, source: 'loop', node: 'late', step: 2 }), [marked]);
    deepStrictEqual(await found({ metadata: { tag: 'y' } }), []);
  });

  it('finds a step by any of the many nodes that ran in it', async () => {
    const run = new ThreadRecorder(saver(), runId());
    const names = Array.from({ length: 1_000 }, (_, index) => `a node with a long name, the one numbered ${index}`);
    await run.step({ a: 0 });
    const wide = await run.step({ a: 1 }, { node: 'first', siblings: names });
    for (const node of ['first', names[0], names[999]] as string[]) {
      const rows = await saver().readTimeline(run.threadId, { filter: { node }, limit: 10 });
      deepStrictEqual(
        rows.map((row) => row.checkpointId),
        [wide],
      );
    }
  });

  it('names the tasks that wait for an answer and those that failed, until they are done', async () => {
    const run = new ThreadRecorder(saver(), runId());
    await run.step({ a: 0 });
    const [asks, fails, works] = [runId(), runId(), runId()];
    const config = { configurable: { thread_id: run.threadId, checkpoint_ns: '', checkpoint_id: run.tipId } };
    await saver().putWrites(config, [[INTERRUPT, [{ id: 'q', value: 'go on?' }]]], asks);
    await saver().putWrites(config, [[ERROR, { name: 'Error', message: 'no' }]], fails);
    await saver().putWrites(config, [['a', 1]], works);
    const [waiting] = await timeline(saver(), run.threadId);
    deepStrictEqual([waiting?.interruptedTasks, waiting?.failedTasks], [[asks], [fails]]);
    await saver().putWrites(config, [['a', 2]], asks);
    await saver().putWrites(config, [['a', 3]], fails);
    const [done] = await timeline(saver(), run.threadId);
    deepStrictEqual([done?.interruptedTasks, done?.failedTasks], [[], []]);
  });
}

async function timeline(saver: BranchingSaver, threadId: string): Promise<TimelineRow[]> {
  return saver.readTimeline(threadId, { limit: 10_000 });
}
