import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import { postgresDialect } from './postgres-dialect';
import { assign, list, names, selection } from './query';

// What runs at every step, made once from the schema and kept prepared by the driver, as in hot-sqlite.ts. Parameters
// are cast where they first stand, since PostgreSQL can't tell their types in a SELECT list.

const { branches, channelValues, checkpoints, checkpointWrites, threads } = postgresDialect.tables;
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
const intoWrites = sql`INSERT INTO ${checkpointWrites} (${writeKey}, ${names(writes, createdAt)})`;
const replaceWrites = sql`ON CONFLICT (${writeKey})
  DO UPDATE SET ${list([writes, createdAt].map((column) => assign(column, sql`excluded.${names(column)}`)))}`;
const regularOf = (checkpoint: string, task: string) => sql`FROM ${checkpointWrites}
  WHERE ${checkpointWrites.threadId} = $1 AND ${checkpointWrites.namespace} = $2
    AND ${checkpointId} = ${sql.raw(checkpoint)} AND ${taskId} = ${sql.raw(task)} AND ${position} >= 0`;

/** Parameters 1 to 25 of both statements below; see `stepValues`. */
const stepParts = (condition: SQL | undefined) => sql`
  added_checkpoint AS (
    INSERT INTO ${checkpoints}
      (${names(checkpoints.threadId, checkpoints.namespace, checkpoints.checkpointId, checkpoints.parentId, checkpoints.branchId)},
       ${names(checkpoints.baseId, checkpoints.source, checkpoints.step, checkpoints.runId, checkpoints.createdAt)},
       ${names(checkpoints.nodes, checkpoints.next, checkpoints.metadata, checkpoints.record)})
    SELECT $1::text, $2::text, $3::bytea, $4::bytea, $5::text, $6::bytea, $7::text, $8::integer, $9::bytea, $10::bigint,
      $11::text, $12::text, $13::text::jsonb, $14::bytea
    ${condition && sql`WHERE ${condition}`}),
  added_values AS (
    INSERT INTO ${channelValues}
      (${names(channelValues.threadId, channelValues.namespace, channelValues.channel, channelValues.chainId)},
       ${names(channelValues.sequence, channelValues.version, channelValues.kind, channelValues.value, channelValues.createdAt)})
    SELECT $1, $2, given.channel, given.chain_id, given.sequence, given.version, given.kind, given.value, $10
    FROM unnest($15::text::text[], $16::text::text[], $17::text::integer[], $18::text::text[], $19::text::smallint[],
        $20::text::bytea[])
      AS given(channel, chain_id, sequence, version, kind, value)
    ${condition && sql`WHERE ${condition}`} ON CONFLICT DO NOTHING),
  added_regular AS (
    ${intoWrites} SELECT $1, $2, $4, $21::bytea, $22::integer, $23::bytea, $10
    WHERE ${condition ?? sql`TRUE`} AND $22 IS NOT NULL AND NOT EXISTS (SELECT 1 ${regularOf('$4', '$21')})
    ON CONFLICT DO NOTHING),
  added_reserved AS (
    ${intoWrites} SELECT $1, $2, $4, $21, given.position, given.writes, $10
    FROM unnest($24::text::integer[], $25::text::bytea[]) AS given(position, writes)
    ${condition && sql`WHERE ${condition}`} ${replaceWrites})`;

/** $26 now, $27 writer. */
export const EXTEND = text(sql`
  WITH moved AS (
    UPDATE ${branches} SET ${list([assign(tipId, sql`$3`), assign(updatedAt, sql`$26`), assign(writer, sql`$27`)])}
    WHERE ${ofNamespace} AND ${branchId} = $5 AND ${tipId} = $4 RETURNING 1),
  ${stepParts(sql`EXISTS (SELECT 1 FROM moved)`)}
  SELECT count(*) AS moved FROM moved`);

export const ADD_STEP = text(sql`WITH ${stepParts(undefined)} SELECT 1`);

/** $1 thread, $2 namespace, $3 checkpoint, $4 now, $5 to $9 the writes, $10 writer. */
export const ADD_WRITES = text(sql`
  WITH added_regular AS (
    ${intoWrites} SELECT $1::text, $2::text, $3::bytea, $5::bytea, $6::integer, $7::bytea, $4::bigint
    WHERE $6 IS NOT NULL AND NOT EXISTS (SELECT 1 ${regularOf('$3', '$5')})
    ON CONFLICT DO NOTHING RETURNING 1),
  added_reserved AS (
    ${intoWrites} SELECT $1, $2, $3, $5, given.position, given.writes, $4
    FROM unnest($8::text::integer[], $9::text::bytea[]) AS given(position, writes) ${replaceWrites}),
  touched AS (
    UPDATE ${branches} SET ${list([assign(updatedAt, sql`$4`), assign(writer, sql`$10`)])} WHERE ${ofNamespace} AND ${tipId} = $3)
  SELECT count(*) AS added FROM added_regular`);

/** $1 thread, $2 namespace, $3 checkpoint, $4 task. */
export const READ_REGULAR = text(sql`SELECT ${selection({ writes })} ${regularOf('$3', '$4')} FOR UPDATE`);

/** $1 thread, $2 namespace, $3 checkpoint, $4 task, $5 position, $6 writes, $7 now. */
export const ADD_REGULAR = text(sql`${intoWrites} VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`);
