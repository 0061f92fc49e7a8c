import type { SQL } from 'drizzle-orm';
import { aliasedTable, sql } from 'drizzle-orm';
import type { Database, SqlValue } from './database';
import { rowBytes, rowText } from './database';
import type { Dialect } from './dialect';
import { list, selection } from './query';
import type { PageFields, RowPage } from './row-page';
import { bytesAt, pageColumns, readPage } from './row-page';
import { hexOf } from './stored-id';

// Any number of checkpoints, with all that their versions and pending writes are made of, in one statement:
//
// `page`       the checkpoints themselves, newest first.
// `stretches`  those of one base, from which the records to the last of them tell the versions of all.
// `steps`      the records of each stretch, and the one behind it on the branch, which holds what a lone task wrote on its last.
// `writes`     the writes that lie in rows of their own.
//
// Each comes as columns (see row-page.ts), all in one row; behind it long bytes have a row each, since 1,000 of them could
// be more than a driver takes in one.

const MAX_JOINED_BYTES = 16 * 1024;

export interface PageSource {
  /** Behind FROM: `checkpoints`, and whatever finds them. */
  from: SQL;
  /** Of which of them the versions are known, so that no records before their own are read. */
  isKnown?: SQL;
}

export interface StoredPage {
  page: RowPage<typeof PAGE>;
  stretches: RowPage<typeof STRETCHES>;
  /** In any order. */
  steps: RowPage<typeof STEPS>;
  writes: RowPage<typeof WRITES>;
  record(at: number): Uint8Array;
  /** Packed writes of one task. */
  packed(at: number): Uint8Array;
}

const bytes = sql<Uint8Array>``;
const number = sql<number>``;
const text = sql<string>``;
const PAGE = {
  bytes: { id: bytes, parent: bytes, run: bytes },
  numbers: { step: number, createdAt: number, isTip: number, isHead: number },
  texts: { thread: text, namespace: text, branch: text, source: text, metadata: sql<string | null>`` },
} satisfies PageFields;
const STRETCHES = { bytes: {}, numbers: { stretch: number }, texts: { thread: text, namespace: text } };
const STEPS = { bytes: { id: bytes, record: bytes }, numbers: { stretch: number }, texts: {} };
const WRITES = {
  bytes: { id: bytes, task: bytes, packed: bytes },
  numbers: { at: number },
  texts: { thread: text, namespace: text },
} satisfies PageFields;

/** `withWrites`: whether pending writes are wanted. */
export function pageStatement(
  dialect: Dialect,
  source: PageSource,
  withWrites: boolean,
): { text: string; values: SqlValue[] } {
  const page = dialect.compile(sql`WITH page AS MATERIALIZED (${keysOf(dialect, source)})`);
  return { text: `${page.text} ${restOf(dialect, withWrites)}`, values: page.values };
}

export async function readStoredPage(database: Database, text: string, values: SqlValue[]): Promise<StoredPage> {
  const [columns = {}, ...rows] = await database.query(text, values);
  const long = new Map(rows.map((row) => [rowText(row, 'long'), rowBytes(row, 'longBytes')]));
  const read = <Of extends PageFields>(name: string, fields: Of) =>
    readPage(database.sql, fields, [columns], `${name}.`);
  const [page, stretches] = [read('page', PAGE), read('stretches', STRETCHES)];
  const [steps, writes] = [read('steps', STEPS), read('writes', WRITES)];
  const { id, record } = steps.bytes;
  const { packed } = writes.bytes;
  const longRecord = (at: number) => long.get(`${steps.numbers.stretch[at]} ${hexOf(bytesAt(id, at))}`);
  return {
    page,
    stretches,
    steps,
    writes,
    record: (at) => (record.isNull(at) ? (longRecord(at) as Uint8Array) : bytesAt(record, at)),
    packed: (at) => (packed.isNull(at) ? (long.get(`${writes.numbers.at[at]}`) as Uint8Array) : bytesAt(packed, at)),
  };
}

function keysOf({ tables: { checkpoints } }: Dialect, { from, isKnown }: PageSource): SQL {
  const { threadId, namespace, checkpointId, branchId, baseId } = checkpoints;
  const first = isKnown === undefined ? baseId : sql`CASE WHEN ${isKnown} THEN ${checkpointId} ELSE ${baseId} END`;
  return sql`SELECT ${selection({ thread: threadId, namespace, id: checkpointId, branch: branchId, first })} FROM ${from}`;
}

function pageOf({ tables: { branches, checkpoints }, jsonText, joinEach }: Dialect): SQL {
  const { threadId, namespace, checkpointId, parentId, branchId } = checkpoints;
  const { source, step, runId, createdAt, metadata } = checkpoints;
  const flag = (condition: SQL) => sql`CASE WHEN ${condition} THEN 1 ELSE 0 END`;
  const fields = {
    thread: threadId,
    namespace,
    id: checkpointId,
    parent: parentId,
    branch: branchId,
    run: runId,
    source,
    step,
    createdAt,
    metadata: jsonText(metadata),
    isTip: flag(sql`${branches.tipId} = ${checkpointId}`),
    isHead: flag(sql`${branches.isHead}`),
  };
  const isKey = sql`${threadId} = page.thread AND ${namespace} = page.namespace AND ${checkpointId} = page.id`;
  return sql`SELECT ${selection(fields)} FROM page ${joinEach(checkpoints, isKey)}
    LEFT JOIN ${branches} ON ${branches.threadId} = page.thread AND ${branches.namespace} = page.namespace
      AND ${branches.branchId} = page.branch
    ORDER BY page.id DESC, page.thread DESC, page.namespace DESC`;
}

