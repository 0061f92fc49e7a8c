import type { SQL } from 'drizzle-orm';
import { aliasedTable, sql } from 'drizzle-orm';
import { chainRanges } from '../chain-range';
import type { Database, SqlValue } from '../database';
import type { Dialect } from '../dialect';
import type { Fields, Selected } from '../query';
import { list, readRow, selection } from '../query';
import { REFERENCE } from '../stored-value';
import type { ValueReference } from '../value-reference';
import { REFERENCE_ITEMS } from '../value-reference';

// Every step and every page of the debugger reads these, so their text is made once, from the schema, and the drivers
// keep it prepared; `$1`, `$2`, … are bound to what callers give. See sqlite.ts for what building it each time costs.

function recordedFields({ checkpoints }: Dialect['tables']) {
  const { checkpointId, parentId, branchId, step, source, runId, createdAt, record } = checkpoints;
  return { checkpointId, parentId, branchId, step, source, runId, createdAt, record };
}

export type RecordedRow = Selected<ReturnType<typeof recordedFields>>;

function chainFields({ channelValues }: Dialect['tables']) {
  const { threadId, namespace, channel, chainId, sequence, kind, value } = channelValues;
  return { threadId, namespace, channel, chainId, sequence, kind, value };
}

export type ValueChainRow = Selected<ReturnType<typeof chainFields>>;

export interface HotRead<Of extends Fields> {
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
  const { checkpoints, checkpointWrites } = tables;
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
  const ofCheckpoint = { thread: 'text', namespace: 'text', checkpoint: 'bytes' } as const;
  const { threadId, namespace, checkpointId, parentId, source, step, runId, metadata, record } = checkpoints;
  const later = aliasedTable(checkpoints, 'later');
  const named = joinEach(
    checkpoints,
    sql`${threadId} = keys.thread AND ${namespace} = keys.namespace AND ${checkpointId} = keys.checkpoint`,
  );
  return {
    /** $1 checkpoints. */
    checkpoints: prepareMany(
      { checkpointId, source, step, runId, metadata: dialect.jsonText(metadata) },
      sql`FROM ${keyTable(keys, ofCheckpoint)} ${named}`,
    ),
    /** $1 checkpoints; with their records. */
    recorded: prepareMany(recordedFields(tables), sql`FROM ${keyTable(keys, ofCheckpoint)} ${named}`),
    /** $1 checkpoints; as rows, since they are long. */
    longRecords: prepare({ checkpointId, record }, sql`FROM ${keyTable(keys, ofCheckpoint)} ${named}`),
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
    /** $1 ranges of chains. Behind them come the chains that they begin with a reference to; a row may come twice. */
    values: prepare(chainFields(tables), chainsOf(dialect, keys)),
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

function chainsOf(dialect: Dialect, keys: SQL): SQL {
  const { tables, joinEach, jsonItem } = dialect;
  const { channelValues } = tables;
  const { threadId, namespace, channel, chainId, sequence, kind, value } = channelValues;
  const columns = list([threadId, namespace, channel, chainId, sequence, kind, value]);
  const { table: ranges, isInChain, isInRange } = chainRanges(dialect, keys);
  const isReference = sql`${isInChain} AND ${sequence} = keys.first AND ${kind} = ${sql.raw(String(REFERENCE))}`;
  const item = (place: keyof ValueReference) => jsonItem(value, REFERENCE_ITEMS.indexOf(place));
  const referred = sql`SELECT DISTINCT keys.thread AS thread, keys.namespace AS namespace, ${item('channel')} AS channel,
    ${item('chainId')} AS chain, CAST(${item('sequence')} AS INTEGER) AS last FROM ${ranges} ${joinEach(channelValues, isReference)}`;
  return sql`FROM (SELECT ${columns} FROM ${ranges}
      ${joinEach(channelValues, isInRange)}
      UNION ALL SELECT ${columns} FROM (${referred}) AS keys
      ${joinEach(channelValues, sql`${isInChain} AND ${sequence} <= keys.last`)}) AS ${channelValues}
    ORDER BY ${list([threadId, namespace, channel, chainId, sequence])}`;
}
