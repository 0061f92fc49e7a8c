import { describe, expect, it } from 'vitest';
import { MemorySaver } from '../../checkpoint/memory-saver';
import { Annotation } from '../../graph/annotation';
import { StateGraph } from '../../graph/state-graph';

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => a.concat(b), default: () => [] }),
});
const thread = { configurable: { thread_id: 't' } };
const build = () =>
  new StateGraph(State)
    .addNode('a', () => ({ log: ['a'] }))
    .addNode('b', () => ({ log: ['b'] }))
    .addEdge('__start__', 'a')
    .addEdge('a', 'b')
    .compile({ checkpointer: new MemorySaver() });

describe('bulkUpdateState and copies (SEMANTICS 11)', () => {
  it('makes one super-step of each element', async () => {
    const graph = build();
    const made = await graph.bulkUpdateState(thread, [
      { updates: [{ values: { log: ['input'] }, asNode: '__input__' }] },
      {
        updates: [
          { values: { log: ['x'] }, asNode: 'a' },
          { values: { log: ['y'] }, asNode: 'b' },
        ],
      },
      { updates: [{ values: { log: ['z'] }, asNode: 'a' }] },
    ]);
    expect(made.next).toEqual(['b']);
    const history: unknown[] = [];
    for await (const { metadata, values } of graph.getStateHistory(thread))
      history.push([metadata?.source, metadata?.step, values.log]);
    expect(history).toEqual([
      ['update', 1, ['x', 'y', 'z']],
      ['update', 0, ['x', 'y']],
      ['input', -1, []],
    ]);
    expect((await graph.invoke(null, thread)).log).toEqual(['x', 'y', 'z', 'b']);
  });

  it('copies a checkpoint beside it, whole, and goes on with the copy', async () => {
    const graph = build();
    await graph.invoke({}, thread);
    const history = [];
    for await (const snapshot of graph.getStateHistory(thread)) history.push(snapshot);
    const middle = history.find(({ next }) => next[0] === 'b');
    const made = await graph.updateState(middle?.config ?? {}, null, '__copy__');
    const copy = await graph.getState(made);
    expect(copy).toMatchObject({ values: { log: ['a'] }, next: ['b'], metadata: { source: 'fork' } });
    expect(copy.parentConfig).toEqual(middle?.parentConfig);
    expect((await graph.invoke(null, thread)).log).toEqual(['a', 'b']);
    expect((await graph.getState(middle?.config ?? {})).values.log).toEqual(['a']);
  });

  it('refuses values for a copy, no steps and empty steps', async () => {
    const graph = build();
    await graph.invoke({}, thread);
    await expect(graph.updateState(thread, { log: ['x'] }, '__copy__')).rejects.toThrow('takes no values');
    await expect(graph.bulkUpdateState(thread, [])).rejects.toThrow('at least one step');
    await expect(graph.bulkUpdateState(thread, [{ updates: [] }])).rejects.toThrow('at least one update');
  });
});