const made = new WeakMap<Dialect, Map<boolean, string>>();

/** What stands behind the page is made once, since it is the same for all of them, and long. */
function restOf(dialect: Dialect, withWrites: boolean): string {
  const known = made.get(dialect) ?? new Map<boolean, string>();
  made.set(dialect, known);
  const rest = known.get(withWrites) ?? dialect.compile(behindPage(dialect, withWrites)).text;
  known.set(withWrites, rest);
  return rest;
}

function behindPage(dialect: Dialect, withWrites: boolean): SQL {
  const limit = sql.raw(String(MAX_JOINED_BYTES));
  const short = (name: string) =>
    sql.raw(`CASE WHEN length(${name}) <= ${MAX_JOINED_BYTES} THEN ${name} END AS ${name}`);
  const sets: { name: string; fields: PageFields; given: SQL }[] = [
    { name: 'page', fields: PAGE, given: pageOf(dialect) },
    { name: 'stretches', fields: STRETCHES, given: sql`SELECT stretch, thread, namespace FROM stretches` },
    { name: 'steps', fields: STEPS, given: sql`SELECT stretch, id, ${short('record')} FROM steps` },
  ];
  if (withWrites) {
    const given = sql`SELECT thread, namespace, at, id, task, ${short('packed')} FROM writes`;
    sets.push({ name: 'writes', fields: WRITES, given });
  }
  const columns = sets.map(({ name, fields }) => pageColumns(dialect, fields, `${name}.`));
  const rows = sets.map(({ name, given }, at) => {
    return sql`(SELECT ${list(columns[at] as SQL[])} FROM (${given}) AS given) AS ${sql.raw(`the_${name}`)}`;
  });
  const nothing = list(columns.flat().map(() => sql`NULL`));
  const recordKey = sql`stretch || ' ' || ${dialect.hex(sql`id`)}`;
  return sql`, stretches AS MATERIALIZED (${stretchesOf(dialect)}), steps AS MATERIALIZED (${stepsOf(dialect, withWrites)})
    ${withWrites ? sql`, writes AS MATERIALIZED (${writesOf(dialect)})` : sql``}
    SELECT *, NULL AS "long", NULL AS "longBytes" FROM ${sql.join(rows, sql` CROSS JOIN `)}
    UNION ALL SELECT ${nothing}, ${recordKey}, record FROM steps WHERE length(record) > ${limit}
    ${withWrites ? sql`UNION ALL SELECT ${nothing}, CAST(at AS TEXT), packed FROM writes WHERE length(packed) > ${limit}` : sql``}`;
}

function stretchesOf({ maxBytes }: Dialect): SQL {
  const key = sql`thread, namespace, branch, first`;
  return sql`SELECT ${key}, last, row_number() OVER () AS stretch
    FROM (SELECT ${key}, ${maxBytes(sql`id`)} AS last FROM page GROUP BY ${key}) AS grouped`;
}

function stepsOf({ tables: { checkpoints }, joinEach }: Dialect, withFollower: boolean): SQL {
  const { checkpointId, record } = checkpoints;
  const next = aliasedTable(checkpoints, 'next');
  const isOfBranch = ({ threadId, branchId, namespace }: typeof checkpoints) =>
    sql`${threadId} = stretches.thread AND ${branchId} = stretches.branch AND ${namespace} = stretches.namespace`;
  const follower = sql`(SELECT ${next.checkpointId} FROM ${checkpoints} ${next} WHERE ${isOfBranch(next)}
    AND ${next.checkpointId} > stretches.last ORDER BY ${next.checkpointId} LIMIT 1)`;
  const last = withFollower ? sql`coalesce(${follower}, stretches.last)` : sql`stretches.last`;
  const isInStretch = sql`${isOfBranch(checkpoints)} AND ${checkpointId} >= stretches.first AND ${checkpointId} <= ${last}`;
  return sql`SELECT stretches.stretch AS stretch, ${checkpointId} AS id, ${record} AS record
    FROM stretches ${joinEach(checkpoints, isInStretch)}`;
}

function writesOf({ tables: { checkpointWrites }, joinEach }: Dialect): SQL {
  const { threadId, namespace, checkpointId, taskId, position, writes } = checkpointWrites;
  const isOfPage = sql`${threadId} = page.thread AND ${namespace} = page.namespace AND ${checkpointId} = page.id`;
  return sql`SELECT ${threadId} AS thread, ${namespace} AS namespace, ${checkpointId} AS id, ${taskId} AS task,
      ${writes} AS packed, row_number() OVER (ORDER BY ${taskId}, ${position}) AS at
    FROM page ${joinEach(checkpointWrites, isOfPage)}`;
}
