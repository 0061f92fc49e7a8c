import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import type { SqlValue, Statement } from '../database';
import { postgresDialect } from '../postgres-dialect';
import { assign, list, names } from '../query';
import type { KeyRow } from './many-postgres';
import { GivenRows } from './many-postgres';
import type { AddedRows } from './step-statement';
import { StepRowsStatement } from './step-statement';

// The statement that saves a group: each column is one array, so that its text is the same however many rows there are,
// and the driver keeps it prepared. Most groups have only some kinds of rows, and what a statement names costs even when
// there is nothing of it: so there is a statement for each set of kinds.

const { branches, threads } = postgresDialect.tables;
const { threadId, namespace, branchId, tipId, updatedAt, writer, position } = branches;

/** What one statement saves; keys begin with the number of their strand. */
export interface GroupRows extends AddedRows {
  /** Threads of the branches that start: id, graph. Each thread once. */
  threads: KeyRow[];
  /** Strands that start the first branch of their namespace: thread, namespace, branch, tip, origin, time. */
  starts: KeyRow[];
  /** Strands that go on: thread, namespace, branch, where it must end, where it is to end. */
  moves: KeyRow[];
  /** Checkpoints with writes that stand alone: thread, namespace, checkpoint. */
  written: KeyRow[];
}

/** Answers the strands that moved or started, as a list, and how many rows of regular writes were added. */
export function groupStatement(rows: GroupRows, now: number, writerName: string): Statement {
  const kinds = KINDS.filter((kind) => rows[kind].length > 0);
  const key = kinds.join();
  let statement = statements.get(key);
  if (statement === undefined) {
    statement = new GroupStatement(new Set(kinds));
    statements.set(key, statement);
  }
  return { text: statement.text, values: [now, writerName, ...statement.values(rows)] };
}

type Kind = keyof GroupRows;
const KINDS: Kind[] = ['threads', 'starts', 'moves', 'written', 'steps', 'values', 'regular', 'reserved'];
const statements = new Map<string, GroupStatement>();

const NOW = sql`$1::bigint`;
const WRITER = sql`$2::text`;
const touch = list([assign(updatedAt, NOW), assign(writer, WRITER)]);
const ofGiven = sql`${threadId} = given.thread_id AND ${namespace} = given.namespace`;
const isMoved = sql`given.strand IN (SELECT strand FROM moved)`;

class GroupStatement {
  readonly text: string;
  readonly #threads = new GivenRows(3, { thread_id: threadId, graph_id: threads.graphId });
  readonly #starts: GivenRows;
  readonly #moves: GivenRows;
  readonly #written: GivenRows;
  readonly #rows: StepRowsStatement;
  readonly #kinds: ReadonlySet<Kind>;

  constructor(kinds: ReadonlySet<Kind>) {
    this.#kinds = kinds;
    const behind = (given: GivenRows, kind: Kind) => (kinds.has(kind) ? given.end : given.first);
    const place = { thread_id: threadId, namespace, branch_id: branchId };
    const start = { ...place, tip_id: tipId, origin: branches.origin, created_at: branches.createdAt };
    this.#starts = new GivenRows(behind(this.#threads, 'threads'), start);
    const move = { ...place, parent_id: tipId, last_id: tipId };
    this.#moves = new GivenRows(behind(this.#starts, 'starts'), move);
    const written = { thread_id: threadId, namespace, checkpoint_id: tipId };
    this.#written = new GivenRows(behind(this.#moves, 'moves'), written);
    // Rows of strands without steps name none.
    const isOpen = sql`(given.strand < 0 OR ${isMoved})`;
    this.#rows = new StepRowsStatement(behind(this.#written, 'written'), kinds, { steps: isMoved, writes: isOpen });
    const parts = [...this.#movedParts(), ...this.#touchedParts(), ...this.#rows.parts];
    this.text = postgresDialect.compile(sql`WITH ${list(parts)}
      SELECT coalesce((SELECT string_agg(strand::text, ',') FROM moved), '') AS moved, ${this.#rows.added} AS added`).text;
  }

  values(rows: GroupRows): SqlValue[] {
    const given = { threads: this.#threads, starts: this.#starts, moves: this.#moves, written: this.#written };
    const keys = (['threads', 'starts', 'moves', 'written'] as const).filter((kind) => this.#kinds.has(kind));
    return [...keys.flatMap((kind) => given[kind].values(rows[kind])), ...this.#rows.values(rows)];
  }

  #movedParts(): SQL[] {
    const parts: SQL[] = [];
    const strands: SQL[] = [];
    if (this.#kinds.has('moves')) {
      parts.push(sql`extended AS (
        UPDATE ${branches} SET ${assign(tipId, sql`given.last_id`)}, ${touch} FROM ${this.#moves.table}
        WHERE ${ofGiven} AND ${branchId} = given.branch_id AND ${tipId} = given.parent_id RETURNING given.strand)`);
      strands.push(sql`SELECT strand FROM extended`);
    }
    if (this.#kinds.has('starts')) {
      parts.push(registered(this.#threads.table), started(this.#starts.table));
      strands.push(
        sql`SELECT given.strand FROM ${this.#starts.table} JOIN started USING (thread_id, namespace, branch_id)`,
      );
    }
    if (strands.length === 0) strands.push(sql`SELECT NULL::integer AS strand WHERE FALSE`);
    return [...parts, sql`moved AS (${sql.join(strands, sql` UNION ALL `)})`];
  }

  #touchedParts(): SQL[] {
    if (!this.#kinds.has('written')) return [];
    return [
      sql`touched AS (UPDATE ${branches} SET ${touch} FROM ${this.#written.table}
        WHERE ${ofGiven} AND ${tipId} = given.checkpoint_id)`,
    ];
  }
}

function registered(given: SQL): SQL {
  const { graphId, metadata, config, createdAt } = threads;
  const columns = [threads.threadId, graphId, metadata, config, createdAt, threads.updatedAt, threads.writer];
  return sql`registered AS (INSERT INTO ${threads} (${names(...columns)})
    SELECT given.thread_id, given.graph_id, '{}'::jsonb, '{}', ${NOW}, ${NOW}, ${WRITER} FROM ${given}
    ON CONFLICT (${names(threads.threadId)})
    DO UPDATE SET ${assign(graphId, sql`coalesce(${graphId}, excluded.${names(graphId)})`)} RETURNING 1)`;
}

/** Nothing for a namespace that has a head already. Waits for the threads' rows, which others lock before branches as well. */
function started(given: SQL): SQL {
  const { name, forkCheckpointId, isHead, origin, hidden, createdAt } = branches;
  return sql`started AS (INSERT INTO ${branches}
      (${names(threadId, namespace, branchId, position, name, forkCheckpointId, tipId, isHead, origin, hidden, createdAt, updatedAt, writer)})
    SELECT given.thread_id, given.namespace, given.branch_id, placed.position, placed.name, NULL, given.tip_id, TRUE,
      given.origin, FALSE, given.created_at, ${NOW}, ${WRITER}
    FROM ${given} CROSS JOIN LATERAL (SELECT ${nextPlace} FROM ${branches} WHERE ${ofGiven}) AS placed
    WHERE (SELECT count(*) FROM registered) > 0
    ON CONFLICT DO NOTHING RETURNING ${names(threadId, namespace, branchId)})`;
}

/** Of a namespace's branches: the position and the name of the next one. */
export const nextPlace = sql`coalesce(max(${position}), 0) + 1 AS position,
  CASE count(*) WHEN 0 THEN 'main' ELSE 'branch ' || (max(${position}) + 1) END AS name`;
