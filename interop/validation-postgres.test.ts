import { describe } from 'vitest';
import { PostgresSaver } from '@/lib/storage/postgres';
import { newPostgresSchema, testPostgresUrl } from '@/lib/storage/test-databases';
import { validateSaver } from './validate-saver';

describe.runIf(testPostgresUrl)('on a real PostgreSQL', () => {
  validateSaver("Retrograph's PostgresSaver", async () => {
    const schema = await newPostgresSchema();
    const saver = PostgresSaver.fromConnString(schema.url);
    const close = async () => {
      await saver.end();
      await schema.remove();
    };
    return { saver, close };
  });
});
