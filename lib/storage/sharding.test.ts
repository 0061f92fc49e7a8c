import postgres from 'postgres';
import { describe, expect, it } from 'vitest';
import { ThreadRecorder } from '@/engine/testing/thread-recorder';
import { PostgresSaver } from './postgres';
import { SqliteSaver } from './sqlite';
import { newPostgresSchema, testPostgresUrl } from './test-databases';

// What docs/operating.md builds on: a thread's rows can lie apart from all others.

describe('the tables in SQLite', () => {
  it('have keys that begin with the thread, and name no row elsewhere', async () => {
    const saver = SqliteSaver.fromConnString(':memory:');
    const keys = saver.database.all(
      `SELECT tables.name AS owner, first.name AS leads
       FROM sqlite_master AS tables, pragma_index_list(tables.name) AS keys, pragma_index_info(keys.name) AS first
       WHERE tables.type = 'table' AND keys."unique" AND first.seqno = 0`,
      [],
    );
    const references = saver.database.all(
      `SELECT 1 FROM sqlite_master AS tables, pragma_foreign_key_list(tables.name) WHERE tables.type = 'table'`,
      [],
    );
    saver.close();
    expect(ownersOf(keys)).toEqual(TABLES);
    expect(references).toEqual([]);
  });
});

describe.runIf(testPostgresUrl)('the tables in PostgreSQL', () => {
  it('have keys that begin with the thread, and name no row elsewhere', async () => {
    const { place, saver, sql } = await open();
    const keys = await sql.unsafe(
      `SELECT owner.relname AS owner, pg_get_indexdef(indexrelid, 1, TRUE) AS leads
       FROM pg_index JOIN pg_class AS owner ON owner.oid = indrelid
       WHERE indisunique AND owner.relnamespace = current_schema()::regnamespace`,
    );
    const references = await sql.unsafe(
      `SELECT 1 FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`,
    );
    await Promise.all([saver.end(), sql.end()]);
    await place.remove();
    expect(ownersOf(keys)).toEqual(TABLES);
    expect(references).toHaveLength(0);
  });

  it('give a thread to another database by its rows, and it goes on there', async () => {
    const [from, to] = [await open(), await open()];
    const run = new ThreadRecorder(from.saver, 'moved');
    const root = await run.step({ text: 'x'.repeat(10_000), count: 0 });
    await run.step({ text: `${'x'.repeat(10_000)}y`, count: 1 });
    const other = new ThreadRecorder(from.saver, 'stays');
    await other.step({ count: 7 });
    for (const table of TABLES) {
      const rows = await from.sql.unsafe(`SELECT * FROM ${table} WHERE thread_id = 'moved'`);
      for (const row of rows) await to.sql`INSERT INTO ${to.sql(table)} ${to.sql(row)}`;
    }
    const timeline = await from.saver.readTimeline('moved', { limit: 10 });
    const states = await from.saver.readTuples('moved', [root, run.tipId]);
    await from.saver.deleteThread('moved');
    expect(await to.saver.readTimeline('moved', { limit: 10 })).toEqual(timeline);
    expect(await to.saver.readTuples('moved', [root, run.tipId])).toEqual(states);
    expect(await to.saver.readTimeline('stays', { limit: 10 })).toEqual([]);

    const commit = run.prepare({ count: 2 });
    await to.saver.commitStep(commit);
    const [tip] = await to.saver.readTuples('moved', [commit.checkpointId]);
    expect(tip?.checkpoint.channel_values).toMatchObject({ text: `${'x'.repeat(10_000)}y`, count: 2 });
    for (const { place, saver, sql } of [from, to]) {
      await Promise.all([saver.end(), sql.end()]);
      await place.remove();
    }
  });
});

/** All that have anything of a thread. */
const TABLES = [
  'branches',
  'channel_values',
  'checkpoint_writes',
  'checkpoints',
  'notes',
  'run_events',
  'runs',
  'threads',
];

async function open() {
  const place = await newPostgresSchema();
  const saver = PostgresSaver.fromConnString(place.url);
  await saver.readTimeline('none', { limit: 1 });
  return { place, saver, sql: postgres(place.url, { max: 1, fetch_types: false, onnotice: () => {} }) };
}

/** Tables with keys, each key of which begins with the thread; but for that of what was migrated. */
function ownersOf(keys: Iterable<Readonly<Record<string, unknown>>>): string[] {
  const own = [...keys].filter(({ owner }) => owner !== 'store_migrations');
  for (const { owner, leads } of own) expect({ owner, leads }).toEqual({ owner, leads: 'thread_id' });
  return [...new Set(own.map(({ owner }) => String(owner)))].sort();
}
