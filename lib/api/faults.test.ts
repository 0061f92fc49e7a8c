import postgres from 'postgres';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunAnswer } from '@/lib/contracts/protocol-answers';
import type { SqliteSaver } from '@/lib/storage/sqlite';
import { newPostgresSchema, newSqliteFile, type TestDatabase, testPostgresUrl } from '@/lib/storage/test-databases';
import { openTestServer, type TestServer } from './test-server';

let place: TestDatabase;
let server: TestServer;
afterEach(async () => {
  await server.close();
  await place.remove();
});

const slow = { assistant_id: 'workflow', input: { task: 'x', total_steps: 6, delay_ms: 40 }, if_not_exists: 'create' };
const recordOf = ({ run_id }: RunAnswer) => server.runtime.store.runs.get('t', run_id);

async function startSlowRun(): Promise<RunAnswer> {
  const run = await server.json<RunAnswer>('POST', '/threads/t/runs', slow);
  const { saver } = server.runtime.store;
  await expect.poll(async () => (await saver.readTimeline('t', { limit: 10 })).length).toBeGreaterThan(3);
  return run;
}

async function goesOn(): Promise<void> {
  const steps = [1, 2, 3, 4, 5, 6].map((step) => `Completed step ${step}`);
  const body = { assistant_id: 'workflow', input: null };
  expect(await server.json('POST', '/threads/t/runs/wait', body)).toMatchObject({ steps_completed: steps });
}

describe('a server', () => {
  it('whose SQLite file takes no writes for a while tells each run why it ended, stays up and goes on', async () => {
    place = newSqliteFile();
    server = await openTestServer(undefined, {
      databaseUrl: `file:${place.url}`,
      heartbeat: { everyMs: 100, staleMs: 15_000 },
    });
    const { database } = server.runtime.store.saver as SqliteSaver;
    const run = await startSlowRun();
    database.all('PRAGMA query_only = ON', []);
    await server.runtime.executor.get(run.run_id)?.ended;
    expect(await server.json('GET', '/ok')).toEqual({ ok: true });
    const refused = await server.send('POST', '/threads/t/runs', slow);
    expect([refused.status, await refused.json()]).toEqual([
      500,
      { code: 'STORE_FAILED', message: expect.stringContaining('Let this process write to the file') },
    ]);
    database.all('PRAGMA query_only = OFF', []);
    await expect.poll(async () => (await recordOf(run))?.status).toBe('error');
    expect((await recordOf(run))?.error?.message).toMatch(
      /attempt to write a readonly database\. Let this process write/,
    );
    await goesOn();
  });

  it.runIf(testPostgresUrl)(
    'whose connections to PostgreSQL are cut off tells the run so, stays up and goes on',
    async () => {
      place = await newPostgresSchema();
      server = await openTestServer(undefined, { databaseUrl: place.url });
      const run = await startSlowRun();
      const other = postgres(place.url, { max: 1 });
      await other.unsafe('BEGIN; LOCK TABLE checkpoints IN ACCESS EXCLUSIVE MODE');
      const cutOff = () =>
        other`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE relation = 'checkpoints'::regclass AND NOT granted`;
      await expect.poll(async () => (await cutOff()).length).toBeGreaterThan(0);
      await other.unsafe('ROLLBACK');
      await other.end();
      await server.runtime.executor.get(run.run_id)?.ended;
      expect(await server.json('GET', '/ok')).toEqual({ ok: true });
      expect(await recordOf(run)).toMatchObject({
        status: 'error',
        error: { message: expect.stringMatching(/^The PostgreSQL database failed: .*Check that it runs/) },
      });
      await goesOn();
    },
  );
});
