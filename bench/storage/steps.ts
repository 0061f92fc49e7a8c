import { loop, onFreshThreads } from '../graphs';
import { callsPerSecond } from '../rounds';
import type { Figures } from '../table';
import { costLine, rateLine } from '../table';
import { barePostgres, bareSqlite } from './bare-commits';
import type { Bench, Part } from './part';
import { BOTH, MB } from './part';
import type { Database, Place } from './places';
import { inBatches, storedSteps } from './stored-steps';
import type { Store } from './stores';
import { figuresOf, inFreshStores, openStore, openStores, removeAll } from './stores';

const STEPS = 1_000;
/** Steps that the bare database commits at once where ours may group them: more of them gain little. */
const BATCH = 100;
/** The peer's turn takes up to ten seconds. */
const ROUNDS = { rounds: 3, roundMs: 400, clock: 'wall' } as const;

type Durability = 'async' | 'sync';

export const steps: Part = {
  title: '1,000 small steps',
  databases: BOTH,
  async run(bench, database) {
    await showAsync(bench, database);
    await showSync(bench, database);
    await showWritten(bench, database);
  },
};

async function showAsync(bench: Bench, database: Database): Promise<void> {
  const figures = await speeds(bench, database, 'async');
  bench.show(rateLine('async', figures, '/s', database.name === 'SQLite' ? 50 : 80));
}

async function showSync(bench: Bench, database: Database): Promise<void> {
  const figures = await speeds(bench, database, 'sync');
  bench.show(rateLine('sync', figures, '/s'));
  const [rate = 0, , bareRate = 0] = figures;
  bench.show(costLine('  bare commits of the same rows to ours', [bareRate / rate], '×', 1.5));
}

/** Steps a second: ours, the peer's, and the same rows through the bare driver. */
async function speeds({ contestants }: Bench, database: Database, durability: Durability): Promise<Figures> {
  const [ours, theirs] = await openStores(contestants, database);
  const bare = await bareCommits(contestants, database, durability);
  const calls = await callsPerSecond([runOf(ours, durability), runOf(theirs, durability), bare.once], ROUNDS);
  await bare.remove();
  await removeAll([ours, theirs]);
  return calls.map((rate) => rate && rate * STEPS);
}

async function showWritten({ contestants, show }: Bench, database: Database): Promise<void> {
  const written = await inFreshStores(contestants, database, async (store) => {
    await runOf(store, 'async')?.();
    const megabytes = (await store.addedBytes()) / MB;
    await store.close();
    return { megabytes, rows: database.name === 'SQLite' ? undefined : await rowsOfStep(store.place) };
  });
  show(costLine('bytes, less the empty schema', figuresOf(written, 'megabytes'), 'MB', 0.6));
  if (database.name === 'PostgreSQL') show(costLine('rows written a step, async', figuresOf(written, 'rows'), '', 3));
}

function runOf(store: Store | undefined, durability: Durability): (() => Promise<unknown>) | undefined {
  return store && onFreshThreads(loop(store.library, STEPS, store.saver), { durability });
}

/** What our saver writes for these steps, to be committed by the bare driver into tables that our saver made. */
async function bareCommits([ours]: Bench['contestants'], database: Database, durability: Durability) {
  if (ours === undefined) throw new Error('The benchmark has no contestant of ours.');
  const [source, target] = await Promise.all([openStore(ours, database), openStore(ours, database)]);
  if (source === undefined || target === undefined) throw new Error(`There is no saver of ours for ${database.name}.`);
  const stored = await storedSteps(source, STEPS);
  const commits = durability === 'sync' ? stored : inBatches(stored, BATCH);
  await removeAll([source]);
  await target.close();
  const { once, close } = (database.name === 'SQLite' ? bareSqlite : barePostgres)(target.place.url, commits);
  const remove = async () => {
    await close();
    await target.place.remove();
  };
  return { once, remove };
}

/** Without those few that start a thread: so to a tenth. */
async function rowsOfStep(place: Place): Promise<number> {
  return Math.round((await settledRows(place)) / (STEPS / 10)) / 10;
}

/** PostgreSQL tells what a connection wrote some time after that, at the latest when it has ended. */
async function settledRows(place: Place): Promise<number> {
  let [before, now] = [-1, await countedRows(place)];
  while (before !== now) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    [before, now] = [now, await countedRows(place)];
  }
  return now;
}

async function countedRows(place: Place): Promise<number> {
  const [row] = await place.query<{ rows: string }>(
    'SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) AS rows ' +
      'FROM pg_stat_user_tables WHERE schemaname = current_schema()',
  );
  return Number(row?.rows);
}
