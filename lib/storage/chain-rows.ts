import { sql } from 'drizzle-orm';
import { type ChainRange, chainRanges } from './chain-range';
import type { Database } from './database';
import { HEAD_BYTES, MIN_HEADED_BYTES } from './delta-shape';
import { type Followed, passes } from './passing-deltas';
import { execute } from './query';
import { pageQuery, readPage } from './row-page';
import { DELTA } from './stored-value';

/** Of deltas: all of each, or the heads of long ones, or these without those that leave alone what is followed. */
export type Reading = 'whole' | 'heads' | Followed;

/** Rows of many chains as one page: thousands of deltas would be as many buffers outside of the heap (see row-page.ts). */
export async function readChainRows(
  database: Database,
  { threadId: thread, namespace }: { threadId: string; namespace: string },
  ranges: readonly ChainRange[],
  reading: Reading,
) {
  const { tables, joinEach } = database.sql;
  const { channelValues } = tables;
  const { channel, chainId, sequence, kind, value } = channelValues;
  const isDelta = sql`${kind} = ${sql.raw(String(DELTA))}`;
  const headed = sql`CASE WHEN ${isDelta} AND length(${value}) > ${sql.raw(String(MIN_HEADED_BYTES))}
    THEN substr(${value}, 1, ${sql.raw(String(HEAD_BYTES))}) ELSE ${value} END`;
  const size = sql<number>`length(${value})`;
  const fields = {
    bytes: { value: reading === 'whole' ? value : headed },
    numbers: { sequence, kind, size },
    texts: { channel, chainId },
  };
  const keys = ranges.map(({ chainId: chain, ...range }) => ({ thread, namespace, chain, ...range }));
  const { table, isInRange } = chainRanges(database.sql, sql`${JSON.stringify(keys)}`);
  const isWanted =
    typeof reading === 'string'
      ? isInRange
      : sql`${isInRange} AND NOT (${isDelta} AND ${passes(database.sql, sql`${value}`, reading)})`;
  const rest = sql`FROM ${table} ${joinEach(channelValues, isWanted)}`;
  return readPage(
    database.sql,
    fields,
    await execute(database, pageQuery(database.sql, fields, rest, sql`1 AS beside`)),
  );
}
