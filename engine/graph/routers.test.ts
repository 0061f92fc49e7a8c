import { describe, expect, it } from 'vitest';
import { Annotation, END, START, StateGraph } from '..';

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
});

describe('routers', () => {
  const run = (router: () => unknown, pathMap?: Record<string, string>) =>
    new StateGraph(State)
      .addNode('a', () => ({ log: ['a'] }))
      .addNode('b', () => ({ log: ['b'] }), { ends: [] })
      .addEdge(START, 'a')
      .addConditionalEdges('a', router as never, (pathMap ?? { yes: 'b' }) as never)
      .compile()
      .invoke({});

  it('can be given as one object', async () => {
    const graph = new StateGraph(State)
      .addNode('a', () => ({ log: ['a'] }))
      .addNode('b', () => ({ log: ['b'] }))
      .addEdge(START, 'a')
      .addConditionalEdges({
        source: 'a',
        path: (state) => (state.log.length > 0 ? 'yes' : END),
        pathMap: { yes: 'b' },
      })
      .compile();
    expect((await graph.invoke({})).log).toEqual(['a', 'b']);
  });

  it('BETTER: END is a legal answer even when the path map omits it', async () => {
    expect((await run(() => END)).log).toEqual(['a']);
  });

  it('BETTER: any other answer is an error with router, answer and legal targets', async () => {
    const route = () => 'maybe';
    await expect(run(route)).rejects.toThrow(/Router "route" of "a" answered "maybe".*legal are b, __end__/);
  });

  it('see the state with the writes of their source applied', async () => {
    const seen: string[][] = [];
    const graph = new StateGraph(State)
      .addNode('a', () => ({ log: ['a'] }))
      .addEdge(START, 'a')
      .addConditionalEdges('a', (state) => {
        seen.push(state.log);
        return END;
      })
      .compile();
    await graph.invoke({ log: ['in'] });
    expect(seen).toEqual([['in', 'a']]);
  });

  it('may map booleans', async () => {
    expect((await run(() => true, { true: 'b' })).log).toEqual(['a', 'b']);
  });
});
