import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PATIENCE_MS, parametersOnDisk } from '@/engine/properties/runs';
import { expectSameAnswers } from '@/engine/properties/saver-answers';
import { saverCommands } from '@/engine/properties/saver-commands';
import { Model } from '@/engine/properties/saver-model';
import { REDACTED } from './redactor';
import { databaseNames, exported, imported, openTestStore, type TestStore } from './test-capsules';

const ways = databaseNames.flatMap((from) => databaseNames.map((to) => ({ from, to })));

describe.each(ways)('a capsule from $from to $to', ({ from, to }) => {
  let source: TestStore;
  let target: TestStore;
  beforeAll(async () => {
    source = await openTestStore(from);
    target = await openTestStore(to);
  });
  afterAll(async () => {
    await source.remove();
    await target.remove();
  });

  /** A database that was worked on at random, and what must be in it. */
  async function worked(commands: Parameters<typeof fc.asyncModelRun>[1]): Promise<Model> {
    const model = new Model();
    const real = {
      get saver() {
        return source.store.saver;
      },
      reopen: async () => void (await source.reopen()),
    };
    await fc.asyncModelRun(
      () => ({ model, real }),
      commands as typeof saverCommands extends fc.Arbitrary<infer C> ? C : never,
    );
    return model;
  }

  it(
    'gives the same ids, branches, states and writes, whatever was done to the thread',
    async () => {
      await fc.assert(
        fc.asyncProperty(saverCommands, async (commands) => {
          const model = await worked(commands as never);
          for (const threadId of model.naive.threads.keys()) {
            await imported(target.context, await exported(source.context, threadId));
          }
          await expectSameAnswers(model, target.store.saver);
        }),
        parametersOnDisk(),
      );
    },
    PATIENCE_MS,
  );

  it(
    'holds the redacted states, as if each had been redacted by itself',
    async () => {
      const patterns = ['item', 'text', 'record.key2', 'message'];
      await fc.assert(
        fc.asyncProperty(saverCommands, fc.subarray(patterns, { minLength: 1 }), async (commands, redact) => {
          const model = await worked(commands as never);
          for (const threadId of model.naive.threads.keys()) {
            const file = await exported(source.context, threadId, { redact });
            const { thread_id } = await imported(target.context, file, { as: 'new' });
            for (const namespace of ['', ...model.naive.namespaces(threadId)]) {
              const ids = model.naive.in(threadId, namespace).map(({ checkpoint }) => checkpoint.id);
              const before = await source.store.saver.readTuples(threadId, ids, namespace);
              const after = await target.store.saver.readTuples(thread_id, ids, namespace);
              expect(after.map(valuesOf)).toEqual(before.map((tuple) => redacted(valuesOf(tuple), redact)));
            }
          }
        }),
        parametersOnDisk(),
      );
    },
    PATIENCE_MS,
  );
});

/** States, and what tasks wrote, each under the name of its channel. */
function valuesOf({
  checkpoint,
  pendingWrites,
}: {
  checkpoint: { channel_values: Record<string, unknown> };
  pendingWrites: [string, string, unknown][];
}) {
  return {
    values: checkpoint.channel_values,
    writes: pendingWrites.map(([, channel, value]) => ({ [channel]: value })),
  };
}

/** The rule, said once more: a key goes when it, and the keys before it, are what the pattern names. */
function redacted(value: unknown, patterns: readonly string[], before = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => redacted(item, patterns, before));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => {
    const isGone = patterns.includes(key) || patterns.includes(`${before}.${key}`);
    return [key, isGone ? REDACTED : redacted(item, patterns, key)];
  });
  return Object.fromEntries(entries);
}
