import { createNoteStore } from './note-store';
import { createRunEventStore } from './run-event-store';
import { createRunStore } from './run-store';
import { SqliteSaver } from './sqlite';
import { sqliteTransfer } from './sqlite-transfer';
import { watchSqlite } from './sqlite-watch';
import type { Store } from './store';
import { createThreadStore } from './thread-store';

export function openSqliteStore(path: string): Store {
  const saver = SqliteSaver.fromConnString(path);
  const { database } = saver;
  return {
    dialect: 'sqlite',
    saver,
    threads: createThreadStore(database, saver),
    runs: createRunStore(database),
    runEvents: createRunEventStore(database),
    notes: createNoteStore(database),
    transfer: sqliteTransfer(database, saver),
    openChanges: (threadId, namespace) => saver.openChanges(threadId, namespace),
    // A file's writers take turns anyway, and its servers are few.
    async alone(work) {
      await work();
      return true;
    },
    watchForeignChanges: (onChange) => watchSqlite(database.path, database.writer, onChange),
    close: async () => saver.close(),
  };
}
