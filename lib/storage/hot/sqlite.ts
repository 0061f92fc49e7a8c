import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import { assign, list, names, selection } from '../query';
import { sqliteDialect } from '../sqlite-dialect';

// What runs at every step. The text is made once, from the schema, and the driver keeps the statement prepared; `$1`,
// `$2`, … are bound to what callers give. Adding a checkpoint so takes 40 µs; when Drizzle builds the statement each time
// it takes 225 to 350 µs (2 cores, Node 20).

const { branches, checkpoints, checkpointWrites, threads } = sqliteDialect.tables;
const text = (query: SQL) => sqliteDialect.compile(query).text;

const { threadId, namespace, branchId, tipId, isHead, updatedAt, writer } = branches;
/** Times of a row only grow, so that who watches sees each change. */
const laterThan = (time: string) => assign(updatedAt, sql`max(${sql.raw(time)}, ${updatedAt} + 1)`);
const ofNamespace = sql`${threadId} = $1 AND ${namespace} = $2`;

/** $1 thread, $2 namespace, $3 branch, $4 checkpoint, $5 now, $6 writer, $7 the tip that it must have. */
export const MOVE_TIP = text(sql`UPDATE ${branches}
  SET ${list([assign(tipId, sql`$4`), laterThan('$5'), assign(writer, sql`$6`)])}
  WHERE ${ofNamespace} AND ${branchId} = $3 AND ${tipId} = $7`);

/** $1 thread, $2 namespace, $3 tip, $4 now, $5 writer. */
export const TOUCH_TIP = text(sql`UPDATE ${branches} SET ${list([laterThan('$4'), assign(writer, sql`$5`)])}
  WHERE ${ofNamespace} AND ${tipId} = $3`);

/** $1 thread, $2 namespace, $3 branch, $4 checkpoint, $5 'take' or 'if-latest'. */
export const LEAVE_HEAD = text(sql`UPDATE ${branches} SET ${assign(isHead, sql`FALSE`)}
  WHERE ${ofNamespace} AND ${branchId} <> $3 AND ${isHead} AND ($5 = 'take' OR ${tipId} < $4)`);

/** $1 thread, $2 namespace, $3 branch. */
export const TAKE_HEAD = text(sql`UPDATE ${branches} SET ${assign(isHead, sql`TRUE`)}
  WHERE ${ofNamespace} AND ${branchId} = $3
    AND NOT EXISTS (SELECT 1 FROM ${branches} WHERE ${ofNamespace} AND ${isHead})`);

/** $1 thread, $2 namespace, $3 checkpoint. */
export const FIND_CHECKPOINT = text(sql`SELECT 1 FROM ${checkpoints}
  WHERE ${checkpoints.threadId} = $1 AND ${checkpoints.namespace} = $2 AND ${checkpoints.checkpointId} = $3`);

/** $1 thread, $2 graph, $3 now, $4 writer. */
export const REGISTER_THREAD = text(sql`INSERT INTO ${threads}
    (${names(threads.threadId, threads.graphId, threads.metadata, threads.config, threads.createdAt, threads.updatedAt, threads.writer)})
  VALUES ($1, $2, '{}', '{}', $3, $3, $4)
  ON CONFLICT (${names(threads.threadId)})
  DO UPDATE SET ${assign(threads.graphId, sql`coalesce(${threads.graphId}, excluded.${names(threads.graphId)})`)}`);

/** $1 thread, $2 namespace, $3 branch, $4 parent, $5 checkpoint, $6 is head, $7 origin, $8 its time, $9 now, $10 writer. */
export const START_BRANCH = text(sql`INSERT INTO ${branches}
    (${names(threadId, namespace, branchId, branches.position, branches.name, branches.forkCheckpointId, tipId, isHead)},
     ${names(branches.origin, branches.hidden, branches.createdAt, updatedAt, writer)})
  SELECT $1, $2, $3, coalesce(max(${branches.position}), 0) + 1, CASE count(*) WHEN 0 THEN 'main' ELSE 'branch ' || (max(${branches.position}) + 1) END, $4, $5, $6,
    $7, FALSE, $8, $9, $10
  FROM ${branches} WHERE ${ofNamespace}
  ON CONFLICT DO NOTHING`);

const { checkpointId, taskId, position, writes, createdAt } = checkpointWrites;
const writeKey = names(checkpointWrites.threadId, checkpointWrites.namespace, checkpointId, taskId, position);
const addWrites = sql`INSERT INTO ${checkpointWrites} (${writeKey}, ${names(writes, createdAt)})
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;

/** $1 thread, $2 namespace, $3 checkpoint, $4 task. */
export const READ_REGULAR = text(sql`SELECT ${selection({ writes })} FROM ${checkpointWrites}
  WHERE ${checkpointWrites.threadId} = $1 AND ${checkpointWrites.namespace} = $2 AND ${checkpointId} = $3
    AND ${taskId} = $4 AND ${position} >= 0`);

/** $1 thread, $2 namespace, $3 checkpoint, $4 task, $5 position, $6 writes, $7 now. */
export const ADD_REGULAR = text(sql`${addWrites} ON CONFLICT DO NOTHING`);
export const REPLACE_RESERVED = text(sql`${addWrites} ON CONFLICT (${writeKey})
  DO UPDATE SET ${list([writes, createdAt].map((column) => assign(column, sql`excluded.${names(column)}`)))}`);
