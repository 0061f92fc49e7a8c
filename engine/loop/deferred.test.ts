import { describe, expect, it } from 'vitest';
import { MemorySaver } from '../checkpoint/memory-saver';
import { Annotation } from '../graph/annotation';
import { StateGraph } from '../graph/state-graph';

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => a.concat(b), default: () => [] }),
});
const say = (word: string) => () => ({ log: [word] });
const thread = { configurable: { thread_id: 't' } };

/** A short and a long way from `a` to a deferred node. */
const uneven = () =>
  new StateGraph(State)
    .addNode('a', say('a'))
    .addNode('short', say('short'))
    .addNode('long', say('long'))
    .addNode('longer', say('longer'))
    .addNode('last', say('last'), { defer: true })
    .addEdge('__start__', 'a')
    .addEdge('a', 'short')
    .addEdge('a', 'long')
    .addEdge('long', 'longer')
    .addEdge('short', 'last')
    .addEdge('longer', 'last');

describe('deferred nodes (SEMANTICS 1, 3)', () => {
  it('run once, when nothing else is left to run', async () => {
    expect((await uneven().compile().invoke({})).log).toEqual(['a', 'long', 'short', 'longer', 'last']);
  });

  it('are waited for by an edge from several nodes as well', async () => {
    const graph = new StateGraph(State)
      .addNode('a', say('a'))
      .addNode('b', say('b'))
      .addNode('c', say('c'))
      .addNode('last', say('last'), { defer: true })
      .addEdge('__start__', 'a')
      .addEdge('__start__', 'b')
      .addEdge('b', 'c')
      .addEdge(['a', 'b'], 'last')
      .compile();
    expect((await graph.invoke({})).log).toEqual(['a', 'b', 'c', 'last']);
  });

  it('are still to run after a stop in between', async () => {
    const graph = uneven().compile({ checkpointer: new MemorySaver(), interruptBefore: ['longer', 'last'] });
    await graph.invoke({}, thread);
    expect((await graph.getState(thread)).next).toEqual(['longer']);
    await graph.invoke(null, thread);
    expect((await graph.getState(thread)).next).toEqual(['last']);
    expect((await graph.invoke(null, thread)).log.at(-1)).toBe('last');
  });

  it('follow from an update as they follow from a step', async () => {
    const graph = uneven().compile({ checkpointer: new MemorySaver(), interruptBefore: ['longer'] });
    await graph.invoke({}, thread);
    const { next } = await graph.updateState(thread, { log: ['edited'] }, 'longer');
    expect(next).toEqual(['last']);
    expect((await graph.invoke(null, thread)).log).toEqual(['a', 'long', 'short', 'edited', 'last']);
  });
});
