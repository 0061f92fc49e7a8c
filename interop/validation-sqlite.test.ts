import { SqliteSaver } from '@/lib/storage/sqlite';
import { newSqliteFile } from '@/lib/storage/test-databases';
import { validateSaver } from './validate-saver';

validateSaver("Retrograph's SqliteSaver", () => {
  const file = newSqliteFile();
  const saver = SqliteSaver.fromConnString(file.url);
  const close = () => {
    saver.close();
    return file.remove();
  };
  return { saver, close };
});
