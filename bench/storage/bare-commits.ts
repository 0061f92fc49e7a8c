import Libsql from 'libsql';
import postgres from 'postgres';
import { freshThreadId } from '../graphs';
import type { StoredRow, StoredStep } from './stored-steps';
import { valuesFor } from './stored-steps';

/** Commits all steps under a thread of their own, one after the other. */
export interface BareCommits {
  once: () => Promise<void>;
  close: () => Promise<void>;
}

/** One transaction a step, through prepared statements. */
export function bareSqlite(url: string, steps: StoredStep[]): BareCommits {
  const connection = new Libsql(url);
  connection.exec('PRAGMA journal_mode = WAL');
  connection.exec('PRAGMA synchronous = FULL');
  const moveTip = connection.prepare<[unknown[]]>('UPDATE branches SET tip_id = ?, updated_at = ? WHERE thread_id = ?');
  const inserts = new Map<string, Libsql.Statement<[unknown[]]>>();
  const prepared = (row: StoredRow) => {
    const text = `${insertInto(row)} ${tuple(row, () => '?')}`;
    const statement = inserts.get(row.table) ?? connection.prepare<[unknown[]]>(text);
    inserts.set(row.table, statement);
    return statement;
  };
  const once = async () => {
    const threadId = freshThreadId();
    for (const [index, { rows, checkpointId }] of steps.entries()) {
      connection.exec('BEGIN IMMEDIATE');
      for (const row of rows) prepared(row).run(valuesFor(threadId, row));
      if (index > 0) moveTip.run([checkpointId, index, threadId]);
      connection.exec('COMMIT');
    }
  };
  return { once, close: async () => void connection.close() };
}

/** One prepared statement a step. */
export function barePostgres(url: string, steps: StoredStep[]): BareCommits {
  const client = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} });
  const statements = steps.map(({ rows }) => stepStatement(rows));
  const once = async () => {
    const threadId = freshThreadId();
    for (const [index, { rows, checkpointId }] of steps.entries()) {
      const values = [threadId, checkpointId, index, ...rows.flatMap((row) => valuesFor(threadId, row).slice(1))];
      await client.unsafe(statements[index] as string, values as string[], { prepare: true });
    }
  };
  return { once, close: () => client.end() };
}

/** $1 thread, $2 tip, $3 its time, then the other values of all rows; one INSERT a table. */
function stepStatement(rows: StoredRow[]): string {
  let parameters = 3;
  const tables = new Map<string, { row: StoredRow; tuples: string[] }>();
  for (const row of rows) {
    const table = tables.get(row.table) ?? { row, tuples: [] };
    tables.set(row.table, table);
    table.tuples.push(tuple(row, (column) => (column === 'thread_id' ? '$1' : `$${++parameters}`)));
  }
  const inserts = [...tables.values()].map(
    ({ row, tuples }) => `added_${row.table} AS (${insertInto(row)} ${tuples.join(', ')})`,
  );
  return `WITH ${inserts.join(', ')} UPDATE branches SET tip_id = $2, updated_at = $3 WHERE thread_id = $1`;
}

function insertInto({ table, columns }: StoredRow): string {
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES`;
}

function tuple({ columns }: StoredRow, placeholder: (column: string) => string): string {
  return `(${columns.map(placeholder).join(', ')})`;
}
