import { describe, expect, it } from 'vitest';
import { Annotation, END, START, StateGraph, Topic } from '..';

const Public = Annotation.Root({ question: Annotation<string>, answer: Annotation<string> });
const Private = Annotation.Root({ draft: Annotation<string> });

describe("keys that only a node's own input schema names", () => {
  it('are passed on between nodes, and neither read by others nor part of the result', async () => {
    let seen: unknown;
    const graph = new StateGraph(Public)
      .addNode('think', ({ question }) => ({ draft: `${question}?` }))
      .addNode('look', (state) => {
        seen = state;
      })
      .addNode('say', ({ draft }) => ({ answer: draft.toUpperCase() }), { input: Private })
      .addEdge(START, 'think')
      .addEdge('think', 'look')
      .addEdge('look', 'say')
      .compile();
    expect(await graph.invoke({ question: 'why' })).toEqual({ question: 'why', answer: 'WHY?' });
    expect(seen).toEqual({ question: 'why' });
  });

  it('are seen by routers, as every key is', async () => {
    const graph = new StateGraph(Public)
      .addNode('think', () => ({ answer: 'a', draft: 'b' }))
      .addNode('check', () => ({}), { input: Private })
      .addEdge(START, 'think')
      .addEdge('think', 'check')
      .addConditionalEdges('check', (state) => (state.question === 'why' && 'draft' in state ? END : 'think'))
      .compile();
    expect(await graph.invoke({ question: 'why' })).toEqual({ question: 'why', answer: 'a' });
  });

  it('must not combine writes in another way than the state does', () => {
    const list = () => new Topic<string>();
    const other = Annotation.Root({ answer: Annotation<string>({ reducer: (a, b) => a + b }) });
    const build = (input: typeof other) =>
      new StateGraph(Public)
        .addNode('say', () => ({}), { input })
        .addEdge(START, 'say')
        .compile();
    expect(() => build(other)).toThrow(
      /State key "answer" in the input of node "say" combines its writes in another way/,
    );
    const shared = new StateGraph({ list }, { input: Annotation.Root({ list }) })
      .addNode('a', () => ({}))
      .addEdge(START, 'a');
    expect(shared.compile()).toBeDefined();
  });
});
