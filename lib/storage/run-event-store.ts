import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from './database';
import { newRow, select } from './query';
import type { RunEventStore } from './store';
import { idText, storedId } from './stored-id';

export function createRunEventStore(database: Database): RunEventStore {
  const { runEvents, runs } = database.sql.tables;
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
    async readSteps(threadId, { mode, fromSequence, steps }) {
      if (steps.length === 0) return [];
      const { runId, step, payload, sequence, createdAt } = runEvents;
      // Run by run, each a range of the key: there is no index that leads from a thread to a mode.
      const ofThread = sql`${runEvents.runId} IN (SELECT ${runs.runId} FROM ${runs} WHERE ${eq(runs.threadId, threadId)})`;
      const rows = await select(
        database,
        { runId, step, payload },
        sql`FROM ${runEvents} WHERE ${and(eq(runEvents.threadId, threadId), ofThread, sql`${sequence} >= ${fromSequence}`)}
          AND ${runEvents.mode} = ${mode} AND ${inArray(step, [...steps])} ORDER BY ${createdAt}, ${runId}, ${sequence}`,
      );
      return rows.map((row) => ({
        step: row.step,
        runId: idText(row.runId),
        payload: JSON.parse(row.payload) as unknown,
      }));
    },
  };
}
