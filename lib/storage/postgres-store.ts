import { createNoteStore } from './note-store';
import { PostgresSaver } from './postgres';
import { postgresTransfer } from './postgres-transfer';
import { createRunEventStore } from './run-event-store';
import { createRunStore } from './run-store';
import type { Store } from './store';
import { createThreadStore } from './thread-store';

/** Rejects at once when the database can't be reached or migrated. */
export async function openPostgresStore(url: string): Promise<Store> {
  const saver = PostgresSaver.fromConnString(url);
  try {
    await saver.setup();
  } catch (error) {
    await saver.end();
    throw error;
  }
  const { database } = saver;
  return {
    dialect: 'postgres',
    saver,
    threads: createThreadStore(database, saver),
    runs: createRunStore(database),
    runEvents: createRunEventStore(database),
    notes: createNoteStore(database),
    transfer: postgresTransfer(database, saver),
    openChanges: (threadId, namespace) => saver.openChanges(threadId, namespace),
    alone: (work) => database.alone(work),
    watchForeignChanges(onChange) {
      const listening = database.listen(onChange);
      listening.catch(() => undefined);
      return () => void listening.then((unlisten) => unlisten()).catch(() => undefined);
    },
    close: () => saver.end(),
  };
}
