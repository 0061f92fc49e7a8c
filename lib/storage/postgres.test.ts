import { afterAll, beforeAll, describe, it } from 'vitest';
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
});
