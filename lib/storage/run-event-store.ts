import type { Database } from './database';
import { rowNumber, rowText } from './database';
import type { RunEventStore } from './store';
import { storedId } from './stored-id';

export function createRunEventStore(database: Database): RunEventStore {
  return {
    async append(threadId, runId, events) {
      const now = Date.now();
      await database.transact(
        events.map(({ sequence, step, mode, payload }) => ({
          text: `INSERT INTO run_events (thread_id, run_id, sequence, step, mode, payload, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
          values: [threadId, storedId(runId), sequence, step, mode, JSON.stringify(payload ?? null), now],
        })),
      );
    },
    async read(threadId, runId) {
      const rows = await database.query(
        'SELECT sequence, step, mode, payload FROM run_events WHERE thread_id = $1 AND run_id = $2 ORDER BY sequence',
        [threadId, storedId(runId)],
      );
      return rows.map((row) => ({
        sequence: rowNumber(row, 'sequence'),
        step: rowNumber(row, 'step'),
        mode: rowText(row, 'mode'),
        payload: JSON.parse(rowText(row, 'payload')) as unknown,
      }));
    },
  };
}
