import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestServer, type TestServer } from '@/lib/api/test-server';
import { startRetention } from './retention';

const HOUR_MS = 3_600_000;

let server: TestServer;
let thread: string;
let told: string[];
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  told = [];
  thread = (await server.json<{ thread_id: string }>('POST', '/threads', {})).thread_id;
  const input = { task: 'x', total_steps: 2 };
  await server.json('POST', `/threads/${thread}/runs/wait`, { assistant_id: 'workflow', input });
});

const count = async () => (await server.runtime.store.saver.readTimeline(thread, { limit: 100 })).length;

/** The server's parts, with a log that is looked at. */
function context() {
  const write = (event: string, fields: object) => void told.push(JSON.stringify({ event, ...fields }));
  return { ...server.runtime, log: { write, problem: (what: string) => void told.push(what) } };
}

describe('retention', () => {
  it('removes at the start what is older than it keeps, and says so in one line', async () => {
    const retention = startRetention(context(), -HOUR_MS);
    await retention.close();
    expect(await count()).toBe(1);
    expect(told).toEqual([expect.stringMatching(/^\{"event":"pruned","threads":1,"gone":0,"checkpoints":3,/)]);
  });

  it('leaves what is younger, and says nothing', async () => {
    await startRetention(context(), HOUR_MS).close();
    expect(await count()).toBe(4);
    expect(told).toEqual([]);
  });

  it('looks again after each period', async () => {
    const retention = startRetention(context(), HOUR_MS, 5);
    const { saver } = server.runtime.store;
    const original = saver.prune.bind(saver);
    let calls = 0;
    saver.prune = async (options) => {
      calls += 1;
      return original(options);
    };
    await expect.poll(() => calls).toBeGreaterThan(2);
    saver.prune = original;
    await retention.close();
  });

  it('goes on when the database fails once', async () => {
    const failing = context();
    const store = { ...failing.store, alone: () => Promise.reject(new Error('away')) };
    await startRetention({ ...failing, store }, HOUR_MS).close();
    expect(told).toEqual(['checkpoints past their time could not be removed']);
  });
});
