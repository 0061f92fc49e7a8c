import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import { postgresDialect } from './postgres-dialect';
import { assign, list, names, selection } from './query';

// What runs at every step, made once from the schema and kept prepared by the driver, as in hot-sqlite.ts. Parameters
// are cast where they first stand, since PostgreSQL can't tell their types in a SELECT list.

const { branches, checkpoints, checkpointWrites, threads } = postgresDialect.tables;
const text = (query: SQL) => postgresDialect.compile(query).text;

const { threadId, namespace, branchId, tipId, isHead, updatedAt, writer } = branches;
const ofNamespace = sql`${threadId} = $1 AND ${namespace} = $2`;

/** $1 thread, $2 graph, $3 now, $4 writer. */
export const REGISTER_THREAD = text(sql`INSERT INTO ${threads}
    (${names(threads.threadId, threads.graphId, threads.metadata, threads.config, threads.createdAt, threads.updatedAt, threads.writer)})
  VALUES ($1, $2, '{}', '{}', $3, $3, $4)
  ON CONFLICT (${names(threads.threadId)})
  DO UPDATE SET ${assign(threads.graphId, sql`coalesce(${threads.graphId}, excluded.${names(threads.graphId)})`)}`);

/** $1 thread, $2 namespace, $3 branch, $4 checkpoint, $5 'take' or 'if-latest'. */
export const LEAVE_HEAD = text(sql`UPDATE ${branches} SET ${assign(isHead, sql`FALSE`)}
  WHERE ${ofNamespace} AND ${branchId} <> $3 AND ${isHead} AND ($5::text = 'take' OR ${tipId} < $4)`);

/** $1 thread, $2 namespace, $3 branch. */
export const TAKE_HEAD = text(sql`UPDATE ${branches} SET ${assign(isHead, sql`TRUE`)}
  WHERE ${ofNamespace} AND ${branchId} = $3
    AND NOT EXISTS (SELECT 1 FROM ${branches} WHERE ${ofNamespace} AND ${isHead})`);

const findCheckpoint = (id: string) => sql`SELECT 1 FROM ${checkpoints} WHERE ${checkpoints.threadId} = $1
  AND ${checkpoints.namespace} = $2 AND ${checkpoints.checkpointId} = ${sql.raw(id)}`;
/** $1 thread, $2 namespace, $3 checkpoint. */
export const FIND_CHECKPOINT = text(findCheckpoint('$3'));

/**
 * $1 thread, $2 namespace, $3 branch, $4 parent, $5 checkpoint, $6 is head, $7 origin, $8 its time, $9 now, $10 writer,
 * $11 must have the parent.
 */
export const START_BRANCH = text(sql`INSERT INTO ${branches}
    (${names(threadId, namespace, branchId, branches.position, branches.name, branches.forkCheckpointId, tipId, isHead)},
     ${names(branches.origin, branches.hidden, branches.createdAt, updatedAt, writer)})
  SELECT $1::text, $2::text, $3::text, coalesce(max(${branches.position}), 0) + 1,
    CASE count(*) WHEN 0 THEN 'main' ELSE 'branch ' || (max(${branches.position}) + 1) END,
    $4::bytea, $5::bytea, $6::integer = 1, $7::text, FALSE, $8::bigint, $9::bigint, $10::text
  FROM ${branches} WHERE ${ofNamespace}
  HAVING $11::integer = 0 OR EXISTS (${findCheckpoint('$4::bytea')})
  ON CONFLICT DO NOTHING RETURNING 1`);

const { checkpointId, taskId, position, writes, createdAt } = checkpointWrites;
const writeKey = names(checkpointWrites.threadId, checkpointWrites.namespace, checkpointId, taskId, position);
/** Behind rows to insert: a reserved write takes the place of the one before. */
export const replaceWrites = sql`ON CONFLICT (${writeKey})
  DO UPDATE SET ${list([writes, createdAt].map((column) => assign(column, sql`excluded.${names(column)}`)))}`;
/** $1 thread, $2 namespace, $3 checkpoint, $4 task. */
export const READ_REGULAR = text(sql`SELECT ${selection({ writes })} FROM ${checkpointWrites}
  WHERE ${checkpointWrites.threadId} = $1 AND ${checkpointWrites.namespace} = $2 AND ${checkpointId} = $3
    AND ${taskId} = $4 AND ${position} >= 0 FOR UPDATE`);

/** $1 thread, $2 namespace, $3 checkpoint, $4 task, $5 position, $6 writes, $7 now. */
export const ADD_REGULAR = text(sql`INSERT INTO ${checkpointWrites} (${writeKey}, ${names(writes, createdAt)})
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`);
