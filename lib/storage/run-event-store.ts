import { and, eq, sql } from 'drizzle-orm';
import type { Database } from './database';
import { newRow, select } from './query';
import type { RunEventStore } from './store';
import { storedId } from './stored-id';

export function createRunEventStore(database: Database): RunEventStore {
  const { runEvents } = database.sql.tables;
  return {
    async append(threadId, runId, events) {
      const key = { threadId, runId: storedId(runId), createdAt: Date.now() };
      await database.transact(
        events.map(({ sequence, step, mode, payload }) => {
          const event = { ...key, sequence, step, mode, payload: JSON.stringify(payload ?? null) };
          const { into, values } = newRow(database, runEvents, event);
          return database.sql.compile(sql`INSERT INTO ${into} VALUES (${values}) ON CONFLICT DO NOTHING`);
        }),
      );
    },
    async read(threadId, runId) {
      const { sequence, step, mode, payload } = runEvents;
      const rows = await select(
        database,
        { sequence, step, mode, payload },
        sql`FROM ${runEvents} WHERE ${and(eq(runEvents.threadId, threadId), sql`${runEvents.runId} = ${storedId(runId)}`)}
          ORDER BY ${sequence}`,
      );
      return rows.map((row) => ({ ...row, payload: JSON.parse(row.payload) as unknown }));
    },
  };
}
