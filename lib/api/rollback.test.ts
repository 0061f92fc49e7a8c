import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunAnswer, StateAnswer, ThreadAnswer } from '@/lib/contracts/protocol-answers';
import { newPostgresSchema, type TestDatabase, testPostgresUrl } from '@/lib/storage/test-databases';
import { openTestServer, readEvents, type TestServer } from './test-server';

const databases = [
  { name: 'SQLite', open: async () => null, isThere: true },
  { name: 'PostgreSQL', open: newPostgresSchema, isThere: testPostgresUrl !== undefined },
].filter(({ isThere }) => isThere);

const slow = { assistant_id: 'workflow', input: { task: 'slow', total_steps: 40, delay_ms: 30 } };
const quick = (task: string) => ({ assistant_id: 'workflow', input: { task, total_steps: 1 } });
const rollback = { multitask_strategy: 'rollback' };

describe.each(databases)('a run that is rolled back, on $name', ({ open }) => {
  let database: TestDatabase | null;
  let server: TestServer;
  beforeAll(async () => {
    database = await open();
    server = await openTestServer(undefined, database === null ? {} : { databaseUrl: database.url });
  });
  afterAll(async () => {
    await server.close();
    await database?.remove();
  });

  let threads = 0;
  const begin = async () => {
    const id = `t${threads++}`;
    await server.json('POST', '/threads', { thread_id: id });
    const at = (path: string) => `/threads/${id}${path}`;
    return {
      id,
      at,
      post: <Answer>(path: string, body: object) => server.json<Answer>('POST', at(path), body),
      get: <Answer>(path: string) => server.json<Answer>('GET', at(path)),
      history: () => server.json<StateAnswer[]>('POST', at('/history'), { limit: 200 }),
      cancel: (run: RunAnswer) => server.send('POST', at(`/runs/${run.run_id}/cancel?action=rollback`)),
      saves: async (more: number) => {
        const count = async () => (await server.runtime.store.saver.readTimeline(id, { limit: 500 })).length;
        const before = await count();
        await expect.poll(count).toBeGreaterThanOrEqual(before + more);
      },
    };
  };

  it('goes with its checkpoints when another takes its place, which sees nothing of it', async () => {
    const { at, post, get, history, saves } = await begin();
    await post('/runs/wait', quick('first'));
    const before = await history();
    const gone = await post<RunAnswer>('/runs', slow);
    await saves(3);
    const waiting = await post<RunAnswer>('/runs', { ...slow, multitask_strategy: 'enqueue' });
    const values = await post('/runs/wait', { ...quick('second'), ...rollback });
    expect(values).toMatchObject({ task: 'second', steps_completed: ['Completed step 1', 'Completed step 2'] });
    const after = await history();
    expect(after.slice(-before.length)).toEqual(before);
    expect(after.every(({ values }) => values.task !== 'slow')).toBe(true);
    for (const run of [gone, waiting]) expect((await server.send('GET', at(`/runs/${run.run_id}`))).status).toBe(404);
    expect(await get<RunAnswer[]>('/runs')).toHaveLength(2);
    expect((await get<ThreadAnswer>('')).status).toBe('idle');
  });

  it('leaves a thread that it began empty, and tells who follows it', async () => {
    const { at, post, get, cancel, saves } = await begin();
    const run = await post<RunAnswer>('/runs', { ...slow, stream_mode: ['values', 'custom'] });
    const followed = server.send('GET', at(`/runs/${run.run_id}/stream`)).then(readEvents);
    const joined = get(`/runs/${run.run_id}/join`);
    await saves(3);
    expect((await cancel(run)).status).toBe(204);
    const error = { error: 'UserRollback', message: 'The run was stopped to be rolled back.' };
    expect((await followed).at(-1)).toMatchObject({ event: 'error', data: error });
    expect(await joined).toEqual({ __error__: error });
    expect(await get('/state')).toMatchObject({ values: {}, next: [], checkpoint: null });
    expect(await get('')).toMatchObject({ status: 'idle' });
    expect((await cancel(run)).status).toBe(404);
    expect(await server.runtime.store.runEvents.read(run.thread_id, run.run_id)).toEqual([]);
    expect(await post('/runs/wait', quick('again'))).toMatchObject({ steps_completed: ['Completed step 1'] });
  });

  it('opens the question again that it had answered, in the graph inside too', async () => {
    const { post, get, cancel } = await begin();
    const patient = { assistant_id: 'patient' };
    await post('/runs/wait', { ...patient, input: {} });
    const [before, thread] = [await get<StateAnswer>('/state?subgraphs=true'), await get<ThreadAnswer>('')];
    expect(thread.status).toBe('interrupted');
    const answer = (resume: string) => post<RunAnswer>('/runs', { ...patient, command: { resume } });
    const inside = (await get<StateAnswer>('/state')).tasks[0]?.checkpoint?.checkpoint_ns ?? '';
    const { saver } = server.runtime.store;
    const steps = async () => (await saver.readTimeline(thread.thread_id, { namespace: inside, limit: 9 })).length;
    const asked = await steps();
    const run = await answer('yes');
    await expect.poll(steps).toBe(asked + 1);
    expect((await cancel(run)).status).toBe(204);
    expect(await get('/state?subgraphs=true')).toEqual(before);
    expect(await get<ThreadAnswer>('')).toMatchObject({ status: 'interrupted', interrupts: thread.interrupts });
    const again = await answer('no');
    await expect.poll(steps).toBe(asked + 1);
    expect((await get<StateAnswer>('/state?subgraphs=true')).tasks[0]?.state).toMatchObject({
      values: { log: ['before', 'heard no'] },
    });
    await cancel(again);
    expect(await get('/state?subgraphs=true')).toEqual(before);
  });

  it('gives the head back to the branch that it was on', async () => {
    const { post, get, history, cancel, saves } = await begin();
    await post('/runs/wait', quick('first'));
    const [tip, , oldest] = await history();
    const run = await post<RunAnswer>('/runs', { ...slow, checkpoint_id: oldest?.checkpoint?.checkpoint_id });
    await saves(3);
    expect((await get<StateAnswer>('/state')).values.task).toBe('slow');
    expect((await cancel(run)).status).toBe(204);
    expect(await get('/state')).toEqual(tip);
  });

  it('stays, and goes on, while a fork stands on it', async () => {
    const { id, at, post, get, history, cancel, saves } = await begin();
    const run = await post<RunAnswer>('/runs', slow);
    await saves(4);
    const step = (await history())[1]?.checkpoint?.checkpoint_id;
    await post('/state', { values: { task: 'mine' }, checkpoint_id: step });
    const branches = await server.runtime.store.saver.readBranches(id);
    const fork = branches.find(({ forkCheckpointId }) => forkCheckpointId === step);
    const refusal = { code: 'RUN_IN_USE', message: expect.stringContaining(`branch "${fork?.branchId}" goes on from`) };
    const refused = await cancel(run);
    expect([refused.status, await refused.json()]).toMatchObject([409, refusal]);
    const next = { ...quick('next'), ...rollback, config: { configurable: { branch: branches[0]?.branchId } } };
    const other = await server.send('POST', at('/runs'), next);
    expect([other.status, await other.json()]).toMatchObject([409, refusal]);
    expect((await get<RunAnswer>(`/runs/${run.run_id}`)).status).toBe('running');
    await server.send('POST', at(`/runs/${run.run_id}/cancel?wait=1`));
  });

  it('can’t be once it has ended, and that is said', async () => {
    const { post, get, cancel } = await begin();
    await post('/runs/wait', quick('first'));
    const [run] = await get<RunAnswer[]>('/runs');
    const refused = await cancel(run as RunAnswer);
    expect([refused.status, await refused.json()]).toMatchObject([
      409,
      { code: 'RUN_ENDED', message: expect.stringContaining('has ended (success)') },
    ]);
    const values = await post('/runs/wait', { ...quick('second'), ...rollback });
    expect(values).toMatchObject({ steps_completed: ['Completed step 1', 'Completed step 2'] });
  });
});
