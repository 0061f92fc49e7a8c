import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saverConformance } from '../testing/saver-conformance';
import { ThreadRecorder } from '../testing/thread-recorder';
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
    const tuple = await saver.getTuple({ configurable: { thread_id: run.threadId } });
    expect(tuple?.checkpoint.channel_values.list).toBe(run.values.list);
  });

  it('replaces a checkpoint that is put again, and leaves its children as they were', async () => {
    const saver = new MemorySaver();
    const run = new ThreadRecorder(saver, runId());
    const root = await run.step({ a: 1 });
    await run.step({ b: 2 });
    const config = { configurable: { thread_id: run.threadId, checkpoint_id: root } };
    const before = await saver.getTuple({ configurable: { thread_id: run.threadId } });
    const tuple = await saver.getTuple(config);
    const checkpoint = { ...tuple!.checkpoint, channel_versions: { z: 1 }, channel_values: { z: 'put again' } };
    await saver.put({ configurable: { thread_id: run.threadId } }, checkpoint, tuple!.metadata, { z: 1 });
    expect((await saver.getTuple(config))?.checkpoint.channel_values).toEqual({ z: 'put again' });
    expect(await saver.getTuple({ configurable: { thread_id: run.threadId } })).toEqual(before);
    expect(await saver.readTimeline(run.threadId, { limit: 10 })).toHaveLength(2);
  });
});
