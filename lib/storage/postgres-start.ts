import { sql } from 'drizzle-orm';
import type { Statement } from './database';
import { nextPlace } from './hot/save-group';
import type { AddedRows } from './hot/step-statement';
import { addStepTo, addWritesTo, noRows, StepRowsStatement } from './hot/step-statement';
import { postgresDialect } from './postgres-dialect';
import { assign, names } from './query';
import { loneWrites } from './step-group';
import type { BranchPlace, StepRows } from './step-rows';

// A branch is started by one statement, so without a transaction around it: thread, branch, head and step at once. All its
// parts see the database as it was when it began. So it waits for the thread's row, which whoever starts a branch writes
// anew, and does nothing when that is another one than it saw: then it has not seen every branch either.

const { branches, checkpoints, threads } = postgresDialect.tables;
const { threadId, namespace, branchId, position, name, forkCheckpointId, tipId, isHead } = branches;
const ofNamespace = sql`${threadId} = $3 AND ${namespace} = $4`;
const ofThread = [threads.threadId, threads.graphId, threads.metadata, threads.config, threads.createdAt];
const ofBranch = [threadId, namespace, branchId, position, name, forkCheckpointId, tipId, isHead];

const hasParent = sql`($11::integer = 0 OR EXISTS (SELECT 1 FROM ${checkpoints} WHERE ${checkpoints.threadId} = $3
  AND ${checkpoints.namespace} = $4 AND ${checkpoints.checkpointId} = $6::bytea))`;

/**
 * $1 now, $2 writer, $3 thread, $4 namespace, $5 branch, $6 parent, $7 checkpoint, $8 origin, $9 its time, $10 graph,
 * $11 must have the parent, $12 'first', 'take', 'keep' or 'if-latest'.
 */
const parts = [
  sql`registered AS (INSERT INTO ${threads} (${names(...ofThread, threads.updatedAt, threads.writer)})
    SELECT $3::text, $10::text, '{}'::jsonb, '{}', $1::bigint, $1::bigint, $2::text WHERE ${hasParent}
    ON CONFLICT (${names(threads.threadId)})
    DO UPDATE SET ${assign(threads.graphId, sql`coalesce(${threads.graphId}, excluded.${names(threads.graphId)})`)}
      WHERE ${threads}.xmin = (SELECT seen.xmin FROM ${threads} seen WHERE seen.${names(threads.threadId)} = $3)
    RETURNING 1)`,
  sql`ready AS (SELECT 1 FROM registered WHERE NOT EXISTS (SELECT 1 FROM ${branches}
    WHERE ${ofNamespace} AND (${branchId} = $5 OR ($12::text = 'first' AND ${isHead}))))`,
  sql`left_head AS (UPDATE ${branches} SET ${assign(isHead, sql`FALSE`)}
    WHERE ${ofNamespace} AND ${isHead} AND ($12 = 'take' OR ($12 = 'if-latest' AND ${tipId} < $7::bytea)) AND EXISTS (SELECT 1 FROM ready)
    RETURNING 1)`,
  // Counted, so that the head is free before another takes it.
  sql`started AS (INSERT INTO ${branches}
      (${names(...ofBranch, branches.origin, branches.hidden, branches.createdAt, branches.updatedAt, branches.writer)})
    SELECT $3, $4, $5::text, placed.position, placed.name, $6, $7,
      $12 IN ('first', 'take') OR freed.heads > 0 OR NOT placed.has_head, $8::text, FALSE, $9::bigint, $1, $2
    FROM (SELECT ${nextPlace}, coalesce(bool_or(${isHead}), FALSE) AS has_head FROM ${branches} WHERE ${ofNamespace}) AS placed,
      (SELECT count(*) AS heads FROM left_head) AS freed
    WHERE EXISTS (SELECT 1 FROM ready) RETURNING 1)`,
];
const FIRST_ROW = 13;
const isStarted = sql`EXISTS (SELECT 1 FROM started)`;

/** Answers `has_parent`, `registered` and `started`; nothing is saved of a step whose branch was not started. */
export function startStatement(
  step: StepRows,
  place: Extract<BranchPlace, { kind: 'start' }>,
  writer: string,
): Statement {
  const now = Date.now();
  const added = noRows();
  addStepTo(added, 0, step);
  const writes = loneWrites(step);
  if (writes) addWritesTo(added, 0, writes, now);
  const { text, rows } = statementFor(added);
  const mustHaveParent = step.parentId !== null && place.origin !== 'put';
  const head = [step.parentId, step.checkpointId, place.origin, step.createdAt, step.graphName];
  const key = [step.threadId, step.namespace, place.branchId];
  return { text, values: [now, writer, ...key, ...head, mustHaveParent ? 1 : 0, place.head, ...rows.values(added)] };
}

const statements = new Map<string, { text: string; rows: StepRowsStatement }>();

function statementFor(added: AddedRows): { text: string; rows: StepRowsStatement } {
  const kinds = Object.entries(added).flatMap(([kind, rows]) => (rows.length > 0 ? kind : []));
  const key = kinds.join();
  const known = statements.get(key);
  if (known) return known;
  const rows = new StepRowsStatement(FIRST_ROW, new Set(kinds), { steps: isStarted, writes: isStarted });
  const text = postgresDialect.compile(sql`WITH ${sql.join([...parts, ...rows.parts], sql`, `)}
    SELECT ${hasParent} AS has_parent, EXISTS (SELECT 1 FROM registered) AS registered, ${isStarted} AS started`).text;
  statements.set(key, { text, rows });
  return { text, rows };
}
