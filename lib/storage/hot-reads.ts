import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import type { Database, SqlValue } from './database';
import type { Dialect } from './dialect';
import type { Fields, Selected } from './query';
import { list, outer, readRow, selection } from './query';

// Every step and every page of the debugger reads these, so their text is made once, from the schema, and the drivers
// keep it prepared; `$1`, `$2`, … are bound to what callers give. See hot-sqlite.ts for what building it each time costs.

/** Columns that `TupleReader` needs of a checkpoint and its branch. */
export function tupleFields({ tables: { branches, checkpoints }, jsonText }: Dialect) {
  const { threadId, namespace, checkpointId, parentId, branchId, baseId, createdAt, metadata, record } = checkpoints;
  return {
    threadId,
    namespace,
    checkpointId,
    parentId,
    branchId,
    baseId,
    createdAt,
    metadata: jsonText(metadata),
    record,
    tipId: outer(branches.tipId),
    isHead: outer(branches.isHead),
  };
}

export type TupleRow = Selected<ReturnType<typeof tupleFields>>;

/** Behind checkpoints: the branch that each one belongs to. */
export function joinBranch({ branches, checkpoints }: Dialect['tables']): SQL {
  return sql`LEFT JOIN ${branches} ON ${branches.threadId} = ${checkpoints.threadId}
    AND ${branches.namespace} = ${checkpoints.namespace} AND ${branches.branchId} = ${checkpoints.branchId}`;
}

interface HotRead<Of extends Fields> {
  fields: Of;
  text: string;
}

export async function readHot<Of extends Fields>(
  database: Database,
  { fields, text }: HotRead<Of>,
  values: SqlValue[],
): Promise<Selected<Of>[]> {
  return (await database.query(text, values)).map((row) => readRow(fields, row));
}

export function hotReads(dialect: Dialect) {
  const { tables, keyTable } = dialect;
  const { branches, channelValues, checkpoints, checkpointWrites } = tables;
  const prepare = <Of extends Fields>(fields: Of, rest: SQL): HotRead<Of> => ({
    fields,
    text: dialect.compile(sql`SELECT ${selection(fields)} ${rest}`).text,
  });
  const keys = sql.raw('$1');
  const tuple = tupleFields(dialect);
  const fromTips = sql`FROM ${branches} JOIN ${checkpoints} ON ${checkpoints.threadId} = ${branches.threadId}
      AND ${checkpoints.namespace} = ${branches.namespace} AND ${checkpoints.checkpointId} = ${branches.tipId}
    WHERE ${branches.threadId} = $1 AND ${branches.namespace} = $2`;
  const ofCheckpoint = { thread: 'text', namespace: 'text', checkpoint: 'bytes' } as const;
  const { threadId, namespace, checkpointId, baseId, record } = checkpoints;
  return {
    /** $1 thread, $2 namespace, $3 checkpoint. */
    checkpoint: prepare(
      tuple,
      sql`FROM ${checkpoints} ${joinBranch(tables)}
        WHERE ${threadId} = $1 AND ${namespace} = $2 AND ${checkpointId} = $3`,
    ),
    /** $1 thread, $2 namespace. */
    headTip: prepare(tuple, sql`${fromTips} AND ${branches.isHead}`),
    /** $1 thread, $2 namespace, $3 branch. */
    branchTip: prepare(tuple, sql`${fromTips} AND ${branches.branchId} = $3`),
    /** $1 checkpoints. */
    checkpoints: prepare(
      tuple,
      sql`FROM ${keyTable(keys, ofCheckpoint)} JOIN ${checkpoints} ON ${threadId} = keys.thread
        AND ${namespace} = keys.namespace AND ${checkpointId} = keys.checkpoint ${joinBranch(tables)}`,
    ),
    /** $1 bases, $2 the last checkpoint wanted. */
    records: prepare(
      { threadId, namespace, checkpointId, baseId, record },
      sql`FROM ${keyTable(keys, { thread: 'text', namespace: 'text', base: 'bytes' })}
        JOIN ${checkpoints} ON ${threadId} = keys.thread AND ${namespace} = keys.namespace AND ${baseId} = keys.base
        WHERE ${checkpointId} <= $2 ORDER BY ${list([threadId, namespace, baseId, checkpointId])}`,
    ),
    /** $1 places. */
    values: prepare(
      {
        threadId: channelValues.threadId,
        namespace: channelValues.namespace,
        channel: channelValues.channel,
        chainId: channelValues.chainId,
        sequence: channelValues.sequence,
        value: channelValues.value,
      },
      sql`FROM ${keyTable(keys, { thread: 'text', namespace: 'text', channel: 'text', chain: 'text', sequence: 'integer' })}
        JOIN ${channelValues} ON ${channelValues.threadId} = keys.thread AND ${channelValues.namespace} = keys.namespace
          AND ${channelValues.channel} = keys.channel AND ${channelValues.chainId} = keys.chain
          AND ${channelValues.sequence} = keys.sequence`,
    ),
    /** $1 checkpoints. */
    writes: prepare(
      {
        threadId: checkpointWrites.threadId,
        namespace: checkpointWrites.namespace,
        checkpointId: checkpointWrites.checkpointId,
        taskId: checkpointWrites.taskId,
        writes: checkpointWrites.writes,
      },
      sql`FROM ${keyTable(keys, ofCheckpoint)} JOIN ${checkpointWrites} ON ${checkpointWrites.threadId} = keys.thread
          AND ${checkpointWrites.namespace} = keys.namespace AND ${checkpointWrites.checkpointId} = keys.checkpoint
        ORDER BY ${list([checkpointWrites.taskId, checkpointWrites.position])}`,
    ),
  };
}
