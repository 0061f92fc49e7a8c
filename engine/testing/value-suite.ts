import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import { adopt } from '../channels/isolation';
import type { CheckpointTuple } from '../checkpoint/checkpoint';
import { nextCheckpointId, runId } from '../checkpoint/ids';
import type { SuiteContext } from './harness';
import { ThreadRecorder } from './thread-recorder';
import { tupleOf } from './tuple-of';

/** What is stored comes back as it was, belongs to the reader, and can't be changed from outside. */
export function valueSuite({ it, saver, reopen }: SuiteContext): void {
  it('is not reached by changes to what was put, nor to what was read', async () => {
    const thread_id = runId();
    const values = { list: [{ deep: ['a'] }], map: new Map([['k', { v: 1 }]]), at: new Date(5) };
    const versions = { list: 1, map: 1, at: 1 };
    const write = { items: ['w'] };
    const metadata = { source: 'loop' as const, step: 0, parents: {}, own: { tags: ['m'] } };
    const checkpoint = {
      v: 4,
      id: nextCheckpointId(),
      ts: new Date().toISOString(),
      versions_seen: { n: { list: 1 } },
    };
    const config = await saver().put(
      { configurable: { thread_id } },
      { ...checkpoint, channel_values: values, channel_versions: versions },
      metadata,
      versions,
    );
    await saver().putWrites(config, [['list', write]], 'task');
    const change = (tuple: Pick<CheckpointTuple, 'metadata'> & { values: Record<string, unknown>; write: unknown }) => {
      const state = tuple.values as typeof values;
      attempt(() => state.list[0]?.deep.push('changed'));
      attempt(() => state.map.set('k', { v: 2 }));
      attempt(() => state.at.setTime(9));
      attempt(() => (tuple.write as typeof write).items.push('changed'));
      attempt(() => (tuple.metadata.own as { tags: string[] }).tags.push('changed'));
      attempt(() => Object.assign(tuple.metadata, { source: 'fork' }));
    };
    change({ values, metadata, write });
    for (let read = 0; read < 2; read++) {
      const tuple = await tupleOf(saver(), thread_id);
      deepStrictEqual(tuple.checkpoint.channel_values, {
        list: [{ deep: ['a'] }],
        map: new Map([['k', { v: 1 }]]),
        at: new Date(5),
      });
      deepStrictEqual(tuple.pendingWrites, [['task', 'list', { items: ['w'] }]]);
      deepStrictEqual(tuple.metadata, { source: 'loop', step: 0, parents: {}, own: { tags: ['m'] } });
      deepStrictEqual(tuple.checkpoint.versions_seen, { n: { list: 1 } });
      change({ values: tuple.checkpoint.channel_values, metadata: tuple.metadata, write: tuple.pendingWrites[0]?.[2] });
      attempt(() => Object.assign(tuple.checkpoint.versions_seen.n as object, { list: 9 }));
      attempt(() => Object.assign(tuple.checkpoint.channel_versions, { list: 9 }));
    }
  });

  it('is the own copy of who reads by the contract, to be changed at will', async () => {
    const run = new ThreadRecorder(saver(), runId());
    await run.step({ list: [{ deep: ['a'] }], map: new Map([['k', ['v']]]) });
    await run.step({ last: 1 }, { loneWrites: [['list', { items: ['w'] }]] });
    const config = { configurable: { thread_id: run.threadId } };
    const read = async () => {
      const latest = await tupleOf(saver(), run.threadId);
      const listed: CheckpointTuple[] = [];
      for await (const tuple of saver().list(config)) listed.push(tuple);
      return [latest, ...listed] as CheckpointTuple[];
    };
    const before = await read();
    for (const { checkpoint, metadata, pendingWrites } of await read()) {
      const state = checkpoint.channel_values as { list: { deep: string[] }[]; map: Map<string, string[]> };
      state.list[0]?.deep.push('own');
      state.list.pop();
      state.map.get('k')?.push('own');
      checkpoint.channel_versions.list = 'own';
      Object.assign(checkpoint.versions_seen, { own: {} });
      Object.assign(metadata, { step: 99 });
      for (const [, , value] of pendingWrites) (value as { items: string[] }).items.push('own');
    }
    deepStrictEqual(await read(), before);
  });

  it('is not reached by changes to what a node returned, nor to maps and dates in the state', async () => {
    const run = new ThreadRecorder(saver(), runId());
    const root = await run.step({ a: 0 });
    const state = { map: new Map([['k', 1]]), at: new Date(5), list: [{ a: 1 }] };
    const returned = { list: [{ a: 1 }] };
    const id = await run.step(state, { loneWrites: [['list', returned]] });
    state.map.set('k', 2);
    state.at.setTime(9);
    (state.list[0] as { a: number }).a = 2;
    returned.list.push({ a: 2 });
    const { checkpoint } = await tupleOf(saver(), run.threadId, id);
    deepStrictEqual(checkpoint.channel_values, { a: 0, map: new Map([['k', 1]]), at: new Date(5), list: [{ a: 1 }] });
    deepStrictEqual(
      (await tupleOf(saver(), run.threadId, root)).pendingWrites.map(([, , value]) => value),
      [{ list: [{ a: 1 }] }],
    );
  });

  it('is the input’s, when a channel takes it over whole, and goes on from there on every branch', async () => {
    const run = new ThreadRecorder(saver(), runId());
    const text = 'a text that is long enough to be stored once, and not again. '.repeat(20);
    const input = adopt({ text, list: [{ text }], when: new Date(7), small: 1 });
    const root = await run.step({ __start__: input });
    const first = await run.step({ text: input.text, list: [...input.list], small: 1 }, { emptied: ['__start__'] });
    const grown = await run.step({ list: [...input.list, { text: 'more' }], text: `${text}!` });
    const fork = await run.forkAt(first);
    const forked = await fork.step({ list: [...input.list, { text: 'elsewhere' }] });
    const values = async (id: string) => (await tupleOf(saver(), run.threadId, id)).checkpoint.channel_values;
    const expected = new Map<string, unknown>([
      [root, { __start__: input }],
      [first, { text, list: input.list, small: 1 }],
      [grown, { text: `${text}!`, list: [...input.list, { text: 'more' }], small: 1 }],
      [forked, { text, list: [...input.list, { text: 'elsewhere' }], small: 1 }],
    ]);
    for (const [id, value] of expected) deepStrictEqual(await values(id), value);
    if (reopen !== null) await reopen();
    for (const [id, value] of expected) deepStrictEqual(await values(id), value);
    await saver().prune({ threadIds: [run.threadId], keepLast: 1 });
    for (const id of [grown, forked]) deepStrictEqual(await values(id), expected.get(id));
  });

  it('may be a megabyte, in state and in writes', async () => {
    const run = new ThreadRecorder(saver(), runId());
    const text = 'é\0'.repeat(500_000);
    const root = await run.step({ text, bytes: new Uint8Array(1_000_000).fill(7) });
    await run.step({ small: 1 }, { loneWrites: [['text', text]] });
    const latest = await tupleOf(saver(), run.threadId);
    equal(latest.checkpoint.channel_values.text, text);
    equal((latest.checkpoint.channel_values.bytes as Uint8Array).length, 1_000_000);
    equal((await tupleOf(saver(), run.threadId, root)).pendingWrites[0]?.[2], text);
  });

  it('is given back at every step while it grows, shrinks and changes, on each branch', async () => {
    const original = new ThreadRecorder(saver(), runId());
    const expected = new Map<string, unknown>();
    const go = async (run: ThreadRecorder, who: string, steps: number) => {
      for (let step = 0; step < steps; step++) {
        await run.step(grown(run.values, `${who}${step}`));
        expected.set(run.tipId, structuredClone(run.values));
      }
    };
    await go(original, 'a', 40);
    const fork = await original.forkAt([...expected.keys()][17] as string);
    await go(fork, 'b', 25);
    const side = await original.forkAt(original.tipId);
    await go(original, 'c', 10);
    await go(side, 'd', 10);
    for (const [id, values] of expected) {
      deepStrictEqual((await tupleOf(saver(), original.threadId, id)).checkpoint.channel_values, values);
    }
    const ids = [...expected.keys()].toSorted().reverse();
    const tuples = await saver().readTuples(original.threadId, ids);
    deepStrictEqual(
      tuples.map(({ checkpoint }) => checkpoint.channel_values),
      ids.map((id) => expected.get(id)),
    );
  });

  it('grows apart on two branches, also where the fork left it alone at first', async () => {
    const run = new ThreadRecorder(saver(), runId());
    const list = Array.from(
      { length: 20 },
      (_, index) => `line ${index} of a list that is long enough to grow in place`,
    );
    const first = await run.step({ list, count: 0 });
    const fork = await run.forkAt(first);
    await fork.step({ count: 1 });
    const forked = await fork.step({ list: [...list, 'of the fork'] });
    const listAt = async (id: string) => (await tupleOf(saver(), run.threadId, id)).checkpoint.channel_values.list;
    // What was read last is at hand for the step that goes on from it.
    deepStrictEqual(await listAt(first), list);
    const original = await run.step({ list: [...list, 'of the original'] });
    if (reopen !== null) await reopen();
    deepStrictEqual(await listAt(forked), [...list, 'of the fork']);
    deepStrictEqual(await listAt(original), [...list, 'of the original']);
  });

  it('becomes empty in the step that says so, and in no earlier one', async () => {
    const run = new ThreadRecorder(saver(), runId());
    const before = await run.step({ a: 1, b: 1 });
    const after = await run.step({}, { emptied: ['b'] });
    const later = await run.step({ a: 2 });
    const valuesAt = async (id: string) => (await tupleOf(saver(), run.threadId, id)).checkpoint.channel_values;
    deepStrictEqual(await valuesAt(before), { a: 1, b: 1 });
    deepStrictEqual(await valuesAt(after), { a: 1 });
    deepStrictEqual(await valuesAt(later), { a: 2 });
  });

  it('is found under thread ids and channel names of any text', async () => {
    const texts = [
      'x'.repeat(255),
      `it's "quoted"; DROP TABLE threads; --`,
      'Zürich/日本 \u{1f600} %_\\',
      ' ',
      '..',
      '__proto__',
      'constructor',
    ];
    for (const text of texts) {
      const threadId = `${text}${text.length < 200 ? runId() : ''}`;
      const run = new ThreadRecorder(saver(), threadId);
      const channel = text === '__proto__' ? 'proto' : text;
      await run.step({ [channel]: text }, { node: text, next: [text] });
      await run.step({ [`${text} 2`]: 1 }, { node: text });
      const { checkpoint } = await tupleOf(saver(), threadId);
      deepStrictEqual(checkpoint.channel_values, run.values);
      deepStrictEqual((await saver().readTimeline(threadId, { limit: 5 }))[0]?.next, [text]);
      await saver().deleteThread(threadId);
      equal(await saver().getTuple({ configurable: { thread_id: threadId } }), undefined);
    }
  });
}

