import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saverConformance } from '@/engine/testing';
import { PostgresSaver } from './postgres';
import type { TestDatabase } from './test-databases';
import { newPostgresSchema, testPostgresUrl } from './test-databases';

describe.runIf(testPostgresUrl)('on a real PostgreSQL', () => {
  let place: TestDatabase;
  saverConformance(
    'PostgresSaver',
    {
      async create() {
        place = await newPostgresSchema();
        return PostgresSaver.fromConnString(place.url);
      },
      async reopen(saver) {
        await (saver as PostgresSaver).end();
        return PostgresSaver.fromConnString(place.url);
      },
      async destroy(saver) {
        await (saver as PostgresSaver).end();
        await place.remove();
      },
    },
    { describe, it, beforeAll, afterAll },
  );

  it('tells of a lost connection with its cause, and goes on with a new one', async () => {
    const own = await newPostgresSchema();
    const saver = PostgresSaver.fromConnString(own.url);
    await saver.setup();
    await expect(saver.database.query('SELECT pg_terminate_backend(pg_backend_pid())', [])).rejects.toMatchObject({
      code: 'STORE_FAILED',
      cause: expect.any(Error),
    });
    expect(await saver.getTuple({ configurable: { thread_id: 'nobody' } })).toBeUndefined();
    await saver.end();
    await own.remove();
  });

  it('survives the loss of a connection in the middle of a transaction', async () => {
    const own = await newPostgresSchema();
    const saver = PostgresSaver.fromConnString(own.url);
    await saver.setup();
    const cutOff = saver.database.transaction(async (transaction) => {
      await transaction`SELECT 1`;
      await transaction`SELECT pg_terminate_backend(pg_backend_pid())`;
    });
    await expect(cutOff).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await saver.getTuple({ configurable: { thread_id: 'nobody' } })).toBeUndefined();
    await saver.end();
    await own.remove();
  });
});
