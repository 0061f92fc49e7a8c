import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saverConformance } from '../testing/saver-conformance';
import { ThreadRecorder } from '../testing/thread-recorder';
import { emptyCheckpoint } from './copy-checkpoint';
import { runId } from './ids';
import { MemorySaver } from './memory-saver';

saverConformance(
  'MemorySaver',
  { create: () => new MemorySaver(), destroy: () => undefined },
  { describe, it, beforeAll, afterAll },
);

describe('MemorySaver', () => {
  it('answers a step at once, without a promise', () => {
    const saver = new MemorySaver();
    expect(saver.commitStep(new ThreadRecorder(saver, runId()).prepare({ a: 1 }))).toBeUndefined();
  });

  it('keeps frozen plain values by reference', async () => {
    const saver = new MemorySaver();
    const run = new ThreadRecorder(saver, runId());
    await run.step({ list: [{ a: 1 }] });
    const tuple = await saver.readTuple({ configurable: { thread_id: run.threadId } });
    expect(tuple?.checkpoint.channel_values.list).toBe(run.values.list);
  });

  it('keeps a long chat, each of whose states can be read, in little more than the bytes of its messages', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const heapBytes = () => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const saver = new MemorySaver();
    const run = new ThreadRecorder(saver, runId());
    const before = heapBytes();
    for (let turn = 0; turn < 1_000; turn++) {
      const message = { role: 'user', content: `${turn} `.padEnd(1_000, String.fromCharCode(97 + (turn % 26))) };
      const { messages = [] } = run.values as { messages?: object[] };
      const list = [...messages, message];
      // As a node writes that returns the whole list.
      await run.step({ messages: list }, turn === 0 ? {} : { loneWrites: [['messages', list]] });
    }
    expect(heapBytes() - before).toBeLessThan(4_000_000);
    const middle = (await saver.readTimeline(run.threadId, { limit: 500 })).at(-1);
    const [tuple] = await saver.readTuples(run.threadId, [middle?.checkpointId as string]);
    expect(tuple?.checkpoint.channel_values.messages).toEqual((run.values.messages as object[]).slice(0, 500));
    expect(tuple?.pendingWrites[0]?.[2]).toEqual((run.values.messages as object[]).slice(0, 501));
  });

  it('takes the greatest id for the latest, in whatever order other engines put their checkpoints', async () => {
    const saver = new MemorySaver();
    const [older, newer] = [emptyCheckpoint(), emptyCheckpoint()];
    const config = { configurable: { thread_id: 't' } };
    for (const checkpoint of [newer, older])
      await saver.put(config, checkpoint, { source: 'loop', step: 0, parents: {} }, {});
    expect(older.id < newer.id).toBe(true);
    expect((await saver.getTuple(config))?.checkpoint.id).toBe(newer.id);
  });
});
