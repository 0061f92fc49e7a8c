import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Comparison } from '@/lib/contracts/compare';
import type { TimelinePage } from '@/lib/contracts/debugger';
import type { ForkResult } from '@/lib/contracts/fork';
import type { ErrorAnswer, ThreadAnswer } from '@/lib/contracts/protocol-answers';
import { newPostgresSchema, newSqliteFile, type TestDatabase, testPostgresUrl } from '@/lib/storage/test-databases';
import { openTestServer, type TestServer } from './test-server';

const LIMIT = { recursion_limit: 200 };

const databases = [
  { name: 'SQLite', open: async () => newSqliteFile(), prefix: 'file:', isThere: true },
  { name: 'PostgreSQL', open: newPostgresSchema, prefix: '', isThere: testPostgresUrl !== undefined },
];

for (const { name, open, prefix, isThere } of databases) {
  describe.skipIf(!isThere)(`two lines side by side, on ${name}`, () => {
    let database: TestDatabase;
    let server: TestServer;
    beforeAll(async () => {
      database = await open();
      server = await openTestServer(undefined, { databaseUrl: prefix + database.url });
    });
    afterAll(async () => {
      await server.close();
      await database.remove();
    });

    async function start(graph: string, input: object): Promise<string> {
      const { thread_id: thread } = await server.json<ThreadAnswer>('POST', '/threads', {});
      await server.json('POST', `/threads/${thread}/runs/wait`, { assistant_id: graph, input, config: LIMIT });
      return thread;
    }

    const timeline = (thread: string) => server.json<TimelinePage>('GET', `/debugger/threads/${thread}/timeline`);

    /** Forks at a step and runs the branch on; its id. */
    async function fork(thread: string, step: number, values: object, graph = 'workflow'): Promise<string> {
      const at = (await timeline(thread)).entries.find((entry) => entry.step === step);
      const { branchId } = await server.json<ForkResult>('POST', `/debugger/threads/${thread}/fork`, {
        checkpointId: at?.checkpointId,
        values,
      });
      const config = { ...LIMIT, configurable: { branch: branchId } };
      await server.json('POST', `/threads/${thread}/runs/wait`, { assistant_id: graph, input: null, config });
      return branchId;
    }

    const compare = <Answer = Comparison>(thread: string, query: Record<string, string>) =>
      server.json<Answer>('GET', `/debugger/threads/${thread}/compare?${new URLSearchParams(query)}`);

    it('branches: an edit that changes what runs later parts the states first, and then the paths', async () => {
      const thread = await start('workflow', { task: 'x', total_steps: 4 });
      const [main] = (await timeline(thread)).branches;
      const longer = await fork(thread, 2, { total_steps: 6 });
      const told = await compare(thread, { branch: main?.branchId ?? '', with_branch: longer });
      expect(told).toMatchObject({
        here: { threadId: thread, branchId: main?.branchId, tipId: main?.tipId, graphId: 'workflow' },
        there: { threadId: thread, branchId: longer },
        isSameGraph: true,
        common: { step: 2 },
        state: {
          here: { step: 2 },
          there: { step: 3, source: 'update' },
          keys: [{ key: 'total_steps', how: 'differs' }],
        },
      });
      expect(told.path?.here?.step).not.toBe(told.state?.here?.step);
      expect(told.ends.here?.checkpointId).toBe(main?.tipId);
      expect(told.ends.keys.map(({ key }) => key)).toContain('total_steps');
      const { entries } = await timeline(thread);
      expect(told.counts.here + told.counts.there + told.counts.common).toBe(entries.length);
    });

    it('a checkpoint may end either line', async () => {
      const thread = await start('workflow', { task: 'x', total_steps: 4 });
      const { entries } = await timeline(thread);
      const [first, second] = entries.slice(2).map(({ checkpointId }) => checkpointId) as [string, string];
      const told = await compare(thread, { checkpoint: first, with_checkpoint: second });
      expect(told.counts).toEqual({ common: 3, here: 0, there: 1 });
      expect(told.path).toMatchObject({ here: null, there: { checkpointId: second } });
      expect(told.state).toBeNull();
      expect(told.ends.keys.length).toBeGreaterThan(0);
    });

    it('threads: the same input gives no difference, and another one is seen at the start', async () => {
      const one = await start('workflow', { task: 'x', total_steps: 30 });
      const same = await start('workflow', { task: 'x', total_steps: 30 });
      const told = await compare(one, { with_thread: same });
      expect(told).toMatchObject({ common: null, path: null, state: null, isSameGraph: true });
      expect(told.ends.keys).toEqual([]);
      expect(told.counts).toMatchObject({ common: 0, here: told.counts.there });
      const other = await start('workflow', { task: 'y', total_steps: 30 });
      const different = await compare(one, { with_thread: other });
      expect(different.path).toBeNull();
      expect(different.state).toMatchObject({ here: { step: 0 }, keys: [{ key: 'task', how: 'differs' }] });
    });

    it('finds the first other state behind many that are the same', async () => {
      const thread = await start('workflow', { task: 'x', total_steps: 80 });
      const [main] = (await timeline(thread)).branches;
      const same = await fork(thread, 1, { task: 'x' });
      expect(await compare(thread, { branch: main?.branchId ?? '', with_branch: same })).toMatchObject({
        path: null,
        state: null,
        ends: { keys: [] },
      });
      const late = (await timeline(thread)).entries.find((entry) => entry.branchId === same && entry.step === 60);
      const { branchId } = await server.json<ForkResult>('POST', `/debugger/threads/${thread}/fork`, {
        checkpointId: late?.checkpointId,
        values: { task: 'z' },
      });
      expect(await compare(thread, { branch: main?.branchId ?? '', with_branch: branchId })).toMatchObject({
        state: { here: { step: 59 }, there: { source: 'update' }, keys: [{ key: 'task' }] },
      });
    });

    it('of different graphs the states alone', async () => {
      const told = await compare(await start('workflow', { task: 'x', total_steps: 2 }), {
        with_thread: await start('fanout', {}),
      });
      expect(told).toMatchObject({ isSameGraph: false, path: null });
      expect(told.ends.keys.map(({ how }) => how)).toContain('only here');
    });

    it('says what is not there', async () => {
      const thread = await start('workflow', { task: 'x', total_steps: 2 });
      const { thread_id: empty } = await server.json<ThreadAnswer>('POST', '/threads', {});
      const refused = (query: Record<string, string>) => compare<ErrorAnswer>(thread, query);
      expect(await refused({})).toMatchObject({ code: 'INVALID_REQUEST' });
      expect(await refused({ with_thread: 'gone' })).toMatchObject({ code: 'THREAD_NOT_FOUND' });
      expect(await refused({ with_branch: 'gone' })).toMatchObject({ code: 'BRANCH_NOT_FOUND' });
      expect(await refused({ branch: 'gone', with_thread: thread })).toMatchObject({ code: 'BRANCH_NOT_FOUND' });
      expect(await refused({ with_checkpoint: 'gone' })).toMatchObject({ code: 'CHECKPOINT_NOT_FOUND' });
      const nothing = await refused({ with_thread: empty });
      expect(nothing).toMatchObject({ code: 'INVALID_REQUEST' });
      expect(nothing.message).toContain(`"${empty}" has no checkpoint yet`);
      expect((await server.send('GET', `/debugger/threads/gone/compare?with_thread=${thread}`)).status).toBe(404);
    });
  });
}