/** The state a step later: a chat that is cut now and then, a text, a record of tasks, and a map that one keeps. */
function grown(values: Record<string, unknown>, mark: string): Record<string, unknown> {
  const { messages = [], log = '', tasks = {}, counts = new Map() } = values as Partial<Growing>;
  const isCut = messages.length > 12;
  const ids = Object.keys(tasks);
  const first = ids[0] ?? '';
  return {
    messages: [...(isCut ? messages.slice(5) : messages), { role: 'user', content: `${mark} `.repeat(20) }],
    log: log.length > 900 ? '' : `${log}${mark}: something was done and written down\n`,
    tasks: {
      ...(ids.length > 6 ? Object.fromEntries(Object.entries(tasks).slice(1)) : tasks),
      ...(first !== '' && ids.length <= 6 && { [first]: { at: new Date(5), notes: [mark] } }),
      [mark]: { at: new Date(mark.length), notes: [] },
    },
    counts: counts.set(mark, messages.length),
  };
}

interface Growing {
  messages: object[];
  log: string;
  tasks: Record<string, object>;
  counts: Map<string, number>;
}

/** A saver may hand out frozen values or copies: a change may throw, but must not show. */
function attempt(change: () => unknown): void {
  try {
    change();
  } catch (error) {
    ok(error instanceof TypeError, String(error));
  }
}
