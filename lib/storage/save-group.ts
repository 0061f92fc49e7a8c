import { sql } from 'drizzle-orm';
import type { SqlValue } from './database';
import { replaceWrites } from './hot-postgres';
import type { StrandRow } from './many-postgres';
import { arrayText, given, givenRows, ManyRows } from './many-postgres';
import { postgresDialect } from './postgres-dialect';
import { assign, list } from './query';

// The statement that saves a group: one text with one number of parameters whatever the group holds, which the driver
// keeps prepared.

const { branches, channelValues, checkpoints, checkpointWrites } = postgresDialect.tables;
const { threadId, namespace, branchId, tipId, updatedAt, writer } = branches;

/** $1 now, $2 writer. */
const touch = list([assign(updatedAt, sql`$1::bigint`), assign(writer, sql`$2::text`)]);
/** $3 to $8: strands with steps; where their branches must end, and where they are to end. */
const moves = givenRows(3, { thread_id: threadId, namespace, branch_id: branchId, parent_id: tipId, last_id: tipId });
/** $9 to $12: checkpoints with writes that stand alone. */
const written = givenRows(9, { thread_id: threadId, namespace, checkpoint_id: tipId });
const steps = new ManyRows(checkpoints, 13);
const values = new ManyRows(channelValues, steps.end);
const regular = new ManyRows(checkpointWrites, values.end);
const reserved = new ManyRows(checkpointWrites, regular.end);

const ofGiven = sql`${threadId} = given.thread_id AND ${namespace} = given.namespace`;
const isMoved = sql`given.strand IN (SELECT strand FROM moved)`;
/** Rows of strands without steps name none. */
const isOpen = sql`(given.strand < 0 OR ${isMoved})`;
const { taskId, position } = checkpointWrites;
const hasRegular = sql`EXISTS (SELECT 1 FROM ${checkpointWrites}
  WHERE ${checkpointWrites.threadId} = given.thread_id AND ${checkpointWrites.namespace} = given.namespace
    AND ${checkpointWrites.checkpointId} = ${given(checkpointWrites.checkpointId)}
    AND ${taskId} = ${given(taskId)} AND ${position} >= 0)`;

/** Answers the strands that moved, and how many rows of regular writes were added. */
export const SAVE_GROUP = postgresDialect.compile(sql`
  WITH moved AS (
    UPDATE ${branches} SET ${assign(tipId, sql`given.last_id`)}, ${touch} FROM ${moves}
    WHERE ${ofGiven} AND ${branchId} = given.branch_id AND ${tipId} = given.parent_id RETURNING given.strand),
  touched AS (
    UPDATE ${branches} SET ${touch} FROM ${written} WHERE ${ofGiven} AND ${tipId} = given.checkpoint_id),
  added_steps AS (${steps.insert(isMoved)}),
  added_values AS (${values.insert(isMoved)} ON CONFLICT DO NOTHING),
  added_regular AS (${regular.insert(sql`${isOpen} AND NOT ${hasRegular}`)} ON CONFLICT DO NOTHING RETURNING 1),
  added_reserved AS (${reserved.insert(isOpen)} ${replaceWrites})
  SELECT coalesce((SELECT string_agg(strand::text, ',') FROM moved), '') AS moved,
    (SELECT count(*) FROM added_regular) AS added`).text;

export interface GroupRows {
  moves: { strand: number; key: SqlValue[] }[];
  written: { strand: number; key: SqlValue[] }[];
  steps: StrandRow<typeof checkpoints>[];
  values: StrandRow<typeof channelValues>[];
  regular: StrandRow<typeof checkpointWrites>[];
  reserved: StrandRow<typeof checkpointWrites>[];
}

export function groupValues(rows: GroupRows, now: number, writerName: string): SqlValue[] {
  return [
    now,
    writerName,
    ...keyArrays(rows.moves, 5),
    ...keyArrays(rows.written, 3),
    ...steps.values(rows.steps),
    ...values.values(rows.values),
    ...regular.values(rows.regular),
    ...reserved.values(rows.reserved),
  ];
}

function keyArrays(keys: readonly { strand: number; key: SqlValue[] }[], columns: number): SqlValue[] {
  return [
    arrayText(keys.map(({ strand }) => strand)),
    ...Array.from({ length: columns }, (_, column) => arrayText(keys.map(({ key }) => key[column] as SqlValue))),
  ];
}
