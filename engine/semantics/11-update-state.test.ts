import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Annotation, END, MemorySaver, Overwrite, Send, START, StateGraph } from '..';
import { withLangGraph } from '../zod';

// SEMANTICS 11. updateState and bulkUpdateState.

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
  n: Annotation<number>,
});
const thread = { configurable: { thread_id: 't' } };

function routed(ran: string[] = []) {
  const node = (name: string) => () => {
    ran.push(name);
    return { log: [name] };
  };
  return new StateGraph(State)
    .addNode('a', node('a'))
    .addNode('b', node('b'))
    .addNode('c', node('c'))
    .addEdge(START, 'a')
    .addConditionalEdges(
      'a',
      function byN(state) {
        return state.n > 5 ? 'c' : 'b';
      },
      ['b', 'c'],
    )
    .compile({ checkpointer: new MemorySaver(), interruptAfter: ['a'] });
}

describe('updateState', () => {
  it("runs the node's routers on the edited state, never its body, and says what runs next at once", async () => {
    const ran: string[] = [];
    const graph = routed(ran);
    await graph.invoke({ n: 0 }, thread);
    expect((await graph.getState(thread)).next).toEqual(['b']);
    const edit = await graph.updateState(thread, { n: 9 });
    expect(edit.next).toEqual(['c']);
    expect(ran).toEqual(['a']);
    const state = await graph.getState(thread);
    expect(state.metadata).toMatchObject({ source: 'update', step: 2 });
    expect(state.next).toEqual(['c']);
    expect((await graph.invoke(null, thread)).log).toEqual(['a', 'c']);
  });

  it('goes through the reducers; Overwrite replaces', async () => {
    const graph = routed();
    await graph.invoke({ n: 0 }, thread);
    await graph.updateState(thread, { log: ['by hand'] });
    expect((await graph.getState(thread)).values.log).toEqual(['a', 'by hand']);
    await graph.updateState(thread, { log: new Overwrite(['only']) });
    expect((await graph.getState(thread)).values.log).toEqual(['only']);
    await graph.updateState(thread, { log: { __overwrite__: ['wire'] } as never });
    expect((await graph.getState(thread)).values.log).toEqual(['wire']);
  });

  describe('while a join waits to run', () => {
    async function waiting(ran: string[]) {
      const node = (name: string) => () => void ran.push(name);
      const graph = new StateGraph(State)
        .addNode('a', node('a'))
        .addNode('b', node('b'))
        .addNode('both', node('both'))
        .addNode('after', node('after'))
        .addEdge(START, 'a')
        .addEdge(START, 'b')
        .addEdge(['a', 'b'], 'both')
        .addEdge('both', 'after')
        .compile({ checkpointer: new MemorySaver(), interruptBefore: ['both'] });
      await graph.invoke({}, thread);
      ran.length = 0;
      return graph;
    }

    it.each([
      ['its node', 'both', ['after']],
      ['a node that it waited for', 'b', ['both', 'after']],
    ])('as %s, runs what follows once, and says so at once', async (_, asNode, runs) => {
      const ran: string[] = [];
      const graph = await waiting(ran);
      const { next } = await graph.updateState(thread, { log: ['by hand'] }, asNode);
      expect([next, (await graph.getState(thread)).next]).toEqual([runs.slice(0, 1), runs.slice(0, 1)]);
      await graph.invoke(null, thread);
      expect(ran).toEqual(runs);
    });
  });

  it('by default acts as the node that ran last, also when a Send made it run', async () => {
    const graph = new StateGraph(State)
      .addNode('first', () => ({}))
      .addNode('sent', () => ({ log: ['sent'] }))
      .addNode('after', () => ({ log: ['after'] }))
      .addEdge(START, 'first')
      .addConditionalEdges('first', () => new Send('sent', {}), ['sent'])
      .addEdge('sent', 'after')
      .compile({ checkpointer: new MemorySaver(), interruptBefore: ['after'] });
    await graph.invoke({}, thread);
    expect((await graph.updateState(thread, { log: ['by hand'] })).next).toEqual(['after']);
    expect((await graph.invoke(null, thread)).log).toEqual(['sent', 'by hand', 'after']);
  });

  it('on an empty thread acts as START', async () => {
    const graph = routed();
    const edit = await graph.updateState(thread, { n: 1 });
    expect(edit.next).toEqual(['a']);
    expect((await graph.invoke(null, thread)).log).toEqual(['a']);
  });

  it('on an empty thread counts as step 0, so that the first node still runs in step 1; as __input__ as step -1', async () => {
    const graph = routed();
    const steps = async (asNode?: string) => {
      const config = { configurable: { thread_id: `as ${asNode}` } };
      await graph.updateState(config, { n: 1 }, asNode);
      await graph.invoke(null, config);
      const found: (number | undefined)[] = [];
      for await (const { metadata } of graph.getStateHistory(config)) found.unshift(metadata?.step);
      return found;
    };
    expect(await steps()).toEqual([0, 1]);
    expect(await steps('a')).toEqual([0, 1]);
    expect(await steps('__input__')).toEqual([-1, 0, 1]);
  });

  it('BETTER: on a finished thread says that nothing runs next; as START it makes it run', async () => {
    const graph = routed();
    await graph.invoke({ n: 0 }, thread);
    await graph.invoke(null, thread);
    expect((await graph.updateState(thread, { n: 9 })).next).toEqual([]);
    expect((await graph.updateState(thread, { n: 9 }, START)).next).toEqual(['a']);
  });

  it('as END with null clears what is pending; with values it is an error', async () => {
    const graph = routed();
    await graph.invoke({ n: 0 }, thread);
    expect((await graph.updateState(thread, null, END)).next).toEqual([]);
    expect(await graph.invoke(null, thread)).toEqual({ n: 0, log: ['a'] });
    await expect(graph.updateState(thread, { n: 1 }, END)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('as __input__ is an input that does not run yet', async () => {
    const graph = routed();
    expect((await graph.updateState(thread, { n: 3 }, '__input__')).next).toEqual(['__start__']);
    expect((await graph.getState(thread)).metadata?.source).toBe('input');
    expect((await graph.invoke(null, thread)).log).toEqual(['a']);
  });

  it('a tie of nodes that wrote last is an error that lists them', async () => {
    const graph = new StateGraph(State)
      .addNode('left', () => ({ log: ['l'] }))
      .addNode('right', () => ({ log: ['r'] }))
      .addEdge(START, 'left')
      .addEdge(START, 'right')
      .compile({ checkpointer: new MemorySaver() });
    await graph.invoke({}, thread);
    await expect(graph.updateState(thread, { n: 1 })).rejects.toThrow(/left, right wrote last in the same step/);
    expect((await graph.updateState(thread, { n: 1 }, 'left')).next).toEqual([]);
    // From then on "left" is the one that wrote last.
    await graph.updateState(thread, { n: 2 });
    expect((await graph.getState(thread)).values.n).toBe(2);
  });

  it.each([
    ['an unknown node', { n: 1 }, 'zzz', 'UNKNOWN_NODE'],
    ['an unknown key', { m: 1 }, 'a', 'UNKNOWN_STATE_KEY'],
    ['no object', 'text', 'a', 'INVALID_INPUT'],
  ])('refuses %s', async (_what, values, asNode, code) => {
    const graph = routed();
    await graph.invoke({ n: 0 }, thread);
    await expect(graph.updateState(thread, values as never, asNode)).rejects.toMatchObject({ code });
  });

  it('checks an edit of a zod state, and says where it does not fit', async () => {
    const Item = z.object({ kind: z.enum(['fix', 'feature']) });
    const graph = new StateGraph(
      z.object({ items: withLangGraph(z.array(Item), { reducer: { fn: (a, b) => [...a, ...b] }, default: () => [] }) }),
    )
      .addNode('a', () => ({}))
      .addEdge(START, 'a')
      .compile({ checkpointer: new MemorySaver() });
    await graph.invoke({}, thread);
    const edit = (kind: string) => graph.updateState(thread, { items: new Overwrite([{ kind }]) as never });
    await expect(edit('fiks')).rejects.toThrow(/items\.0\.kind/);
    await edit('fix');
    expect((await graph.getState(thread)).values.items).toEqual([{ kind: 'fix' }]);
  });

  it('two edits of one tip: the second says that it lost', async () => {
    const graph = routed();
    await graph.invoke({ n: 0 }, thread);
    const results = await Promise.allSettled([
      graph.updateState(thread, { n: 1 }),
      graph.updateState(thread, { n: 2 }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'THREAD_CONFLICT' } });
  });
});

describe('previewUpdate', () => {
  it('tells the same and writes nothing', async () => {
    const graph = routed();
    await graph.invoke({ n: 0 }, thread);
    const before = await graph.getState(thread);
    const preview = await graph.previewUpdate(thread, { n: 9, log: ['x'] });
    expect(preview).toEqual({
      asNode: 'a',
      asNodeChoices: ['__start__', 'a', 'b', 'c'],
      values: { n: 9, log: ['a', 'x'] },
      combined: [
        { channel: 'n', how: 'replaced' },
        { channel: 'log', how: 'reduced' },
      ],
      next: ['c'],
      calledRouters: ['byN'],
    });
    expect(await graph.getState(thread)).toEqual(before);
  });
});
