import type { SQL } from 'drizzle-orm';
import { aliasedTable, sql } from 'drizzle-orm';
import type { Database, SqlValue } from '../database';
import type { Dialect } from '../dialect';
import type { Fields, Selected } from '../query';
import { list, outer, readRow, selection } from '../query';

// Every step and every page of the debugger reads these, so their text is made once, from the schema, and the drivers
// keep it prepared; `$1`, `$2`, … are bound to what callers give. See sqlite.ts for what building it each time costs.

/** Columns that `TupleReader` needs of a checkpoint and its branch. */
export function tupleFields({ tables: { branches, checkpoints, checkpointWrites }, jsonText }: Dialect) {
  const { threadId, namespace, checkpointId, parentId, branchId, baseId } = checkpoints;
  const { source, step, runId, createdAt, metadata, record } = checkpoints;
  const hasWrites = sql`EXISTS (SELECT 1 FROM ${checkpointWrites} WHERE ${checkpointWrites.threadId} = ${threadId}
    AND ${checkpointWrites.namespace} = ${namespace} AND ${checkpointWrites.checkpointId} = ${checkpointId})`;
  return {
    threadId,
    namespace,
    checkpointId,
    parentId,
    branchId,
    baseId,
    source,
    step,
    runId,
    createdAt,
    metadata: jsonText(metadata),
    record,
    tipId: outer(branches.tipId),
    isHead: outer(branches.isHead),
    /** 1 when tasks wrote on it, but for a lone one whose step took its writes along. */
    hasWrites: sql<number>`CASE WHEN ${hasWrites} THEN 1 ELSE 0 END`,
  };
}

export type TupleRow = Selected<ReturnType<typeof tupleFields>>;

function chainFields({ channelValues }: Dialect['tables']) {
  const { threadId, namespace, channel, chainId, sequence, kind, value } = channelValues;
  return { threadId, namespace, channel, chainId, sequence, kind, value };
}

export type ValueChainRow = Selected<ReturnType<typeof chainFields>>;

/** Behind checkpoints: the branch that each one belongs to. */
export function joinBranch({ branches, checkpoints }: Dialect['tables']): SQL {
  return sql`LEFT JOIN ${branches} ON ${branches.threadId} = ${checkpoints.threadId}
    AND ${branches.namespace} = ${checkpoints.namespace} AND ${branches.branchId} = ${checkpoints.branchId}`;
}

interface HotRead<Of extends Fields> {
  fields: Of;
  text: string;
  isOfMany: boolean;
}

export async function readHot<Of extends Fields>(
  database: Database,
  { fields, text, isOfMany }: HotRead<Of>,
  values: SqlValue[],
): Promise<Selected<Of>[]> {
  const rows = await database.query(text, values);
  return isOfMany ? database.sql.many.read(fields, rows) : rows.map((row) => readRow(fields, row));
}

type HotReads = ReturnType<typeof makeReads>;

const made = new WeakMap<Dialect, HotReads>();

export function hotReads(dialect: Dialect): HotReads {
  let reads = made.get(dialect);
  if (reads === undefined) {
    reads = makeReads(dialect);
    made.set(dialect, reads);
  }
  return reads;
}

