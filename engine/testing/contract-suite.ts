import { deepStrictEqual, equal, ok, rejects } from 'node:assert/strict';
import type { CheckpointTuple, RunnableConfig } from '../checkpoint/checkpoint';
import { nextCheckpointId, runId } from '../checkpoint/ids';
import { put, read } from './foreign-put';
import type { SuiteContext } from './harness';

/** What LangGraph's own engine, or any other, may rely on: the methods of `BaseCheckpointSaver`. */
export function contractSuite({ it, saver }: SuiteContext): void {
  it('gives back a checkpoint as it was put', async () => {
    const { config, checkpoint, metadata } = put(
      { list: ['a', { b: null }], count: 1 },
      { writes: null, nested: { a: [1] } },
    );
    const stored = await saver().put(config, checkpoint, metadata, checkpoint.channel_versions);
    const threadId = config.configurable?.thread_id;
    deepStrictEqual(stored, { configurable: { thread_id: threadId, checkpoint_ns: '', checkpoint_id: checkpoint.id } });
    const tuple = await read(saver(), stored);
    deepStrictEqual(tuple.checkpoint, checkpoint);
    deepStrictEqual(tuple.metadata, metadata);
    deepStrictEqual(tuple.config, stored);
    deepStrictEqual(tuple.pendingWrites, []);
    equal(tuple.parentConfig, undefined);
  });

  it('answers undefined for what is not there', async () => {
    const { config, checkpoint, metadata } = put({ a: 1 });
    await saver().put(config, checkpoint, metadata, checkpoint.channel_versions);
    const thread_id = config.configurable?.thread_id;
    for (const configurable of [
      { thread_id: `${thread_id}-other` },
      { thread_id, checkpoint_id: nextCheckpointId() },
      { thread_id, checkpoint_id: 'no uuid' },
      { thread_id, checkpoint_ns: 'child' },
      { thread_id, branch: runId() },
      {},
    ]) {
      equal(await saver().getTuple({ configurable }), undefined, JSON.stringify(configurable));
    }
    equal(await saver().get({ configurable: { thread_id: 'nobody' } }), undefined);
  });

  it('takes the greatest id for the latest, and links children to their parent', async () => {
    const first = put({ a: 1 });
    const parentConfig = await saver().put(
      first.config,
      first.checkpoint,
      first.metadata,
      first.checkpoint.channel_versions,
    );
    const second = put({ a: 2 }, {}, { a: 2 });
    const childConfig = await saver().put(parentConfig, second.checkpoint, second.metadata, { a: 2 });
    const latest = await read(saver(), { configurable: { thread_id: first.config.configurable?.thread_id } });
    deepStrictEqual(latest.config, childConfig);
    deepStrictEqual(latest.parentConfig, parentConfig);
    deepStrictEqual(latest.checkpoint.channel_values, { a: 2 });
    deepStrictEqual((await read(saver(), parentConfig)).checkpoint.channel_values, { a: 1 });
  });

  it('makes a second child of one parent a branch: both stay readable, and the newer is the latest', async () => {
    const root = put({ a: 0 });
    const rootConfig = await saver().put(root.config, root.checkpoint, root.metadata, root.checkpoint.channel_versions);
    const children: CheckpointTuple[] = [];
    for (const value of ['first', 'second']) {
      const version = saver().getNextVersion(1);
      const child = put({ a: value }, {}, { a: version });
      children.push(
        await read(saver(), await saver().put(rootConfig, child.checkpoint, child.metadata, { a: version })),
      );
    }
    const threadId = root.config.configurable?.thread_id as string;
    deepStrictEqual(
      children.map((tuple) => tuple.checkpoint.channel_values.a),
      ['first', 'second'],
    );
    deepStrictEqual((await read(saver(), children[0]?.config)).checkpoint.channel_values, { a: 'first' });
    deepStrictEqual((await read(saver(), { configurable: { thread_id: threadId } })).config, children[1]?.config);
    equal((await saver().readBranches(threadId)).length, 2);
  });

  it('keeps a checkpoint as it is when its id is put again', async () => {
    const first = put({ a: 1 });
    const config = await saver().put(first.config, first.checkpoint, first.metadata, { a: 1 });
    const child = put({ a: 2 }, {}, { a: 2 });
    const childConfig = await saver().put(config, child.checkpoint, child.metadata, { a: 2 });
    const before = await Promise.all([read(saver(), config), read(saver(), childConfig)]);
    const again = put({ a: 3 }, { step: 7 }, { a: 3 });
    const changed = { ...again.checkpoint, id: first.checkpoint.id };
    deepStrictEqual(await saver().put(first.config, changed, again.metadata, { a: 3 }), config);
    deepStrictEqual(await Promise.all([read(saver(), config), read(saver(), childConfig)]), before);
    deepStrictEqual(await ids(saver().list(first.config)), [child.checkpoint.id, first.checkpoint.id]);
  });

  it('keeps only the values that newVersions names, and carries the rest over from before', async () => {
    const first = put({ a: 1, b: 1 });
    const config = await saver().put(first.config, first.checkpoint, first.metadata, { a: 1 });
    deepStrictEqual((await read(saver(), config)).checkpoint.channel_values, { a: 1 });
    const second = put({ a: 1, b: 2 }, {}, { a: 1, b: 2 });
    const later = await saver().put(config, second.checkpoint, second.metadata, { b: 2 });
    deepStrictEqual((await read(saver(), later)).checkpoint.channel_values, { a: 1, b: 2 });
  });

  it('keeps namespaces of a thread apart', async () => {
    const root = put({ a: 'root' });
    const child = put({ a: 'child' });
    const threadId = root.config.configurable?.thread_id;
    const childConfig = { configurable: { thread_id: threadId, checkpoint_ns: 'outer:1|inner:2' } };
    await saver().put(root.config, root.checkpoint, root.metadata, { a: 1 });
    await saver().put(childConfig, child.checkpoint, child.metadata, { a: 1 });
    equal((await read(saver(), root.config)).checkpoint.channel_values.a, 'root');
    equal((await read(saver(), childConfig)).checkpoint.channel_values.a, 'child');
    deepStrictEqual(await ids(saver().list({ configurable: { thread_id: threadId } })), [
      child.checkpoint.id,
      root.checkpoint.id,
    ]);
    deepStrictEqual(await ids(saver().list(childConfig)), [child.checkpoint.id]);
  });

  it('lists newest first, with limit, before and filter', async () => {
    const threadId = runId();
    const marker = runId();
    const configs: RunnableConfig[] = [];
    for (let step = 0; step < 5; step++) {
      const parent = configs.at(-1) ?? { configurable: { thread_id: threadId } };
      const { checkpoint, metadata } = put(
        { a: step },
        { marker, step, tags: { even: step % 2 === 0 } },
        { a: step + 1 },
      );
      configs.push(await saver().put(parent, checkpoint, metadata, { a: step + 1 }));
    }
    const all = configs.map(idOf).reverse();
    const thread = { configurable: { thread_id: threadId } };
    deepStrictEqual(await ids(saver().list(thread)), all);
    deepStrictEqual(await ids(saver().list(thread, { limit: 2 })), all.slice(0, 2));
    deepStrictEqual(await ids(saver().list(thread, { limit: 0 })), []);
    deepStrictEqual(await ids(saver().list(thread, { before: configs[3] })), all.slice(2));
    deepStrictEqual(await ids(saver().list(thread, { before: configs[3], limit: 1 })), all.slice(2, 3));
    deepStrictEqual(await ids(saver().list(thread, { filter: { step: 3 } })), [idOf(configs[3])]);
    deepStrictEqual(await ids(saver().list(thread, { filter: { tags: { even: false } }, limit: 1 })), [
      idOf(configs[3]),
    ]);
    deepStrictEqual(await ids(saver().list(thread, { filter: { step: '3' } })), []);
    deepStrictEqual(await ids(saver().list(thread, { filter: { marker, missing: 1 } })), []);
    deepStrictEqual(
      await ids(saver().list({ configurable: { thread_id: threadId, checkpoint_id: idOf(configs[1]) } })),
      [idOf(configs[1])],
    );
  });

  it('lists every thread when none is named, newest first', async () => {
    const marker = runId();
    const expected: string[] = [];
    for (let count = 0; count < 3; count++) {
      const { config, checkpoint, metadata } = put({ a: 1 }, { marker });
      await saver().put(config, checkpoint, metadata, { a: 1 });
      expected.unshift(checkpoint.id);
    }
    deepStrictEqual(await ids(saver().list({}, { filter: { marker } })), expected);
    deepStrictEqual(
      await ids(saver().list({ configurable: {} }, { filter: { marker }, limit: 1 })),
      expected.slice(0, 1),
    );
  });

  it('lists what getTuple would give', async () => {
    const { config, checkpoint, metadata } = put({ a: [1], b: new Date(0) });
    const stored = await saver().put(config, checkpoint, metadata, checkpoint.channel_versions);
    await saver().putWrites(stored, [['a', 5]], runId());
    for await (const tuple of saver().list(config)) deepStrictEqual(tuple, await saver().getTuple(tuple.config));
  });

  it('refuses a put without a thread and writes without a checkpoint', async () => {
    const { checkpoint, metadata } = put({ a: 1 });
    await rejects(() => saver().put({}, checkpoint, metadata, {}));
    await rejects(() => saver().put({ configurable: { checkpoint_ns: '' } }, checkpoint, metadata, {}));
    await rejects(() => saver().putWrites({ configurable: { thread_id: runId() } }, [['a', 1]], runId()));
    await rejects(() => saver().putWrites({ configurable: { checkpoint_id: checkpoint.id } }, [['a', 1]], runId()));
  });

  it('takes checkpoint ids of other engines, which may be any text', async () => {
    const thread_id = runId();
    let config: RunnableConfig = { configurable: { thread_id } };
    for (const id of ['step 1', 'step 2', 'stëp 3 \u{1f600}']) {
      const { checkpoint, metadata } = put({ a: id });
      config = await saver().put(config, { ...checkpoint, id }, metadata, { a: id });
      await saver().putWrites(config, [['a', id]], 'task of text');
    }
    const latest = await read(saver(), { configurable: { thread_id } });
    equal(latest.checkpoint.id, 'stëp 3 \u{1f600}');
    equal(latest.parentConfig?.configurable?.checkpoint_id, 'step 2');
    deepStrictEqual(latest.pendingWrites, [['task of text', 'a', 'stëp 3 \u{1f600}']]);
  });

  it('deletes a thread whole, in every namespace, and no other', async () => {
    const threads = [runId(), runId()];
    for (const thread_id of threads) {
      for (const checkpoint_ns of ['', 'child']) {
        const { checkpoint, metadata } = put({ a: thread_id });
        const stored = await saver().put({ configurable: { thread_id, checkpoint_ns } }, checkpoint, metadata, {
          a: 1,
        });
        await saver().putWrites(stored, [['a', 1]], runId());
      }
    }
    const [gone, kept] = threads as [string, string];
    await saver().deleteThread(gone);
    equal(await saver().getTuple({ configurable: { thread_id: gone } }), undefined);
    equal(await saver().getTuple({ configurable: { thread_id: gone, checkpoint_ns: 'child' } }), undefined);
    deepStrictEqual(await ids(saver().list({ configurable: { thread_id: gone } })), []);
    deepStrictEqual(await saver().readBranches(gone), []);
    deepStrictEqual(await saver().readTimeline(gone, { limit: 10 }), []);
    equal((await read(saver(), { configurable: { thread_id: kept } })).pendingWrites.length, 1);
    await saver().deleteThread(runId());
  });

  it('counts versions up', () => {
    let version = saver().getNextVersion(undefined);
    for (let step = 0; step < 40; step++) {
      const next = saver().getNextVersion(version);
      ok(next > version, `${next} after ${version}`);
      version = next;
    }
  });
}

async function ids(tuples: AsyncIterable<CheckpointTuple>): Promise<string[]> {
  const found: string[] = [];
  for await (const tuple of tuples) found.push(tuple.checkpoint.id);
  return found;
}

function idOf(config: RunnableConfig | undefined): string {
  return config?.configurable?.checkpoint_id as string;
}
