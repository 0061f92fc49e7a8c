import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnPostgres, startOwnPostgres } from '@/scripts/postgres.mjs';
import { buildWriter } from './build-writer';
import type { Campaign } from './campaign';
import { runCampaign } from './campaign';
import { killedClient, killedWriter, stoppedServer, terminatedBackends } from './disturbances';
import { newPostgresPlace, newSqlitePlace } from './places';

const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 200);
const SEED = Number(process.env.CRASH_SEED ?? Math.floor(Math.random() * 1_000_000));
const FIRST_STORY = Number(process.env.CRASH_FROM ?? 0);
/** How the rounds are shared out. */
const SHARES = { sqlite: 0.625, clients: 0.16, backends: 0.16, stops: 0.055 };
const PATIENCE_MS = 60_000 + ROUNDS * 1_000;

let folder: string;
let writerProgram: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'retrograph-crash-'));
  writerProgram = await buildWriter(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a part of the rounds and says what it was. A good part of them must have hit something. */
async function run(share: number, how: Pick<Campaign, 'disturbance' | 'newPlace'>): Promise<void> {
  const rounds = Math.ceil(ROUNDS * share);
  const startMs = Date.now();
  const { strikes, hits } = await runCampaign({ rounds, seed: SEED, from: FIRST_STORY, writerProgram, ...how });
  const seconds = ((Date.now() - startMs) / 1_000).toFixed(0);
  console.log(`${how.disturbance.name}: ${strikes} rounds, ${hits} hits, seed ${SEED}, ${seconds} s`);
  expect(strikes).toBe(rounds);
  expect(hits).toBeGreaterThanOrEqual(Math.floor(rounds / 8));
}

describe('what was acknowledged is there, nothing is torn, and every thread comes to its right end', () => {
  it(
    'on SQLite, whenever the writing process is killed',
    () => run(SHARES.sqlite, { disturbance: killedWriter, newPlace: newSqlitePlace }),
    PATIENCE_MS,
  );

  // Windows knows no immediate stop by a signal.
  describe.skipIf(process.platform === 'win32')('on PostgreSQL', () => {
    let server: OwnPostgres;
    beforeAll(async () => {
      server = await startOwnPostgres();
    });
    afterAll(() => server.stop());
    const newPlace = (threadIds: readonly string[]) => newPostgresPlace(server.url, threadIds);

    it(
      'whenever the writing process is killed',
      () => run(SHARES.clients, { disturbance: killedClient, newPlace }),
      PATIENCE_MS,
    );

    it(
      'whenever its connections are cut off',
      () => run(SHARES.backends, { disturbance: terminatedBackends(server.url), newPlace }),
      PATIENCE_MS,
    );

    it(
      'whenever the whole server stops at once and starts again',
      () => run(SHARES.stops, { disturbance: stoppedServer(server), newPlace }),
      PATIENCE_MS,
    );
  });
});
