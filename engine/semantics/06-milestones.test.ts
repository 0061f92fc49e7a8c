import { describe, expect, it } from 'vitest';
import { MemorySaver } from '../checkpoint/memory-saver';
import { Annotation } from '../graph/annotation';
import { StateGraph } from '../graph/state-graph';

// SEMANTICS 6. Durability: selective checkpoints.

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => a.concat(b), default: () => [] }),
});
const thread = { configurable: { thread_id: 't' } };

describe('selective checkpoints (SEMANTICS 6)', () => {
  const marked = (
    options: Parameters<StateGraph<typeof State>['addNode']>[2],
    saver: MemorySaver | undefined = new MemorySaver(),
  ) =>
    new StateGraph(State)
      .addNode('a', () => ({ log: ['a'] }))
      .addNode('important_step', () => ({ log: ['important'] }), options)
      .addNode('c', () => ({ log: ['c'] }))
      .addNode('d', () => ({ log: ['d'] }))
      .addEdge('__start__', 'a')
      .addEdge('a', 'important_step')
      .addEdge('important_step', 'c')
      .addEdge('c', 'd')
      .compile(saver && { checkpointer: saver });
  const saved = async (graph: ReturnType<typeof marked>, config: object = thread) => {
    await graph.invoke({}, config);
    const rows = await (graph.checkpointer as MemorySaver).readTimeline('t', { limit: 100 });
    return rows.map(({ next }) => next.join());
  };

  it.each([
    ['before' as const, ['__start__', 'important_step', '']],
    ['after' as const, ['__start__', 'c', '']],
    ['both' as const, ['__start__', 'important_step', 'c', '']],
  ])('%s: saves the input, the milestones and the final state', async (checkpoint, next) => {
    expect(await saved(marked({ checkpoint }))).toEqual(next);
  });

  it('saves every step when no node is marked, or when the call asks for it; milestones are tagged', async () => {
    const every = ['__start__', 'a', 'important_step', 'c', 'd', ''];
    expect(await saved(marked({}))).toEqual(every);
    const graph = marked({ checkpoint: 'before' });
    expect(await saved(graph, { ...thread, durability: 'sync' })).toEqual(every);
    const tagged: string[][] = [];
    for await (const { next } of graph.getStateHistory(thread, { filter: { milestone: true } })) tagged.push(next);
    expect(tagged).toEqual([['important_step']]);
  });

  it('a durability given at the call saves every step of the graphs inside too', async () => {
    const saver = new MemorySaver();
    const graph = new StateGraph(State)
      .addNode('inside', marked({ checkpoint: 'before' }, undefined))
      .addEdge('__start__', 'inside')
      .compile({ checkpointer: saver });
    const stepsInside = async (config: object) => {
      await saver.deleteThread('t');
      await graph.invoke({}, { ...thread, ...config });
      const namespaces: string[] = [];
      for await (const { config } of saver.list(thread)) namespaces.push(config.configurable?.checkpoint_ns ?? '');
      return namespaces.filter((namespace) => namespace !== '').length;
    };
    expect(await stepsInside({})).toBe(3);
    expect(await stepsInside({ durability: 'sync' })).toBe(6);
  });

  it('goes on from the last milestone, and records every task that led to a saved state', async () => {
    const graph = marked({ checkpoint: 'before' });
    await graph.invoke({}, { ...thread, interruptBefore: ['d'] });
    const stopped = await graph.getState(thread);
    expect([stopped.next, stopped.values.log]).toEqual([['d'], ['a', 'important', 'c']]);
    const rows = await (graph.checkpointer as MemorySaver).readTimeline('t', { limit: 100 });
    expect(rows.map(({ tasks }) => tasks.map(({ node }) => node))).toEqual([
      [],
      ['__start__', 'a'],
      ['important_step', 'c'],
    ]);
    expect((await graph.invoke(null, thread)).log).toEqual(['a', 'important', 'c', 'd']);
  });

  it('refuses another word', () => {
    expect(() => marked({ checkpoint: 'often' as never })).toThrow('"before", "after" or "both"');
  });
});
