import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ThreadPage, TimelinePage } from '@/lib/contracts/debugger';
import type { ForkResult } from '@/lib/contracts/fork';
import type { SavedTest } from '@/lib/contracts/saved-test';
import { newPostgresSchema, newSqliteFile, type TestDatabase, testPostgresUrl } from '@/lib/storage/test-databases';
import { openTestServer, type TestServer } from './test-server';

const databases = [
  {
    name: 'SQLite',
    open: async () => newSqliteFile(),
    url: (database: TestDatabase) => `file:${database.url}`,
    isThere: true,
  },
  {
    name: 'PostgreSQL',
    open: newPostgresSchema,
    url: (database: TestDatabase) => database.url,
    isThere: testPostgresUrl !== undefined,
  },
];

for (const { name, open, url, isThere } of databases) {
  describe.skipIf(!isThere)(`two servers on one ${name}`, () => {
    let database: TestDatabase;
    let here: TestServer;
    let there: TestServer;
    beforeAll(async () => {
      database = await open();
      here = await openTestServer(undefined, { databaseUrl: url(database) });
      there = await openTestServer(undefined, { databaseUrl: url(database) });
    });
    afterAll(async () => {
      await here.close();
      await there.close();
      await database.remove();
    });

    it('ask here, answer there, fork here: one history', async () => {
      const run = (server: TestServer, body: object) =>
        server.json('POST', '/threads/t/runs/wait', { assistant_id: 'approval', if_not_exists: 'create', ...body });
      await run(here, { input: { topic: 'cats' } });
      expect(await run(there, { command: { resume: 'yes' } })).toMatchObject({ decision: 'approved' });
      const before = await here.json<TimelinePage>('GET', '/debugger/threads/t/timeline');
      const fork = { checkpointId: before.entries[2]?.checkpointId, values: { topic: 'dogs' }, name: 'dogs' };
      const forked = await here.json<ForkResult>('POST', '/debugger/threads/t/fork', fork);
      expect(await run(there, { input: null, config: { configurable: { branch: forked.branchId } } })).toMatchObject({
        topic: 'dogs',
      });
      const after = await there.json<TimelinePage>('GET', '/debugger/threads/t/timeline');
      expect(after.entries.slice(0, before.entries.length)).toEqual(before.entries);
      expect(after.branches.map((branch) => branch.name)).toContain('dogs');
      expect(await there.json<ThreadPage>('GET', '/debugger/threads?status=interrupted')).toMatchObject({ total: 1 });
    });

    it('make the same test of a branch, which passes', async () => {
      const run = (body: object) =>
        here.json('POST', '/threads/tested/runs/wait', {
          assistant_id: 'approval',
          if_not_exists: 'create',
          ...body,
        });
      await run({ input: { topic: 'cats' } });
      await run({ command: { resume: 'no' } });
      const { entries } = await here.json<TimelinePage>('GET', '/debugger/threads/tested/timeline');
      const edit = { checkpointId: entries[2]?.checkpointId, values: { topic: 'dogs' } };
      await here.json<ForkResult>('POST', '/debugger/threads/tested/fork', edit);
      await run({ input: null });
      const [mine, theirs] = await Promise.all(
        [here, there].map((server) => server.json<SavedTest>('GET', '/debugger/threads/tested/test/preview')),
      );
      expect(mine).toMatchObject({ difference: null, end: 'waiting', steps: 1 });
      expect(mine?.text).toContain("edit: { topic: 'dogs' }, asNode: 'write_draft'");
      expect(theirs?.text).toBe(mine?.text);
    });

    it('only one of them runs a branch; the other joins it to its end', async () => {
      const slow = {
        assistant_id: 'workflow',
        input: { task: 'x', total_steps: 6, delay_ms: 60 },
        if_not_exists: 'create',
      };
      const { run_id } = await here.json<{ run_id: string }>('POST', '/threads/busy/runs', slow);
      expect((await there.send('POST', '/threads/busy/runs', slow)).status).toBe(422);
      expect(await there.json('GET', `/threads/busy/runs/${run_id}/join`)).toMatchObject({ current_step: 7 });
    });

    it('hear of each other’s changes', async () => {
      const heard: string[] = [];
      const stop = there.runtime.bus.subscribe((event) => {
        if (event.type === 'foreign-change') heard.push(...event.threadIds);
      });
      await here.send('POST', '/threads', { thread_id: 'made here' });
      await expect.poll(() => heard, { timeout: 5000 }).toContain('made here');
      stop();
    });
  });
}
