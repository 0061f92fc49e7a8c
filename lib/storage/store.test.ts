import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Annotation, END, interrupt, START, StateGraph } from '@/engine';
import { openStore } from './open-store';
import { PostgresSaver } from './postgres';
import type { SqlSaver } from './sql-saver';
import { SqliteSaver } from './sqlite';
import type { RunRecord, Store } from './store';
import type { TestDatabase } from './test-databases';
import { newPostgresSchema, newSqliteFile, testPostgresUrl } from './test-databases';

describe('the store on SQLite', () => suite(async () => newSqliteFile(), SqliteSaver.fromConnString));
describe.runIf(testPostgresUrl)('the store on PostgreSQL', () =>
  suite(newPostgresSchema, PostgresSaver.fromConnString),
);

function suite(
  newDatabase: () => Promise<TestDatabase>,
  newSaver: (url: string) => SqlSaver & { end(): Promise<void> },
) {
  let place: TestDatabase;
  let store: Store;
  let threads = 0;
  const newThread = () => `thread-${++threads}`;

  beforeAll(async () => {
    place = await newDatabase();
    store = await openStore(place.url);
  });
  afterAll(async () => {
    await store.close();
    await place.remove();
  });

  const start = (threadId: string, graph: ReturnType<typeof asking>, saver = store.saver) => {
    const compiled = graph.compile({ checkpointer: saver });
    compiled.name = 'asking';
    return compiled.invoke({ log: ['in'] }, { configurable: { thread_id: threadId } });
  };

  describe('threads', () => {
    it('are created once and read back', async () => {
      const threadId = newThread();
      const metadata = { owner: 'ann', nested: { nul: 'a\u0000b', half: '\ud800' }, mark: '\ue000' };
      const created = await store.threads.create({ threadId, graphId: 'g', metadata });
      expect(created).toMatchObject({ threadId, graphId: 'g', metadata, config: {}, status: 'idle', head: null });
      expect(created).toMatchObject({ checkpointCount: 0, branchCount: 0, lastRun: null });
      expect(await store.threads.create({ threadId, metadata: {} })).toBeNull();
      expect(await store.threads.get(threadId)).toEqual(created);
      expect(await store.threads.get('nobody')).toBeNull();
    });

    it('merge metadata key by key, also when two change it at once', async () => {
      const threadId = newThread();
      await store.threads.create({ threadId, metadata: { kept: { deep: 1 }, gone: 1 } });
      await Promise.all([
        store.threads.update(threadId, { metadata: { gone: null, a: 1 } }),
        store.threads.update(threadId, { metadata: { b: [2] }, config: { tags: ['x'] } }),
      ]);
      const thread = await store.threads.get(threadId);
      expect(thread?.metadata).toEqual({ kept: { deep: 1 }, gone: null, a: 1, b: [2] });
      expect(thread?.config).toEqual({ tags: ['x'] });
      expect(await store.threads.update('nobody', { metadata: {} })).toBeNull();
    });

    it('that a script records appear with graph, counts and the question that waits', async () => {
      const threadId = newThread();
      const script = newSaver(place.url);
      await start(threadId, asking(), script);
      const thread = await store.threads.get(threadId);
      expect(thread).toMatchObject({ graphId: 'asking', status: 'interrupted', branchCount: 1, lastRun: null });
      const [tip] = (await store.saver.readTimeline(threadId, { limit: 100 })).slice(-1);
      expect(thread?.head).toMatchObject({ tipId: tip?.checkpointId, next: ['ask'], failedTasks: [] });
      expect(thread?.head?.interruptedTasks).toEqual(tip?.interruptedTasks);
      expect(thread?.head?.interruptedTasks).toHaveLength(1);
      expect(thread?.checkpointCount).toBe((await store.saver.readTimeline(threadId, { limit: 100 })).length);
      await script.end();
    });

    it('are failed by a failed task, busy while a run lives, and idle at the end', async () => {
      const failed = newThread();
      await expect(start(failed, asking('throws'))).rejects.toThrow('no luck');
      const thread = await store.threads.get(failed);
      expect(thread?.status).toBe('error');
      expect(thread?.head?.failedTasks).toHaveLength(1);
      const done = newThread();
      await start(done, asking('passes'));
      expect((await store.threads.get(done))?.status).toBe('idle');
      const live = newRun(done);
      await store.runs.claim(live, { claimsThread: true });
      expect((await store.threads.get(done))?.status).toBe('busy');
      const [error, metadata] = [{ name: 'E', message: 'm' }, { at: { the: 'end' } }];
      await store.runs.update(done, live.runId, { status: 'error', reason: 'x', error, metadata });
      expect(await store.runs.get(done, live.runId)).toMatchObject({ error, metadata });
      expect(await store.threads.get(done)).toMatchObject({
        status: 'error',
        lastRun: { runId: live.runId, status: 'error', reason: 'x' },
      });
    });

    it('wait, and have not failed, when a task that failed runs again and asks', async () => {
      const threadId = newThread();
      await expect(start(threadId, asking('throws'))).rejects.toThrow('no luck');
      await asking()
        .compile({ checkpointer: store.saver })
        .invoke(null, { configurable: { thread_id: threadId } });
      const thread = await store.threads.get(threadId);
      expect(thread).toMatchObject({ status: 'interrupted', head: { failedTasks: [] } });
      expect(thread?.head?.interruptedTasks).toHaveLength(1);
    });

    it('are searched by text, graph, status and metadata, in pages', async () => {
      for (const number of [1, 2, 3]) {
        const metadata = { group: 'pages', number, deep: { a: [number] } };
        await store.threads.create({ threadId: `find-me-${number}`, graphId: 'paged', metadata });
      }
      const ids = async (query: Partial<Parameters<typeof store.threads.search>[0]>) => {
        const page = { limit: 10, offset: 0, sortBy: 'thread_id' as const, sortOrder: 'asc' as const };
        const { threads: found, total } = await store.threads.search({ ...page, ...query });
        return [found.map(({ threadId }) => threadId), total];
      };
      const all = ['find-me-1', 'find-me-2', 'find-me-3'];
      expect(await ids({ text: 'FIND-me' })).toEqual([all, 3]);
      expect(await ids({ text: 'PAGES' })).toEqual([all, 3]);
      expect(await ids({ graphId: 'paged', limit: 1, offset: 1 })).toEqual([['find-me-2'], 3]);
      expect(await ids({ graphId: 'paged', limit: 1, offset: 7 })).toEqual([[], 3]);
      expect(await ids({ graphId: 'paged', sortOrder: 'desc' })).toEqual([[...all].reverse(), 3]);
      expect(await ids({ metadata: { group: 'pages', number: 2 } })).toEqual([['find-me-2'], 1]);
      expect(await ids({ metadata: { deep: { a: [3] } } })).toEqual([['find-me-3'], 1]);
      expect(await ids({ metadata: { number: '2' } })).toEqual([[], 0]);
      expect(await ids({ metadataText: { number: '2' } })).toEqual([['find-me-2'], 1]);
      expect(await ids({ metadataText: { group: 'pages', number: '2' } })).toEqual([['find-me-2'], 1]);
      expect(await ids({ metadataText: { group: '"pages' } })).toEqual([[], 0]);
      expect(await ids({ threadIds: ['find-me-1', 'nobody'] })).toEqual([['find-me-1'], 1]);
      expect(await ids({ graphId: 'paged', status: 'idle' })).toEqual([all, 3]);
      expect(await ids({ graphId: 'paged', status: 'busy' })).toEqual([[], 0]);
      expect((await ids({ graphId: 'paged', sortBy: 'updated_at' }))[1]).toBe(3);
    });

    it('are deleted with everything that belongs to them', async () => {
      const threadId = newThread();
      await start(threadId, asking());
      const run = newRun(threadId);
      await store.runs.claim(run, { claimsThread: true });
      await store.runEvents.append(threadId, run.runId, [{ sequence: 1, step: 1, mode: 'custom', payload: 1 }]);
      expect(await store.threads.delete(threadId)).toBe(true);
      expect(await store.threads.delete(threadId)).toBe(false);
      expect(await store.runs.get(threadId, run.runId)).toBeNull();
      expect(await store.runEvents.read(threadId, run.runId)).toEqual([]);
      expect(await store.saver.getTuple({ configurable: { thread_id: threadId } })).toBeUndefined();
    });
  });

  describe('runs', () => {
    it('hold a branch one at a time, whoever asks', async () => {
      const threadId = newThread();
      await start(threadId, asking());
      const branchId = (await store.threads.get(threadId))?.head?.branchId as string;
      const other = await openStore(place.url);
      const runs = Array.from({ length: 8 }, () => newRun(threadId, { branchId }));
      const answers = await Promise.all(
        runs.map((run, position) => (position % 2 ? other : store).runs.claim(run, { claimsThread: true })),
      );
      const winner = runs[answers.findIndex(({ claimed }) => claimed)];
      expect(answers.filter(({ claimed }) => claimed)).toHaveLength(1);
      for (const answer of answers) if (!answer.claimed) expect(answer.holder).toBe(winner?.runId);
      expect((await store.runs.live(threadId)).map(({ runId }) => runId)).toEqual([winner?.runId]);
      const head = newRun(threadId);
      expect(await other.runs.claim(head, { claimsThread: true })).toEqual({ claimed: false, holder: winner?.runId });
      expect(await other.runs.claim(head, { claimsThread: false })).toEqual({ claimed: true });
      await store.runs.update(threadId, winner?.runId as string, { status: 'success' });
      expect(await other.runs.claim(newRun(threadId, { branchId }), { claimsThread: true })).toEqual({ claimed: true });
      await other.close();
    });

    it('that wait hold nothing, and claim when their turn comes', async () => {
      const threadId = newThread();
      await store.threads.create({ threadId, metadata: {} });
      const [holder, waiting, other] = [newRun(threadId), newRun(threadId), newRun(threadId)];
      await store.runs.claim(waiting, { claimsThread: false });
      await store.runs.claim(other, { claimsThread: false });
      expect(await store.runs.claim(holder, { claimsThread: true })).toEqual({ claimed: true });
      const claim = () => store.runs.claimInTurn(waiting, { claimsThread: true });
      expect(await claim()).toEqual({ claimed: false, holder: holder.runId });
      await store.runs.update(threadId, holder.runId, { status: 'success' });
      expect(await claim()).toEqual({ claimed: true });
      expect(await store.runs.claimInTurn(other, { claimsThread: true })).toEqual({
        claimed: false,
        holder: waiting.runId,
      });
      await store.runs.update(threadId, waiting.runId, { status: 'error' });
      expect(await claim()).toEqual({ claimed: false, holder: waiting.runId });
    });

    it('of a thread without branches hold the thread, then the branch that they made', async () => {
      const threadId = newThread();
      await store.threads.create({ threadId, metadata: {} });
      const [first, second] = [newRun(threadId), newRun(threadId)];
      const both = await Promise.all([first, second].map((run) => store.runs.claim(run, { claimsThread: true })));
      expect(both.map(({ claimed }) => claimed).sort()).toEqual([false, true]);
      const holder = both[0]?.claimed ? first : second;
      await start(threadId, asking());
      const branchId = (await store.threads.get(threadId))?.head?.branchId as string;
      const third = newRun(threadId, { branchId });
      expect(await store.runs.claim(third, { claimsThread: true })).toEqual({ claimed: false, holder: holder.runId });
      await store.runs.update(threadId, holder.runId, { branchId, status: 'running' });
      expect(await store.runs.claim(third, { claimsThread: true })).toEqual({ claimed: false, holder: holder.runId });
      expect((await store.runs.get(threadId, holder.runId))?.branchId).toBe(branchId);
    });

    it('come back as they were stored, newest first', async () => {
      const threadId = newThread();
      const error = { name: 'Error', message: 'a\u0000b', stack: 'at x' };
      const runs = [1, 2, 3].map((createdAt) => newRun(threadId, { createdAt, error, status: 'success', reason: 'r' }));
      for (const run of runs) await store.runs.claim(run, { claimsThread: false });
      expect(await store.runs.get(threadId, runs[0]?.runId as string)).toEqual(runs[0]);
      const page = await store.runs.list(threadId, { limit: 2, offset: 1 });
      expect(page).toEqual({ runs: [runs[1], runs[0]], total: 3 });
      expect((await store.runs.list(threadId, { limit: 5, offset: 0, status: 'error' })).total).toBe(0);
    });

    it('of owners that are gone are ended, others are left alone', async () => {
      const threadId = newThread();
      const now = Date.now();
      const [dead, stale, beating, fresh] = [
        newRun(threadId, { owner: 'dead', heartbeatAt: now }),
        newRun(threadId, { owner: 'stale', heartbeatAt: now - 60_000 }),
        newRun(threadId, { owner: 'beating', heartbeatAt: now - 60_000 }),
        newRun(threadId, { owner: 'fresh', heartbeatAt: null, createdAt: now }),
      ] as [RunRecord, RunRecord, RunRecord, RunRecord];
      for (const run of [dead, stale, beating, fresh]) await store.runs.claim(run, { claimsThread: false });
      await store.runs.heartbeat('beating');
      const rule = { staleBefore: now - 15_000, isDead: (owner: string) => owner === 'dead' };
      const ended = (await store.runs.endOrphans(rule)).filter((run) => run.threadId === threadId);
      expect(ended.map(({ runId }) => runId).sort()).toEqual([dead.runId, stale.runId].sort());
      expect(ended[0]).toMatchObject({ status: 'interrupted', reason: 'server_stopped' });
      expect((await store.runs.live(threadId)).map(({ runId }) => runId).sort()).toEqual(
        [beating.runId, fresh.runId].sort(),
      );
      expect((await store.runs.endOrphans(rule)).filter((run) => run.threadId === threadId)).toEqual([]);
    });
  });

  it('keeps run events in their order, once', async () => {
    const [threadId, run] = [newThread(), newRun('x')];
    const events = [2, 1].map((sequence) => ({
      sequence,
      step: 3,
      mode: 'custom',
      payload: { sequence, nul: '\u0000' },
    }));
    await store.runEvents.append(threadId, run.runId, events);
    await store.runEvents.append(threadId, run.runId, events.slice(1));
    expect(await store.runEvents.read(threadId, run.runId)).toEqual([...events].reverse());
    expect(await store.runEvents.read(threadId, 'other')).toEqual([]);
  });

  it('reads the events of one mode in some steps, of all runs of the thread', async () => {
    const threadId = newThread();
    const [first, second] = [newRun(threadId), newRun(threadId)];
    for (const [run, steps] of [
      [first, [1, 2]],
      [second, [2, 3]],
    ] as const) {
      await store.runs.claim(run, { claimsThread: false });
      const rows = steps.map((step) => ({ sequence: 100 + step, step, mode: 'console', payload: { of: step } }));
      await store.runEvents.append(threadId, run.runId, [
        ...rows,
        { sequence: 2, step: 2, mode: 'custom', payload: 0 },
      ]);
    }
    const wanted = { mode: 'console', fromSequence: 100, steps: [2, 3] };
    const read = await store.runEvents.readSteps(threadId, wanted);
    expect(read.map(({ runId, step, payload }) => [runId, step, payload]).sort()).toEqual(
      [
        [first.runId, 2, { of: 2 }],
        [second.runId, 2, { of: 2 }],
        [second.runId, 3, { of: 3 }],
      ].sort(),
    );
    expect(await store.runEvents.readSteps(newThread(), wanted)).toEqual([]);
  });

  it('tells which threads others changed, and keeps its own changes to itself', async () => {
    const [foreign, own, deleted] = [newThread(), newThread(), newThread()];
    await start(deleted, asking('passes'));
    const script = newSaver(place.url);
    await script.getTuple({ configurable: { thread_id: foreign } });
    const heard = new Set<string>();
    const waitFor = async (threadId: string) => {
      heard.delete(threadId);
      await expect.poll(() => heard.has(threadId), { interval: 20 }).toBe(true);
    };
    const stop = store.watchForeignChanges((threadIds) => {
      for (const threadId of threadIds) heard.add(threadId);
    });
    // The watch begins by itself: it has once it hears of anything.
    await expect
      .poll(async () => {
        await start(newThread(), asking(), script);
        return heard.size;
      })
      .toBeGreaterThan(0);
    await start(own, asking());
    await Promise.all([waitFor(foreign), start(foreign, asking(), script)]);
    await Promise.all([waitFor(deleted), script.deleteThread(deleted)]);
    expect(heard.has(own)).toBe(false);
    stop();
    await script.end();
  });
}

/** Asks, throws or passes in its second node. */
function asking(behaviour: 'asks' | 'throws' | 'passes' = 'asks') {
  const State = Annotation.Root({ log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }) });
  return new StateGraph(State)
    .addNode('work', () => ({ log: ['a longer text that gets a row of its own'] }))
    .addNode('ask', () => {
      if (behaviour === 'throws') throw new Error('no luck');
      return { log: [behaviour === 'asks' ? interrupt<string, string>('go on?') : 'on'] };
    })
    .addEdge(START, 'work')
    .addEdge('work', 'ask')
    .addEdge('ask', END);
}

function newRun(threadId: string, fields: Partial<RunRecord> = {}): RunRecord {
  const now = Date.now();
  return {
    runId: crypto.randomUUID(),
    threadId,
    graphId: 'asking',
    branchId: null,
    status: 'running',
    reason: null,
    error: null,
    metadata: { tag: 'test' },
    kwargs: { input: { a: 1 } },
    multitaskStrategy: 'reject',
    owner: 'host:1:1',
    heartbeatAt: now,
    createdAt: now,
    updatedAt: now,
    ...fields,
  };
}
