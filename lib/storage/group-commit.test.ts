import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { StepCommit } from '@/engine';
import { Annotation, Send, START, StateGraph } from '@/engine';
import { ThreadRecorder } from '@/engine/testing/thread-recorder';
import { PostgresSaver } from './postgres';
import { SqliteSaver } from './sqlite';
import type { Strand } from './step-group';
import { newPostgresSchema, newSqliteFile, testPostgresUrl } from './test-databases';

type Saver = SqliteSaver | PostgresSaver;

/** Shows each group before it is saved: how many steps and writes its strands have. It may throw instead, or behind it. */
interface Watched {
  saver: Saver;
  groups: [steps: number, writes: number][][];
  onGroup: (() => void) | null;
  onSaved: (() => void) | null;
}

function watchedSqlite(url: string): Watched {
  const saver = new (class extends SqliteSaver {
    protected override writeGroup(strands: readonly Strand[]) {
      note(watched, strands);
      const outcomes = super.writeGroup(strands);
      watched.onSaved?.();
      return outcomes;
    }
  })(SqliteSaver.fromConnString(url).database);
  const watched: Watched = { saver, groups: [], onGroup: null, onSaved: null };
  return watched;
}

function watchedPostgres(url: string): Watched {
  const saver = new (class extends PostgresSaver {
    protected override async writeGroup(strands: readonly Strand[]) {
      note(watched, strands);
      const outcomes = await super.writeGroup(strands);
      watched.onSaved?.();
      return outcomes;
    }
  })(PostgresSaver.fromConnString(url).database);
  const watched: Watched = { saver, groups: [], onGroup: null, onSaved: null };
  return watched;
}

function note(watched: Watched, strands: readonly Strand[]): void {
  watched.groups.push(strands.map(({ steps, writes }) => [steps.length, writes.length]));
  watched.onGroup?.();
}

const databases = [
  { name: 'SQLite', make: async () => newSqliteFile(), watch: watchedSqlite },
  ...(testPostgresUrl ? [{ name: 'PostgreSQL', make: newPostgresSchema, watch: watchedPostgres }] : []),
];

const mayWait = (commit: StepCommit): StepCommit => ({ ...commit, mayWait: true });
const configOf = (threadId: string) => ({ configurable: { thread_id: threadId } });
const State = Annotation.Root({
  count: Annotation<number>({ reducer: (a, b) => a + b, default: () => 0 }),
});

