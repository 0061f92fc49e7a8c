import { and, eq, sql } from 'drizzle-orm';
import type { Database } from './database';
import { assign, execute, names, select } from './query';
import type { NoteStore } from './store';
import { idText, storedId } from './stored-id';

const ROOT = '';

/** Notes stand beside the checkpoints, which never change; they go with them. */
export function createNoteStore(database: Database): NoteStore {
  const { tables, value } = database.sql;
  const { notes, checkpoints } = tables;
  return {
    async list(threadId) {
      const { checkpointId, text, updatedAt } = notes;
      const rows = await select(
        database,
        { checkpointId, text, updatedAt },
        sql`FROM ${notes} WHERE ${and(eq(notes.threadId, threadId), eq(notes.namespace, ROOT))} ORDER BY ${checkpointId}`,
      );
      return rows.map((row) => ({ ...row, checkpointId: idText(row.checkpointId) }));
    },
    async put({ threadId, checkpointId, text }) {
      const into = names(notes.threadId, notes.namespace, notes.checkpointId, notes.text, notes.updatedAt);
      const rows = await execute(
        database,
        sql`INSERT INTO ${notes} (${into})
          SELECT ${checkpoints.threadId}, ${checkpoints.namespace}, ${checkpoints.checkpointId},
            ${value(text, notes.text)}, ${value(Date.now(), notes.updatedAt)}
          FROM ${checkpoints} WHERE ${and(
            eq(checkpoints.threadId, threadId),
            eq(checkpoints.namespace, ROOT),
            sql`${checkpoints.checkpointId} = ${value(storedId(checkpointId), checkpoints.checkpointId)}`,
          )}
          ON CONFLICT (${names(notes.threadId, notes.namespace, notes.checkpointId)})
          DO UPDATE SET ${assign(notes.text, sql`excluded.text`)}, ${assign(notes.updatedAt, sql`excluded.updated_at`)}
          RETURNING 1 AS kept`,
      );
      if (rows.length === 0) return false;
      database.announce(threadId);
      return true;
    },
    async remove({ threadId, checkpointId }) {
      const rows = await execute(
        database,
        sql`DELETE FROM ${notes} WHERE ${and(
          eq(notes.threadId, threadId),
          eq(notes.namespace, ROOT),
          sql`${notes.checkpointId} = ${value(storedId(checkpointId), notes.checkpointId)}`,
        )} RETURNING 1 AS removed`,
      );
      if (rows.length === 0) return false;
      database.announce(threadId);
      return true;
    },
  };
}
