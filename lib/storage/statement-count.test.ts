import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckpointTuple } from '@/engine';
import { runId } from '@/engine/checkpoint/ids';
import { ThreadRecorder } from '@/engine/testing/thread-recorder';
import { askedStatements } from './asked-statements';
import { PostgresSaver } from './postgres';
import { SqliteSaver } from './sqlite';
import type { TestDatabase } from './test-databases';
import { newPostgresSchema, newSqliteFile, testPostgresUrl } from './test-databases';

// What is counted is read by a saver that knows nothing yet. Every kind of row is there: values in chains, writes that lie
// in the step behind, writes in rows of their own, tasks that wait.

const STEPS = 400;
const WRITES_EVERY = 10;
const KEY = { thread_id: 'thread', checkpoint_ns: '' };

const databases = [
  { name: 'SQLite', newPlace: async () => newSqliteFile(), open: SqliteSaver.fromConnString },
  { name: 'PostgreSQL', newPlace: newPostgresSchema, open: PostgresSaver.fromConnString },
].filter(({ name }) => name === 'SQLite' || testPostgresUrl !== undefined);

describe.each(databases)('the statements that $name is asked', ({ newPlace, open }) => {
  let place: TestDatabase;
  let ids: string[];

  beforeAll(async () => {
    place = await newPlace();
    const saver = open(place.url);
    const run = new ThreadRecorder(saver, KEY.thread_id);
    ids = [];
    for (let count = 0; count < STEPS; count++) {
      const changes = { count, text: 'x'.repeat(count * 10) };
      ids.push(await run.step(changes, { loneWrites: [['count', count]] }));
      if (count % WRITES_EVERY > 0) continue;
      const config = { configurable: { ...KEY, checkpoint_id: run.tipId } };
      await saver.putWrites(config, [['count', count]], runId());
      await saver.putWrites(config, [['__interrupt__', { value: count }]], runId());
    }
    await saver.end();
  });

  afterAll(() => place.remove());

  const count = async (read: (saver: SqliteSaver | PostgresSaver) => Promise<unknown[]>) => {
    const saver = open(place.url);
    const asked = askedStatements(saver.database);
    const { length: rows } = await read(saver);
    await saver.end();
    return { rows, statements: asked.length };
  };
  const history = (limit: number, before?: string) =>
    count(async (saver) => {
      const behind = before === undefined ? {} : { before: { configurable: { checkpoint_id: before } } };
      const tuples: CheckpointTuple[] = [];
      for await (const tuple of saver.list({ configurable: KEY }, { limit, ...behind })) tuples.push(tuple);
      return tuples;
    });
  const spread = (wanted: number) => ids.filter((_, at) => at % Math.floor(STEPS / wanted) === 0).slice(0, wanted);

  it.each([10, 300])('are one for a page of the timeline, of %i steps as well', async (limit) => {
    const page = await count((saver) => saver.readTimeline(KEY.thread_id, { limit }));
    expect(page).toEqual({ rows: limit, statements: 1 });
  });

  it('are two for a page of the timeline behind whose last step the answer to a question stands', async () => {
    const page = await count((saver) => saver.readTimeline(KEY.thread_id, { limit: 2 * WRITES_EVERY + 1 }));
    expect(page).toEqual({ rows: 2 * WRITES_EVERY + 1, statements: 2 });
  });

  it.each([10, 50, STEPS])('are two for a page of the history with its values, of %i steps as well', async (limit) => {
    expect(await history(limit)).toEqual({ rows: limit, statements: 2 });
    expect(await history(10, ids[200])).toEqual({ rows: 10, statements: 2 });
  });

  it('are two for each page of a history without a limit', async () => {
    expect(await history(Number.POSITIVE_INFINITY)).toEqual({ rows: STEPS, statements: 4 });
  });

  it.each([20, 200])('are two for %i states from all over a thread, and for their values alone', async (wanted) => {
    const states = await count((saver) => saver.readTuples(KEY.thread_id, spread(wanted)));
    expect(states).toEqual({ rows: wanted, statements: 2 });
    const values = await count((saver) => saver.readChannels(KEY.thread_id, spread(wanted), null));
    expect(values).toEqual({ rows: wanted, statements: 2 });
    const writes = await count((saver) => saver.readWrites(KEY.thread_id, spread(wanted)));
    expect(writes.statements).toBeLessThanOrEqual(2);
  });

  it.each([
    ['one state', (from: string[]) => ({ ...KEY, checkpoint_id: from[150] })],
    ['the head', () => KEY],
  ])('are two for %s, and one for what is known', async (_, configurableOf) => {
    const configurable = configurableOf(ids);
    const read = async (saver: SqliteSaver | PostgresSaver) => [await saver.getTuple({ configurable })];
    expect(await count(read)).toEqual({ rows: 1, statements: 2 });
    const again = async (saver: SqliteSaver | PostgresSaver) => [...(await read(saver)), ...(await read(saver))];
    expect(await count(again)).toEqual({ rows: 2, statements: 3 });
  });

  it('are two where values begin with a reference to an input, and where records and writes are long', async () => {
    const saver = open(place.url);
    const run = new ThreadRecorder(saver, 'long');
    const long = 'y'.repeat(100_000);
    const document = { text: 'z'.repeat(2_000) };
    await run.step({ __start__: { document } });
    await run.step({ document, note: 1 }, { loneWrites: [['other', long]], emptied: ['__start__'] });
    await run.step({ note: 2 });
    const config = { configurable: { thread_id: 'long', checkpoint_ns: '', checkpoint_id: run.tipId } };
    await saver.putWrites(config, [['note', long]], runId());
    await saver.end();
    const tuples: CheckpointTuple[] = [];
    const read = async (reader: SqliteSaver | PostgresSaver) => {
      for await (const tuple of reader.list({ configurable: { thread_id: 'long', checkpoint_ns: '' } }))
        tuples.push(tuple);
      return tuples;
    };
    expect(await count(read)).toEqual({ rows: 3, statements: 2 });
    expect(await count((reader) => reader.readTuples('long', [run.tipId]))).toEqual({ rows: 1, statements: 2 });
    const [tip, , first] = tuples;
    expect(tip?.checkpoint.channel_values).toMatchObject({ document, note: 2 });
    expect(tip?.pendingWrites).toMatchObject([[expect.any(String), 'note', long]]);
    expect(first?.pendingWrites).toMatchObject([[expect.any(String), 'other', long]]);
  });
});