describe.each(databases)('group commit on $name', ({ make, watch }) => {
  let place: Awaited<ReturnType<typeof make>>;
  let watched: Watched;
  let threads = 0;
  const newThread = () => `thread-${threads++}`;

  beforeAll(async () => {
    place = await make();
    watched = watch(place.url);
    await watched.saver.getTuple(configOf('nobody'));
  });
  afterAll(async () => {
    await watched.saver.end();
    await place.remove();
  });

  /** Nothing is saved for having waited long, only when the event loop turns. */
  const stopClock = () => vi.useFakeTimers({ toFake: ['performance'] });
  afterEach(() => vi.useRealTimers());

  /** A thread with its first step, and steps that are handed over without waiting for any. */
  async function started(threadId = newThread()) {
    const run = new ThreadRecorder(watched.saver, threadId);
    await run.step({ a: 0 });
    const handOver = (value: unknown, step = {}): Promise<void> => {
      const commit = mayWait(run.prepare({ a: value }, step));
      const saved = Promise.resolve(watched.saver.commitStep(commit));
      saved.catch(() => {});
      run.accept(commit);
      return saved;
    };
    return { run, handOver };
  }

  const stepsOf = async (threadId: string) => (await watched.saver.readTimeline(threadId, { limit: 1000 })).length;
  const latest = async (threadId: string) =>
    (await watched.saver.getTuple(configOf(threadId)))?.checkpoint.channel_values.a;

  it('lets a read see what was handed over before it', async () => {
    const { run, handOver } = await started();
    for (let value = 1; value <= 20; value++) void handOver(value);
    expect(await latest(run.threadId)).toBe(20);
    void handOver(21);
    expect(await stepsOf(run.threadId)).toBe(22);
    void handOver(22);
    expect((await watched.saver.readTuples(run.threadId, [run.tipId]))[0]?.checkpoint.channel_values.a).toBe(22);
    void handOver(23);
    expect((await watched.saver.readBranches(run.threadId))[0]?.tipId).toBe(run.tipId);
    void handOver(24);
    const listed = [];
    for await (const { checkpoint } of watched.saver.list(configOf(run.threadId), { limit: 1 }))
      listed.push(checkpoint);
    expect(listed[0]?.id).toBe(run.tipId);
  });

  it('saves steps of several threads in one transaction, each with its writes and values', async () => {
    const runs = await Promise.all([started(), started(), started()]);
    watched.groups.length = 0;
    stopClock();
    const long = 'x'.repeat(100);
    const saved = runs.flatMap(({ handOver }, who) => [
      handOver({ who, long }, { loneWrites: [['a', who]] }),
      handOver(`${who} "done" \\`, { loneWrites: [['a', long]] }),
    ]);
    await Promise.all(saved);
    expect(watched.groups).toEqual([runs.map(() => [2, 0])]);
    for (const [who, { run }] of runs.entries()) {
      const history = [];
      for await (const tuple of watched.saver.list(configOf(run.threadId))) history.push(tuple);
      expect(history.map(({ checkpoint }) => checkpoint.channel_values.a)).toEqual([
        `${who} "done" \\`,
        { who, long },
        0,
      ]);
      expect(history.map(({ pendingWrites }) => pendingWrites.map(([, , value]) => value))).toEqual([
        [],
        [long],
        [who],
      ]);
    }
  });

  it('begins threads together, each with the steps that follow, in one transaction', async () => {
    const runs = Array.from({ length: 3 }, () => new ThreadRecorder(watched.saver, newThread()));
    watched.groups.length = 0;
    stopClock();
    const saved = runs.flatMap((run) =>
      [0, 1, 2].map((value) => {
        const commit = mayWait(run.prepare({ a: value }));
        run.accept(commit);
        return watched.saver.commitStep(commit);
      }),
    );
    await Promise.all(saved);
    expect(watched.groups).toEqual([runs.map(() => [3, 0])]);
    for (const { threadId, branchId, tipId } of runs) {
      expect(await watched.saver.readBranches(threadId)).toEqual([
        expect.objectContaining({
          branchId,
          tipId,
          name: 'main',
          isHead: true,
          origin: 'input',
          forkCheckpointId: null,
        }),
      ]);
      expect(await stepsOf(threadId)).toBe(3);
      expect(await latest(threadId)).toBe(2);
    }
  });

  it('lets one of two begin a thread, and fails the other with all that builds on it', async () => {
    const threadId = newThread();
    const [first, second] = [new ThreadRecorder(watched.saver, threadId), new ThreadRecorder(watched.saver, threadId)];
    stopClock();
    const saved = [first, second, first, second].map((run, index) => {
      const commit = mayWait(run.prepare({ a: index }));
      run.accept(commit);
      return Promise.resolve(watched.saver.commitStep(commit));
    });
    const ends = (await Promise.allSettled(saved)).map((end) =>
      end.status === 'rejected' ? end.reason.code : 'saved',
    );
    expect(ends).toEqual(['saved', 'THREAD_CONFLICT', 'saved', 'THREAD_CONFLICT']);
    expect(await stepsOf(threadId)).toBe(2);
    expect((await watched.saver.readBranches(threadId)).map(({ branchId }) => branchId)).toEqual([first.branchId]);
  });

  it('saves the input of a run, and its steps, in one transaction when no node waits', async () => {
    const graph = new StateGraph(State)
      .addNode('one', () => ({ count: 1 }))
      .addNode('two', () => ({ count: 1 }))
      .addEdge(START, 'one')
      .addEdge('one', 'two')
      .compile({ checkpointer: watched.saver });
    watched.groups.length = 0;
    stopClock();
    expect(await graph.invoke({ count: 1 }, configOf(newThread()))).toEqual({ count: 3 });
    expect(watched.groups).toEqual([[[4, 0]]]);
  });

  it('fails the steps of a branch that moved on, each of them, and saves the others of the group', async () => {
    const [good, lost, alsoGood] = await Promise.all([started(), started(), started()]);
    const other = lost.run.prepare({ a: 'of another' });
    await watched.saver.commitStep(other);
    watched.groups.length = 0;
    stopClock();
    const saved = [good.handOver(1), lost.handOver(1), alsoGood.handOver(1), lost.handOver(2), good.handOver(2)];
    const codes = (await Promise.allSettled(saved)).map((result) =>
      result.status === 'fulfilled' ? 'saved' : result.reason.code,
    );
    expect(codes).toEqual(['saved', 'THREAD_CONFLICT', 'saved', 'THREAD_CONFLICT', 'saved']);
    expect(watched.groups[0]?.length).toBe(3);
    expect(await latest(good.run.threadId)).toBe(2);
    expect(await latest(alsoGood.run.threadId)).toBe(1);
    expect(await latest(lost.run.threadId)).toBe('of another');
    expect(await stepsOf(lost.run.threadId)).toBe(2);
  });

  it('fails a step whose id is taken, alone', async () => {
    const [good, bad] = await Promise.all([started(), started()]);
    stopClock();
    const commit = mayWait(bad.run.prepare({ a: 'again' }));
    const taken = Promise.resolve(watched.saver.commitStep({ ...commit, checkpointId: bad.run.tipId }));
    const saved = good.handOver(1);
    await expect(taken).rejects.toMatchObject({ code: 'THREAD_CONFLICT' });
    await saved;
    expect([await latest(good.run.threadId), await latest(bad.run.threadId)]).toEqual([1, 0]);
  });

  it('saves nothing behind a group that failed, no writes either, and goes on from what is saved', async () => {
    const { run, handOver } = await started();
    const tip = run.tipId;
    watched.onGroup = () => {
      watched.onGroup = null;
      throw new Error('disk full');
    };
    const first = handOver(1);
    await expect(first).rejects.toThrow('disk full');
    const behind = watched.saver.putWrites(
      { configurable: { thread_id: run.threadId, checkpoint_ns: '', checkpoint_id: run.tipId } },
      [['a', 'slipped in']],
      '00000000-0000-5000-8000-000000000001',
    );
    const next = handOver(2);
    await expect(behind).rejects.toThrow('disk full');
    await expect(next).rejects.toMatchObject({ code: 'CHECKPOINT_NOT_FOUND' });
    expect((await watched.saver.readBranches(run.threadId))[0]?.tipId).toBe(tip);
    const again = await started(newThread());
    await again.handOver(1);
    expect(await latest(again.run.threadId)).toBe(1);
  });

  it('gives a run whose group failed the error, and its thread goes on from the last step that is saved', async () => {
    const threadId = newThread();
    const graph = new StateGraph(State)
      .addNode('again', () => ({ count: 1 }))
      .addEdge(START, 'again')
      .addConditionalEdges('again', ({ count }) => (count < 900 ? 'again' : '__end__'), ['again', '__end__'])
      .compile({ checkpointer: watched.saver });
    let groups = 0;
    watched.onGroup = () => {
      groups += 1;
      if (groups === 3) throw new Error('disk full');
    };
    const config = { ...configOf(threadId), recursionLimit: 1000, durability: 'async' as const };
    await expect(graph.invoke({}, config)).rejects.toThrow('disk full');
    watched.onGroup = null;
    const steps = await watched.saver.readTimeline(threadId, { limit: 2000 });
    expect(steps.length).toBeLessThan(900);
    expect(steps.map(({ parentId }) => parentId)).toEqual([
      null,
      ...steps.slice(0, -1).map(({ checkpointId }) => checkpointId),
    ]);
    expect(await graph.invoke(null, config)).toEqual({ count: 900 });
  });

  it('goes on from a group that was saved although its answer was lost', async () => {
    const graph = new StateGraph(State)
      .addNode('plan', () => ({ count: 0 }))
      .addNode('work', async () => ({ count: 1 }))
      .addEdge(START, 'plan')
      .addConditionalEdges('plan', () => [new Send('work', {}), new Send('work', {})], ['work'])
      .addConditionalEdges('work', ({ count }) => (count < 19 ? 'plan' : '__end__'), ['plan', '__end__'])
      .compile({ checkpointer: watched.saver });
    const config = { ...configOf(newThread()), recursionLimit: 1000, durability: 'async' as const };
    let losses = 0;
    watched.onSaved = () => {
      if (watched.groups.at(-1)?.every(([steps]) => steps === 0)) return;
      losses += 1;
      throw new Error('connection lost');
    };
    const lives = [];
    for (let life = 0; life < 100 && lives.at(-1) !== 20; life++) {
      lives.push(await graph.invoke(life === 0 ? {} : null, config).then(({ count }) => count, String));
    }
    watched.onSaved = null;
    expect(losses).toBeGreaterThan(1);
    expect(new Set(lives)).toEqual(new Set(['Error: connection lost', 20]));
  });

  it('takes what a fan-out wrote, and the step that includes it, in a few transactions', async () => {
    const graph = new StateGraph(State)
      .addNode('plan', () => ({ count: 0 }))
      .addNode('work', async () => ({ count: 1 }))
      .addEdge(START, 'plan')
      .addConditionalEdges('plan', () => Array.from({ length: 100 }, () => new Send('work', {})), ['work'])
      .compile({ checkpointer: watched.saver });
    watched.groups.length = 0;
    const config = { ...configOf(newThread()), durability: 'async' as const };
    expect(await graph.invoke({}, config)).toEqual({ count: 100 });
    expect(watched.groups.flat().reduce((sum, [, writes]) => sum + writes, 0)).toBe(100);
    expect(watched.groups.length).toBeLessThan(20);
  });

  it('tells of a step only once it is durable', async () => {
    const graph = new StateGraph(State)
      .addNode('again', () => ({ count: 1 }))
      .addEdge(START, 'again')
      .addConditionalEdges('again', ({ count }) => (count < 30 ? 'again' : '__end__'), ['again', '__end__'])
      .compile({ checkpointer: watched.saver });
    const threadId = newThread();
    const reader = watch(place.url);
    const config = { ...configOf(threadId), recursionLimit: 1000, durability: 'async' as const };
    let told = 0;
    for await (const event of await graph.stream({}, { ...config, streamMode: 'checkpoints' })) {
      const { config: at } = event as { config: ReturnType<typeof configOf> };
      expect(await reader.saver.getTuple(at)).toBeDefined();
      told += 1;
    }
    expect(told).toBe(32);
    await reader.saver.end();
  });

  it('saves what waits when it is closed', async () => {
    const own = watch(place.url);
    const threadId = newThread();
    const run = new ThreadRecorder(own.saver, threadId);
    await run.step({ a: 0 });
    const saved = Promise.resolve(own.saver.commitStep(mayWait(run.prepare({ a: 1 }))));
    await own.saver.end();
    await saved;
    expect(await latest(threadId)).toBe(1);
  });

  it('keeps the order of steps on a checkpoint that it has not read lately', async () => {
    const { run } = await started();
    const own = watch(place.url);
    const commits = [1, 2, 3].map((value) => {
      const commit = mayWait(run.prepare({ a: value }));
      run.accept(commit);
      return Promise.resolve(own.saver.commitStep(commit));
    });
    await Promise.all(commits);
    expect(await latest(run.threadId)).toBe(3);
    await own.saver.end();
  });

  it('keeps of a task that writes twice the first regular writes and the last reserved ones', async () => {
    const { run } = await started();
    const config = { configurable: { thread_id: run.threadId, checkpoint_ns: '', checkpoint_id: run.tipId } };
    const task = '00000000-0000-5000-8000-000000000002';
    await Promise.all([
      watched.saver.putWrites(config, [['a', 1]], task),
      watched.saver.putWrites(config, [['__error__', 'first']], task),
      watched.saver.putWrites(
        config,
        [
          ['a', 2],
          ['b', 3],
        ],
        task,
      ),
      watched.saver.putWrites(config, [['__error__', 'last']], task),
    ]);
    const { pendingWrites = [] } = (await watched.saver.getTuple(config)) ?? {};
    expect(pendingWrites.map(([, channel, value]) => [channel, value])).toEqual([
      ['__error__', 'last'],
      ['a', 1],
      ['b', 3],
    ]);
  });
});

describe.runIf(testPostgresUrl)('on PostgreSQL', () => {
  it('fails a step with a value that it can’t hold, alone', async () => {
    const own = await newPostgresSchema();
    const saver = PostgresSaver.fromConnString(own.url);
    const [good, bad] = [new ThreadRecorder(saver, 'good'), new ThreadRecorder(saver, 'bad')];
    await good.step({ a: 0 });
    await bad.step({ a: 0 });
    const commit = mayWait(bad.prepare({ a: 1 }, { next: ['nul'] }));
    const refused = Promise.resolve(
      saver.commitStep({ ...commit, placement: { ...commit.placement, branchId: 'nul\0' } }),
    );
    const saved = saver.commitStep(mayWait(good.prepare({ a: 1 })));
    await expect(refused).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await saved;
    expect((await saver.getTuple(configOf('good')))?.checkpoint.channel_values.a).toBe(1);
    await saver.end();
    await own.remove();
  });
});
