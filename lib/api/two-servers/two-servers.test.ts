import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunAnswer } from '@/lib/contracts/protocol-answers';
import { PostgresSaver } from '@/lib/storage/postgres';
import { newPostgresSchema, type TestDatabase, testPostgresUrl } from '@/lib/storage/test-databases';
import { type Ledger, workAsClient } from './clients';
import { writeLedgerGraph } from './ledger-graph';
import { RunningServer } from './running-server';

const SECONDS = Number(process.env.CRASH_SECONDS ?? 6);
const CLIENTS = 6;
const threadIds = ['one', 'two', 'three'];
const START_LIMIT_MS = 120_000;

describe.runIf(testPostgresUrl)('two servers on one PostgreSQL', () => {
  let folder: string;
  let place: TestDatabase;
  let saver: PostgresSaver;
  let servers: RunningServer[];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'retrograph-two-'));
    writeLedgerGraph(folder);
    place = await newPostgresSchema();
    saver = PostgresSaver.fromConnString(place.url);
    servers = await Promise.all([1, 2].map(() => RunningServer.start(folder, place.url)));
    for (const thread_id of threadIds) {
      await servers[0]?.send('POST', '/threads', { thread_id, graph_id: 'ledger', metadata: { graph_id: 'ledger' } });
    }
  }, START_LIMIT_MS);
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.kill()));
    await saver.end();
    await place.remove();
    rmSync(folder, { recursive: true });
  });

  it(
    `lose no update in ${SECONDS} s of work on the same threads, and name every conflict`,
    async () => {
      const ledger: Ledger = { acknowledged: new Map(), conflicts: new Map(), surprises: [] };
      const untilMs = Date.now() + SECONDS * 1_000;
      const client = (name: string) => workAsClient({ servers, threadIds, untilMs, ledger, name, random: Math.random });
      await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(`client-${number}`)));
      expect(ledger.surprises).toEqual([]);
      let acknowledged = 0;
      for (const threadId of threadIds) {
        const tokens = await tokensOf(saver, threadId);
        const lost = [...(ledger.acknowledged.get(threadId) ?? [])].filter((token) => !tokens.has(token));
        expect(lost).toEqual([]);
        acknowledged += ledger.acknowledged.get(threadId)?.size ?? 0;
      }
      expect(acknowledged).toBeGreaterThan(SECONDS);
      console.log(`${acknowledged} updates acknowledged; conflicts: ${JSON.stringify([...ledger.conflicts])}`);
    },
    START_LIMIT_MS + SECONDS * 1_000,
  );

  it(
    'notice that one was killed, end its runs as stopped, and go on with them',
    async () => {
      const [killed, other] = servers as [RunningServer, RunningServer];
      const input = { tokens: ['long'], left: 20, asks: false, delay_ms: 100 };
      const body = { assistant_id: 'ledger', input, if_not_exists: 'create' };
      const { run_id } = (await killed.send('POST', '/threads/long/runs', body)).body as RunAnswer;
      await expect.poll(async () => (await saver.readTimeline('long', { limit: 10 })).length).toBeGreaterThan(4);
      await killed.kill();
      const runOf = async () => (await other.send('GET', `/threads/long/runs/${run_id}`)).body;
      await expect.poll(runOf, { timeout: 10_000 }).toMatchObject({ status: 'interrupted' });
      const page = await other.send('GET', '/debugger/threads/long/timeline');
      expect(page.body).toMatchObject({ thread: { status: 'stopped', reason: 'server_stopped' } });
      const done = await other.send('POST', '/threads/long/runs/wait', { assistant_id: 'ledger', input: null });
      expect(done).toMatchObject({ status: 200, body: { tokens: ['long'], left: 0 } });
      const steps = (await saver.readTimeline('long', { limit: 1_000 })).map(({ step }) => step);
      expect(steps).toEqual(steps.map((_, position) => position - 1));
    },
    START_LIMIT_MS,
  );
});

/** All tokens of a thread, having checked that each state has those of its parent before it, and none twice. */
async function tokensOf(saver: PostgresSaver, threadId: string): Promise<Set<string>> {
  const rows = await saver.readTimeline(threadId, { limit: 10_000 });
  const states = new Map<string, string[]>();
  for (let first = 0; first < rows.length; first += 500) {
    const ids = rows.slice(first, first + 500).map(({ checkpointId }) => checkpointId);
    for (const { checkpoint } of await saver.readTuples(threadId, ids)) {
      states.set(checkpoint.id, (checkpoint.channel_values.tokens as string[] | undefined) ?? []);
    }
  }
  for (const { checkpointId, parentId } of rows) {
    const tokens = states.get(checkpointId) ?? [];
    const before = parentId === null ? [] : (states.get(parentId) ?? []);
    expect(tokens.slice(0, before.length)).toEqual(before);
    expect(new Set(tokens).size).toBe(tokens.length);
  }
  return new Set([...states.values()].flat());
}