function makeReads(dialect: Dialect) {
  const { tables, keyTable, joinEach } = dialect;
  const { branches, channelValues, checkpoints, checkpointWrites } = tables;
  const prepare = <Of extends Fields>(fields: Of, rest: SQL): HotRead<Of> => ({
    fields,
    text: dialect.compile(sql`SELECT ${selection(fields)} ${rest}`).text,
    isOfMany: false,
  });
  const prepareMany = <Of extends Fields>(fields: Of, rest: SQL): HotRead<Of> => ({
    fields,
    text: dialect.compile(dialect.many.query(fields, rest)).text,
    isOfMany: true,
  });
  const keys = sql.raw('$1');
  const tuple = tupleFields(dialect);
  const tipped = aliasedTable(branches, 'tipped');
  // The tip's id is asked for first, and no join is: see `joinEach` of PostgreSQL.
  const fromTip = (isWanted: SQL) => sql`FROM ${checkpoints} ${joinBranch(tables)}
    WHERE ${checkpoints.threadId} = $1 AND ${checkpoints.namespace} = $2 AND ${checkpoints.checkpointId} = (
      SELECT ${tipped.tipId} FROM ${branches} ${tipped}
      WHERE ${tipped.threadId} = $1 AND ${tipped.namespace} = $2 AND ${isWanted})`;
  const ofCheckpoint = { thread: 'text', namespace: 'text', checkpoint: 'bytes' } as const;
  const { threadId, namespace, checkpointId, parentId, branchId, record } = checkpoints;
  const later = aliasedTable(checkpoints, 'later');
  const named = joinEach(
    checkpoints,
    sql`${threadId} = keys.thread AND ${namespace} = keys.namespace AND ${checkpointId} = keys.checkpoint`,
  );
  return {
    /** $1 thread, $2 namespace, $3 checkpoint. */
    checkpoint: prepare(
      tuple,
      sql`FROM ${checkpoints} ${joinBranch(tables)}
        WHERE ${threadId} = $1 AND ${namespace} = $2 AND ${checkpointId} = $3`,
    ),
    /** $1 thread, $2 namespace. */
    headTip: prepare(tuple, fromTip(sql`${tipped.isHead}`)),
    /** $1 thread, $2 namespace, $3 branch. */
    branchTip: prepare(tuple, fromTip(sql`${tipped.branchId} = $3`)),
    /** $1 checkpoints. */
    checkpoints: prepareMany(tuple, sql`FROM ${keyTable(keys, ofCheckpoint)} ${named} ${joinBranch(tables)}`),
    /** $1 checkpoints; as rows, since they are long. */
    longRecords: prepare({ checkpointId, record }, sql`FROM ${keyTable(keys, ofCheckpoint)} ${named}`),
    /** $1 bases, each with the last checkpoint wanted of those that it is the base of. */
    records: prepareMany(
      { threadId, namespace, checkpointId, record },
      sql`FROM ${keyTable(keys, { thread: 'text', namespace: 'text', branch: 'text', base: 'bytes', last: 'bytes' })}
        ${joinEach(
          checkpoints,
          sql`${threadId} = keys.thread AND ${namespace} = keys.namespace AND ${branchId} = keys.branch
            AND ${checkpointId} >= keys.base AND ${checkpointId} <= keys.last`,
        )}
        ORDER BY ${list([threadId, namespace, branchId, checkpointId])}`,
    ),
    /** $1 checkpoints; answers of each the one that follows on its branch. */
    followers: prepareMany(
      { threadId, namespace, parentId, record },
      sql`FROM ${keyTable(keys, { thread: 'text', namespace: 'text', branch: 'text', checkpoint: 'bytes' })}
        ${joinEach(
          checkpoints,
          sql`${threadId} = keys.thread AND ${namespace} = keys.namespace AND ${checkpointId} = (
            SELECT ${later.checkpointId} FROM ${checkpoints} ${later} WHERE ${later.threadId} = keys.thread
              AND ${later.namespace} = keys.namespace AND ${later.branchId} = keys.branch
              AND ${later.checkpointId} > keys.checkpoint ORDER BY ${later.checkpointId} LIMIT 1)`,
        )}`,
    ),
    /** $1 ranges of chains. */
    values: prepare(
      chainFields(tables),
      sql`FROM ${keyTable(keys, { thread: 'text', namespace: 'text', channel: 'text', chain: 'text', first: 'integer', last: 'integer' })}
        ${joinEach(
          channelValues,
          sql`${channelValues.threadId} = keys.thread AND ${channelValues.namespace} = keys.namespace
            AND ${channelValues.channel} = keys.channel AND ${channelValues.chainId} = keys.chain
            AND ${channelValues.sequence} >= keys.first AND ${channelValues.sequence} <= keys.last`,
        )}
        ORDER BY ${list([channelValues.threadId, channelValues.namespace, channelValues.channel, channelValues.chainId, channelValues.sequence])}`,
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
      sql`FROM ${keyTable(keys, ofCheckpoint)} ${joinEach(
        checkpointWrites,
        sql`${checkpointWrites.threadId} = keys.thread AND ${checkpointWrites.namespace} = keys.namespace
          AND ${checkpointWrites.checkpointId} = keys.checkpoint`,
      )}
        ORDER BY ${list([checkpointWrites.taskId, checkpointWrites.position])}`,
    ),
  };
}
