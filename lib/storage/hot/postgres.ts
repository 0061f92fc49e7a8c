import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import { postgresDialect } from '../postgres-dialect';
import { assign, names, selection } from '../query';

// What runs at every step, made once from the schema and kept prepared by the driver, as in sqlite.ts. Parameters
// are cast where they first stand, since PostgreSQL can't tell their types in a SELECT list.

const { branches, checkpointWrites, threads } = postgresDialect.tables;
const text = (query: SQL) => postgresDialect.compile(query).text;

const { threadId, namespace, branchId, tipId, isHead } = branches;
const ofNamespace = sql`${threadId} = $1 AND ${namespace} = $2`;

/** $1 thread. */
export const LOCK_THREAD = text(sql`SELECT 1 FROM ${threads} WHERE ${threads.threadId} = $1 FOR UPDATE`);

/** $1 thread, $2 namespace, $3 branch, $4 checkpoint, $5 'take' or 'if-latest'. */
export const LEAVE_HEAD = text(sql`UPDATE ${branches} SET ${assign(isHead, sql`FALSE`)}
  WHERE ${ofNamespace} AND ${branchId} <> $3 AND ${isHead} AND ($5::text = 'take' OR ${tipId} < $4)`);

/** $1 thread, $2 namespace, $3 branch. */
export const TAKE_HEAD = text(sql`UPDATE ${branches} SET ${assign(isHead, sql`TRUE`)}
  WHERE ${ofNamespace} AND ${branchId} = $3
    AND NOT EXISTS (SELECT 1 FROM ${branches} WHERE ${ofNamespace} AND ${isHead})`);

const { checkpointId, taskId, position, writes, createdAt } = checkpointWrites;
const writeKey = names(checkpointWrites.threadId, checkpointWrites.namespace, checkpointId, taskId, position);
/** $1 thread, $2 namespace, $3 checkpoint, $4 task. */
export const READ_REGULAR = text(sql`SELECT ${selection({ writes })} FROM ${checkpointWrites}
  WHERE ${checkpointWrites.threadId} = $1 AND ${checkpointWrites.namespace} = $2 AND ${checkpointId} = $3
    AND ${taskId} = $4 AND ${position} >= 0 FOR UPDATE`);

/** $1 thread, $2 namespace, $3 checkpoint, $4 task, $5 position, $6 writes, $7 now. */
export const ADD_REGULAR = text(sql`INSERT INTO ${checkpointWrites} (${writeKey}, ${names(writes, createdAt)})
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`);
