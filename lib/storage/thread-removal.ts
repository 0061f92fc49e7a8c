import { eq, sql } from 'drizzle-orm';
import type { Database, Statement } from './database';

/** Removes all rows of a thread; the last statement answers a row when there was such a thread. */
export function threadRemoval({ sql: { tables, compile } }: Database, threadId: string): Statement[] {
  const { notes, runEvents, runs, checkpointWrites, channelValues, checkpoints, branches, threads } = tables;
  const ofThread = [notes, runEvents, runs, checkpointWrites, channelValues, checkpoints, branches].map(
    (table) => sql`DELETE FROM ${table} WHERE ${eq(table.threadId, threadId)}`,
  );
  const thread = sql`DELETE FROM ${threads} WHERE ${eq(threads.threadId, threadId)} RETURNING 1 AS removed`;
  return [...ofThread, thread].map(compile);
}
