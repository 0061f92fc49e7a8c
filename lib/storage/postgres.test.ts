import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Checkpoint, StepCommit } from '@/engine';
import { saverConformance } from '@/engine/testing';
import { ThreadRecorder } from '@/engine/testing/thread-recorder';
import { openStore } from './open-store';
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

  it('hears nothing of threads of another schema, whatever their names', async () => {
    const [ours, theirs] = await Promise.all([newPostgresSchema(), newPostgresSchema()]);
    const [store, other] = [await openStore(ours.url), await openStore(theirs.url)];
    const heard: string[] = [];
    store.watchForeignChanges((threadIds) => heard.push(...threadIds));
    const script = await openStore(ours.url);
    // The watch begins by itself: it has once it hears of a thread of ours.
    await expect
      .poll(async () => {
        await script.threads.create({ threadId: `ours ${heard.length} ${Date.now()}`, metadata: {} });
        return heard.length;
      })
      .toBeGreaterThan(0);
    await other.threads.create({ threadId: 'theirs', metadata: {} });
    await other.close();
    await script.threads.create({ threadId: 'last', metadata: {} });
    await expect.poll(() => heard).toContain('last');
    expect(heard).not.toContain('theirs');
    await Promise.all([store.close(), script.close()]);
    await Promise.all([ours.remove(), theirs.remove()]);
  });

  it('gives branches that two servers start at once places and names of their own', async () => {
    const own = await newPostgresSchema();
    const savers = [PostgresSaver.fromConnString(own.url), PostgresSaver.fromConnString(own.url)] as const;
    const root = new ThreadRecorder(savers[0], 'thread');
    const rootId = await root.step({ a: 0 });
    // Behind ids that are older than the head's tip, so that none of them takes the head.
    const forks = Array.from({ length: 8 }, () => root.prepare({ a: 1 })).map((commit) => root.checkpointAfter(commit));
    for (let step = 0; step < 3; step++) await root.step({ a: step });
    const config = { configurable: { thread_id: 'thread', checkpoint_ns: '', checkpoint_id: rootId } };
    const put = (saver: PostgresSaver, checkpoint: Checkpoint) =>
      saver.put(config, checkpoint, { source: 'loop', step: 1, parents: {} });
    await Promise.all(forks.map((checkpoint, index) => put(savers[index % 2] as PostgresSaver, checkpoint)));
    const branches = await savers[0].readBranches('thread');
    expect(branches.map(({ name }) => name)).toEqual(['main', ...forks.map((_, index) => `branch ${index + 2}`)]);
    expect(branches.filter(({ isHead }) => isHead).map(({ name }) => name)).toEqual(['main']);
    await Promise.all(savers.map((saver) => saver.end()));
    await own.remove();
  });

  it('saves all forks that two servers start at once, and makes one of them the head', async () => {
    const own = await newPostgresSchema();
    const savers = [PostgresSaver.fromConnString(own.url), PostgresSaver.fromConnString(own.url)] as const;
    const root = new ThreadRecorder(savers[0], 'thread');
    await root.step({ a: 0 });
    const forks = Array.from({ length: 24 }, (_, index): StepCommit => {
      const placement = { kind: 'start', branchId: `fork ${index}`, origin: 'replay', isFirst: false } as const;
      return { ...root.prepare({ a: index }), placement };
    });
    await Promise.all(forks.map((commit, index) => (savers[index % 2] as PostgresSaver).commitStep(commit)));
    const branches = await savers[0].readBranches('thread');
    expect(branches.map(({ name }) => name)).toEqual(['main', ...forks.map((_, index) => `branch ${index + 2}`)]);
    expect(branches.filter(({ isHead }) => isHead).length).toBe(1);
    await Promise.all(savers.map((saver) => saver.end()));
    await own.remove();
  });

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
