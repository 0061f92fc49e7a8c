import { deepStrictEqual, equal } from 'node:assert/strict';
import type { PendingWrite } from '../checkpoint/checkpoint';
import { ERROR, INTERRUPT, RESUME } from '../checkpoint/checkpoint';
import { runId } from '../checkpoint/ids';
import { put, read } from './foreign-put';
import type { SuiteContext } from './harness';
import { ThreadRecorder } from './thread-recorder';

/** What tasks have written on a checkpoint before its step is complete. */
export function writesSuite({ it, saver }: SuiteContext): void {
  it('keeps the first of two regular writes at an index, and the last of a reserved one', async () => {
    const { config, checkpoint, metadata } = put({ a: 1 });
    const stored = await saver().put(config, checkpoint, metadata, { a: 1 });
    const task = runId();
    await saver().putWrites(
      stored,
      [
        ['a', 'one'],
        ['a', 'two'],
      ],
      task,
    );
    await saver().putWrites(
      stored,
      [
        ['b', 'late'],
        ['b', 'later'],
        ['c', 'three'],
      ],
      task,
    );
    for (const value of ['first', 'last']) {
      await saver().putWrites(stored, [[INTERRUPT, value]], task);
      await saver().putWrites(
        stored,
        [
          [RESUME, [value]],
          [ERROR, { message: value }],
        ],
        task,
      );
    }
    const { pendingWrites } = await read(saver(), stored);
    const regular = pendingWrites.filter(([, channel]) => !channel.startsWith('__'));
    deepStrictEqual(regular, [
      [task, 'a', 'one'],
      [task, 'a', 'two'],
      [task, 'c', 'three'],
    ]);
    const reserved = new Map(pendingWrites.filter(([, channel]) => channel.startsWith('__')).map(([, c, v]) => [c, v]));
    deepStrictEqual(
      reserved,
      new Map<string, unknown>([
        [RESUME, ['last']],
        [INTERRUPT, 'last'],
        [ERROR, { message: 'last' }],
      ]),
    );
    equal(pendingWrites.length, 6);
  });

  it('reads the writes of many checkpoints without their states', async () => {
    const run = new ThreadRecorder(saver(), runId());
    const long = 'text '.repeat(50);
    const ids = [await run.step({ small: 1 })];
    for (let step = 0; step < 5; step++) {
      const added = { text: `${long}${step}` };
      const loneWrites: PendingWrite[] = [
        ['small', step],
        ['list', [added]],
      ];
      const list = [...((run.values.list as unknown[] | undefined) ?? []), added];
      ids.push(await run.step({ small: step, list }, { node: 'work', loneWrites }));
    }
    const tip = { configurable: { thread_id: run.threadId, checkpoint_ns: '', checkpoint_id: run.tipId } };
    await saver().putWrites(tip, [['small', 9]], runId());
    const written = await saver().readWrites(run.threadId, [...ids, runId()]);
    equal(written.length, ids.length);
    for (const { checkpointId, writes } of written) {
      const [tuple] = await saver().readTuples(run.threadId, [checkpointId]);
      deepStrictEqual(writes, tuple?.pendingWrites);
      equal(writes.length, checkpointId === run.tipId ? 1 : 2);
    }
  });

  it('keeps writes of more than ten of a task in order, and tasks apart', async () => {
    const { config, checkpoint, metadata } = put({ a: 1 });
    const stored = await saver().put(config, checkpoint, metadata, { a: 1 });
    const tasks = [runId(), 'any text', runId()];
    const values = Array.from({ length: 12 }, (_, index) => index);
    for (const task of tasks)
      await saver().putWrites(
        stored,
        values.map((value) => ['a', value]),
        task,
      );
    const { pendingWrites } = await read(saver(), stored);
    for (const task of tasks) {
      deepStrictEqual(
        pendingWrites.filter(([id]) => id === task).map(([, , value]) => value),
        values,
      );
    }
  });

  it('reads tasks by their id, and after these tasks with a path, by their path', async () => {
    const { config, checkpoint, metadata } = put({ a: 1 });
    const stored = await saver().put(config, checkpoint, metadata, { a: 1 });
    const tasks = [runId(), runId(), runId(), runId()].toSorted().reverse() as [string, string, string, string];
    await saver().putWrites(
      stored,
      [
        ['a', 4],
        ['b', 5],
      ],
      tasks[1],
      '~__pregel_pull, second',
    );
    await saver().putWrites(stored, [['a', 3]], tasks[0], '~__pregel_pull, first');
    await saver().putWrites(stored, [['a', 2]], tasks[2]);
    await saver().putWrites(stored, [['a', 1]], tasks[3], '');
    const tuple = await read(saver(), stored);
    deepStrictEqual(tuple.pendingWrites, [
      [tasks[3], 'a', 1],
      [tasks[2], 'a', 2],
      [tasks[0], 'a', 3],
      [tasks[1], 'a', 4],
      [tasks[1], 'b', 5],
    ]);
    await saver().putWrites(stored, [['c', 6]], tasks[1], '~__pregel_pull, second');
    deepStrictEqual((await read(saver(), stored)).pendingWrites, tuple.pendingWrites);
  });

  it('takes a reserved write back when it is written as null, in the timeline too', async () => {
    const { config, checkpoint, metadata } = put({ a: 1 });
    const stored = await saver().put(config, checkpoint, metadata, { a: 1 });
    const threadId = config.configurable?.thread_id as string;
    const task = runId();
    const timeline = async () => {
      const [row] = await saver().readTimeline(threadId, { limit: 1 });
      return [row?.failedTasks, row?.interruptedTasks];
    };
    await saver().putWrites(stored, [[ERROR, { message: 'failed' }]], task);
    deepStrictEqual(await timeline(), [[task], []]);
    await saver().putWrites(
      stored,
      [
        [ERROR, null],
        [INTERRUPT, 'asked'],
      ],
      task,
    );
    deepStrictEqual((await read(saver(), stored)).pendingWrites, [[task, INTERRUPT, 'asked']]);
    deepStrictEqual(await timeline(), [[], [task]]);
  });

  it('gives a lone task’s writes back as they were, whatever its channels made of them', async () => {
    const long = 'a text that is long enough to be kept in a row of its own, and longer';
    const run = new ThreadRecorder(saver(), runId());
    const first = { list: [{ id: '0', text: long }], text: long, set: { text: long }, count: 1 };
    let before = await run.step(first);
    const added = { text: `${long}!`, when: new Date(7) };
    const steps: { changes: Record<string, unknown>; writes: PendingWrite[] }[] = [
      { changes: { list: [...first.list, added] }, writes: [['list', [added]]] },
      { changes: { list: [...first.list, added, { id: '2', ...added }] }, writes: [['list', [added]]] },
      { changes: { list: [added] }, writes: [['list', [{ text: 'another' }]]] },
      { changes: { text: `${long} ${long}` }, writes: [['text', ` ${long}`]] },
      { changes: { set: { text: `${long}?` } }, writes: [['set', { text: `${long}?` }]] },
      { changes: { set: { text: `${long}?` } }, writes: [['set', { text: `${long}?` }]] },
      {
        changes: { count: 3, list: [added, 1, 2] },
        writes: [
          ['count', 2],
          ['list', 1],
          ['list', [2]],
          ['gone', undefined],
        ],
      },
    ];
    const checkpoints: string[] = [];
    for (const { changes, writes } of steps) {
      checkpoints.push(before);
      before = await run.step(changes, { loneWrites: writes });
    }
    const tuples = await saver().readTuples(run.threadId, checkpoints);
    const written = tuples.map(({ pendingWrites }) => pendingWrites.map(([, channel, value]) => [channel, value]));
    deepStrictEqual(
      written,
      steps.map(({ writes }) => writes),
    );
  });
}
