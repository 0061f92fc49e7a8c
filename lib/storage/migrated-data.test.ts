import { readFileSync } from 'node:fs';
import Libsql from 'libsql';
import postgres from 'postgres';
import { describe, expect, it } from 'vitest';
import { postgresMigrations } from '@/drizzle/postgres/migrations';
import { sqliteMigrations } from '@/drizzle/sqlite/migrations';
import type { CheckpointTuple } from '@/engine';
import { Annotation, Command, END, interrupt, Send, START, StateGraph } from '@/engine';
import { ADD_MIGRATION, CREATE_MIGRATIONS_TABLE } from './migrate';
import { openStore } from './open-store';
import type { Store } from './store';
import { newPostgresSchema, newSqliteFile, testPostgresUrl } from './test-databases';

// A thread as version 0.1 stored it, under the tables of its only migration: a loop, two Sends, a question that waits, and
// a fork by an edit that went on to the same question. `history` is what that version read of it.

type Cell = string | number | null | { hex: string };
type Row = Record<string, Cell>;

interface Kept {
  tables: Record<string, Row[]>;
  history: ReturnType<typeof summary>[];
}

const kept: Kept = JSON.parse(readFileSync(new URL('./fixtures/thread-of-0000.json', import.meta.url), 'utf8'));
const config = { configurable: { thread_id: 'kept' } };

describe('a thread that version 0.1 stored', () => {
  it('is there after migration, and goes on, in SQLite', async () => {
    const place = newSqliteFile();
    const file = new Libsql(place.url);
    for (const statement of [CREATE_MIGRATIONS_TABLE, ...(sqliteMigrations[0]?.statements ?? [])]) file.exec(statement);
    file.prepare(ADD_MIGRATION.replace(/\$\d/g, '?')).run([sqliteMigrations[0]?.name, 0]);
    for (const [table, rows] of Object.entries(kept.tables)) {
      for (const row of rows) {
        const marks = Object.keys(row).map(() => '?');
        file.prepare(`INSERT INTO ${table} (${Object.keys(row)}) VALUES (${marks})`).run(Object.values(row).map(bound));
      }
    }
    file.close();
    await isAllThere(await openStore(place.url));
    await place.remove();
  });

  it.runIf(testPostgresUrl)('is there after migration, and goes on, in PostgreSQL', async () => {
    const place = await newPostgresSchema();
    const sql = postgres(place.url, { max: 1, onnotice: () => {} });
    for (const statement of [CREATE_MIGRATIONS_TABLE, ...(postgresMigrations[0]?.statements ?? [])]) {
      await sql.unsafe(statement);
    }
    await sql.unsafe(ADD_MIGRATION, [postgresMigrations[0]?.name ?? '', 0]);
    for (const [table, rows] of Object.entries(kept.tables)) {
      for (const row of rows) {
        const columns = Object.keys(row);
        const marks = columns.map((column, at) =>
          /^(is_head|hidden)$/.test(column) ? `$${at + 1}::integer = 1` : `$${at + 1}`,
        );
        const values = columns.map((column) =>
          column === 'metadata' ? JSON.parse(row[column] as string) : bound(row[column]),
        );
        await sql.unsafe(`INSERT INTO ${table} (${columns}) VALUES (${marks})`, values);
      }
    }
    await sql.end();
    await isAllThere(await openStore(place.url));
    await place.remove();
  });
});

async function isAllThere(store: Store): Promise<void> {
  const { saver } = store;
  const tuples: CheckpointTuple[] = [];
  for await (const tuple of saver.list(config)) tuples.unshift(tuple);
  expect(tuples.map(summary)).toEqual(kept.history);
  const nodesOf = async (node: string) =>
    (await saver.readTimeline('kept', { filter: { node }, limit: 100 })).map(({ step }) => step);
  expect(await nodesOf('draft')).toEqual([1, 2, 3, 4]);
  expect(await nodesOf('check')).toEqual([4, 5]);
  expect(await saver.readTimeline('kept', { filter: { metadata: { tag: 'old' } }, limit: 1 })).toHaveLength(1);

  const graph = article().compile({ checkpointer: saver, name: 'article' });
  const before = await graph.getState(config);
  const { log } = (await graph.invoke(new Command({ resume: 'yes' }), config)) as { log: string[] };
  expect(log).toEqual([...(before.values.log as string[]), 'published']);
  // The new step is a delta to the old whole value, or a chain of its own: either way the old steps read as before.
  const old = await saver.readTuples(
    'kept',
    kept.history.map(({ id }) => id),
  );
  const asIs = ({ writes: _answered, ...rest }: Kept['history'][number]) => rest;
  expect(old.map(summary).map(asIs)).toEqual(kept.history.map(asIs));
  await store.close();
}

function summary({ checkpoint, parentConfig, metadata, pendingWrites }: CheckpointTuple) {
  const { log = null, count = null } = checkpoint.channel_values;
  return {
    id: checkpoint.id,
    parent: parentConfig?.configurable?.checkpoint_id ?? null,
    step: metadata.step,
    source: metadata.source,
    tag: metadata.tag ?? null,
    log,
    count,
    writes: pendingWrites.filter(([, channel]) => channel !== '__resume__').length,
  };
}

function article() {
  const State = Annotation.Root({
    log: Annotation<string[], string[]>({ reducer: (list, more) => [...list, ...more], default: () => [] }),
    count: Annotation<number>(),
    seen: Annotation<Date>(),
  });
  return new StateGraph(State)
    .addNode('draft', ({ count = 0 }) => ({ count: count + 1 }))
    .addNode('check', () => ({}))
    .addNode('ask', () => {
      interrupt('publish?');
      return { log: ['published'] };
    })
    .addEdge(START, 'draft')
    .addConditionalEdges('draft', () => [new Send('check', {})], ['draft', 'check'])
    .addEdge('check', 'ask')
    .addEdge('ask', END);
}

function bound(cell: Cell | undefined): string | number | null | Buffer {
  if (cell === undefined) return null;
  return typeof cell === 'object' && cell !== null ? Buffer.from(cell.hex, 'hex') : cell;
}
