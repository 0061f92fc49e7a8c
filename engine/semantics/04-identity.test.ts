import { describe, expect, it } from 'vitest';
import type { CheckpointTuple, StateSnapshot } from '..';
import { Annotation, bytesOfUuid, Command, interrupt, MemorySaver, nextCheckpointId, START, StateGraph } from '..';
import { openSaver, saverNames } from '../properties/savers';
import { listOf } from '../testing/list-of';
import { thread } from './loose-graph';

// SEMANTICS 4. Identity.

const State = Annotation.Root({ value: Annotation<unknown>() });

function counting(checkpointer: MemorySaver) {
  return new StateGraph(State)
    .addNode('a', () => ({ value: 'a' }))
    .addNode('b', ({ value }) => ({ value: `${value} b` }))
    .addEdge(START, 'a')
    .addEdge('a', 'b')
    .compile({ checkpointer });
}

describe('checkpoint ids', () => {
  it('are UUIDv6: the order of the text is the order in time, also within a millisecond', () => {
    const ids = Array.from({ length: 1_000 }, () => nextCheckpointId());
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(1_000);
    for (const id of ids) expect((bytesOfUuid(id)?.[6] ?? 0) >> 4).toBe(6);
  });

  it('the latest of a thread without forks is the greatest', async () => {
    const graph = counting(new MemorySaver());
    await graph.invoke({}, thread);
    const ids = (await listOf(graph.getStateHistory(thread))).map(({ config }) => config.configurable?.checkpoint_id);
    expect((await graph.getState(thread)).config.configurable?.checkpoint_id).toBe(ids.sort().at(-1));
  });
});

describe('task ids', () => {
  const asking = () =>
    new StateGraph(State)
      .addNode('ask', () => ({ value: interrupt('?') }))
      .addEdge(START, 'ask')
      .compile({ checkpointer: new MemorySaver() });

  it('the same checkpoint gives the same task ids', async () => {
    const graph = asking();
    await graph.invoke({}, thread);
    const [first, second] = [await graph.getState(thread), await graph.getState(thread)];
    expect(second.tasks.map(({ id }) => id)).toEqual(first.tasks.map(({ id }) => id));
    await graph.invoke(null, thread);
    expect((await graph.getState(thread)).tasks[0]?.id).toBe(first.tasks[0]?.id);
  });

  it('a fork gives new ones, so that old answers do not leak into it', async () => {
    const graph = asking();
    await graph.invoke({}, thread);
    const asked = await graph.getState(thread);
    expect(await graph.invoke(new Command({ resume: 'yes' }), thread)).toEqual({ value: 'yes' });
    const again = await graph.invoke(null, asked.config);
    expect(again.__interrupt__).toHaveLength(1);
    expect(again.__interrupt__?.[0]?.id).not.toBe(asked.tasks[0]?.interrupts[0]?.id);
    expect((await graph.getState(thread)).tasks[0]?.id).not.toBe(asked.tasks[0]?.id);
  });
});

describe('namespaces', () => {
  it('are node:taskId, levels joined with |; parents maps each enclosing namespace to its checkpoint', async () => {
    const inner = counting(undefined as never);
    const middle = new StateGraph(State).addNode('inner', inner).addEdge(START, 'inner').compile();
    const saver = new MemorySaver();
    const graph = new StateGraph(State)
      .addNode('middle', middle)
      .addEdge(START, 'middle')
      .compile({ checkpointer: saver });
    await graph.invoke({}, thread);
    const tuples = await listOf(saver.list(thread));
    const byNamespace = new Map<string, CheckpointTuple>();
    for (const tuple of tuples) byNamespace.set(tuple.config.configurable?.checkpoint_ns ?? '', tuple);
    const [root = '', outer = '', deep = ''] = [...byNamespace.keys()].sort();
    const task = '[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}';
    expect([root, outer, deep]).toEqual([
      '',
      expect.stringMatching(new RegExp(`^middle:${task}$`)),
      expect.stringMatching(new RegExp(`^middle:${task}\\|inner:${task}$`)),
    ]);
    const ids = new Set(tuples.map(({ checkpoint }) => checkpoint.id));
    const { parents } = byNamespace.get(deep)?.metadata ?? { parents: {} };
    expect(Object.keys(parents)).toEqual(['', outer]);
    for (const id of Object.values(parents)) expect(ids).toContain(id);
  });
});

describe.each(saverNames)('BETTER: channel versions never collide between branches, on %s', (name) => {
  it('two branches write the same channel at the same step, and each reads its own value', async () => {
    const { saver, close } = await openSaver(name);
    const config = { configurable: { thread_id: `collide-${process.pid}-${Date.now()}` } };
    const graph = counting(saver as MemorySaver);
    await graph.invoke({}, config);
    const original = await graph.getState(config);
    const afterA = (await listOf(graph.getStateHistory(config))).find(({ next }) => next[0] === 'b') as StateSnapshot;
    const ends: StateSnapshot[] = [];
    for (const value of ['left', 'right']) {
      const fork = await graph.updateState(afterA.config, { value }, 'a');
      await graph.invoke(null, fork);
      ends.push((await graph.getState(config)) as StateSnapshot);
    }
    expect(ends.map(({ values }) => values)).toEqual([{ value: 'left b' }, { value: 'right b' }]);
    expect((await graph.getState(original.config)).values).toEqual({ value: 'a b' });
    const versions = new Set<unknown>();
    for (const { config: at } of [original, ...ends])
      versions.add((await saver.getTuple(at))?.checkpoint.channel_versions.value);
    expect(versions.size).toBe(3);
    await saver.deleteThread(config.configurable.thread_id);
    await close();
  });
});
