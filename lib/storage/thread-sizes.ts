import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import type { ThreadSizes } from '@/engine';
import { isInternalChannel } from '@/engine';
import type { Database } from './database';
import { list, select } from './query';

/** What threads take, in three statements. Values that are small enough to sit in a checkpoint's record count there. */
export async function readThreadSizes(database: Database, threadIds: readonly string[]): Promise<ThreadSizes[]> {
  const { keyTable, tables } = database.sql;
  const { checkpoints, channelValues, checkpointWrites } = tables;
  const ids = JSON.stringify([...new Set(threadIds)].map((thread) => ({ thread })));
  const ofThreads = (table: typeof checkpoints | typeof channelValues | typeof checkpointWrites): SQL =>
    sql`FROM ${keyTable(sql`${ids}`, { thread: 'text' })} JOIN ${table} ON ${table.threadId} = keys.thread`;
  const bytesOf = (column: SQL) => sql<number>`SUM(length(${column}))`;
  const [records, writes, values] = await Promise.all([
    select(
      database,
      { threadId: checkpoints.threadId, count: sql<number>`COUNT(*)`, bytes: bytesOf(sql`${checkpoints.record}`) },
      sql`${ofThreads(checkpoints)} GROUP BY ${checkpoints.threadId}`,
    ),
    select(
      database,
      { threadId: checkpointWrites.threadId, bytes: bytesOf(sql`${checkpointWrites.writes}`) },
      sql`${ofThreads(checkpointWrites)} GROUP BY ${checkpointWrites.threadId}`,
    ),
    select(
      database,
      {
        threadId: channelValues.threadId,
        channel: channelValues.channel,
        bytes: bytesOf(sql`${channelValues.value}`),
      },
      sql`${ofThreads(channelValues)} GROUP BY ${list([channelValues.threadId, channelValues.channel])}`,
    ),
  ]);
  const sizes = new Map<string, ThreadSizes>();
  for (const { threadId, count, bytes } of records) {
    sizes.set(threadId, { threadId, checkpoints: Number(count), bytes: Number(bytes), channels: [] });
  }
  for (const { threadId, bytes } of [...writes, ...values]) {
    const size = sizes.get(threadId);
    if (size !== undefined) size.bytes += Number(bytes);
  }
  for (const { threadId, channel, bytes } of values) {
    if (!isInternalChannel(channel)) sizes.get(threadId)?.channels.push({ channel, bytes: Number(bytes) });
  }
  for (const { channels } of sizes.values())
    channels.sort((a, b) => b.bytes - a.bytes || (a.channel < b.channel ? -1 : 1));
  return threadIds.flatMap((threadId) => sizes.get(threadId) ?? []);
}
