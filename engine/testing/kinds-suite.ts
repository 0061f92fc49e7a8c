import { deepStrictEqual, rejects } from 'node:assert/strict';
import { nextCheckpointId, runId } from '../checkpoint/ids';
import type { SuiteContext } from './harness';
import { sampleValues } from './sample-values';
import { ThreadRecorder } from './thread-recorder';
import { tupleOf } from './tuple-of';

/** Which kinds of value can be stored, by each way into a saver, and which are refused. */
export function kindsSuite({ it, saver }: SuiteContext): void {
  it('comes back as it was, as state and as a write', async () => {
    const run = new ThreadRecorder(saver(), runId());
    const samples = Object.fromEntries(sampleValues());
    const root = await run.step({ ...samples });
    await run.step({ last: 1 }, { loneWrites: sampleValues() });
    const latest = await tupleOf(saver(), run.threadId);
    deepStrictEqual(latest.checkpoint.channel_values, { ...Object.fromEntries(sampleValues()), last: 1 });
    const { pendingWrites } = await tupleOf(saver(), run.threadId, root);
    deepStrictEqual(
      pendingWrites.map(([, channel, value]) => [channel, value]),
      sampleValues(),
    );
  });

  it('comes back as it was when another engine puts it', async () => {
    const thread_id = runId();
    const values = Object.fromEntries(sampleValues());
    const versions = Object.fromEntries(Object.keys(values).map((channel) => [channel, 1]));
    const checkpoint = { v: 4, id: nextCheckpointId(), ts: new Date().toISOString(), versions_seen: {} };
    const config = await saver().put(
      { configurable: { thread_id } },
      { ...checkpoint, channel_values: values, channel_versions: versions },
      { source: 'loop', step: 0, parents: {} },
      versions,
    );
    await saver().putWrites(config, sampleValues(), runId());
    const tuple = await tupleOf(saver(), thread_id);
    deepStrictEqual(tuple.checkpoint.channel_values, Object.fromEntries(sampleValues()));
    deepStrictEqual(
      tuple.pendingWrites.map(([, channel, value]) => [channel, value]),
      sampleValues(),
    );
  });

  it('fails with its path, and saves nothing, when it has no stored form', async () => {
    const run = new ThreadRecorder(saver(), runId());
    await run.step({ a: 0 });
    const config = { configurable: { thread_id: run.threadId, checkpoint_id: run.tipId } };
    for (const [value, path] of unstorableValues()) {
      const failure = { code: 'UNSERIALIZABLE_VALUE', path, message: /^State key "b" can't be saved\. / };
      const state = { ...run.prepare({ a: 1, b: 1 }), newValues: { a: 1, b: value } };
      await rejects(async () => saver().commitStep(state), failure);
      const loneWrite = run.prepare({ a: 1 }, { loneWrites: [['b', value]] });
      await rejects(async () => saver().commitStep(loneWrite), failure);
      await rejects(() => saver().putWrites(config, [['b', value]], runId()), failure);
      const { checkpoint } = await tupleOf(saver(), run.threadId);
      const versions = { ...checkpoint.channel_versions, b: saver().getNextVersion(undefined) };
      const values = { ...checkpoint.channel_values, b: value };
      const given = { ...checkpoint, id: nextCheckpointId(), channel_values: values, channel_versions: versions };
      await rejects(() => saver().put(config, given, { source: 'loop', step: 1, parents: {} }, versions), failure);
    }
    const latest = await tupleOf(saver(), run.threadId);
    deepStrictEqual(
      [latest.checkpoint.id, latest.checkpoint.channel_values, latest.pendingWrites],
      [run.tipId, { a: 0 }, []],
    );
    await run.step({ a: 2 });
  });

  it('may be an instance of a class that has a codec', async () => {
    const money = (amount: number) => new Money(amount);
    saver().serde.registerCodec<Money>({
      name: `Money ${runId()}`,
      matches: (value): value is Money => value instanceof Money,
      encode: ({ amount }) => amount,
      decode: (stored) => money(stored as number),
    });
    const run = new ThreadRecorder(saver(), runId());
    const root = await run.step({ price: money(5) });
    await run.step({ prices: [money(6)] }, { loneWrites: [['prices', new Map([['all', money(6)]])]] });
    const latest = await tupleOf(saver(), run.threadId);
    deepStrictEqual(latest.checkpoint.channel_values, { price: money(5), prices: [money(6)] });
    const { pendingWrites } = await tupleOf(saver(), run.threadId, root);
    deepStrictEqual(pendingWrites[0]?.[2], new Map([['all', money(6)]]));
  });
}

class Money {
  readonly amount: number;

  constructor(amount: number) {
    this.amount = amount;
  }
}

/** Values of every kind that no saver may take, with the way to the part. */
function unstorableValues(): [value: unknown, path: string][] {
  const loop: Record<string, unknown> = { list: [{}] };
  loop.list = [{ again: loop }];
  const map = new Map();
  map.set('self', map);
  return [
    [{ list: [new WeakMap()] }, 'list[0]'],
    [{ f: () => 1 }, 'f'],
    [[Symbol('s')], '[0]'],
    [{ of: [new (class Unknown {})()] }, 'of[0]'],
    [[new (class Index extends Map {})()], '[0]'],
    [{ soon: Promise.resolve(1) }, 'soon'],
    [loop, 'list[0].again'],
    [map, '[0][1]'],
  ];
}
