import { expect, it } from 'vitest';
import type { GetStateOptions, Pregel, PregelOptions } from '../index';
import { Annotation, CompiledStateGraph, MemorySaver, START, StateGraph } from '../index';

const State = Annotation.Root({ n: Annotation<number> });

it('a compiled graph is what LangGraph.js’s names say', async () => {
  const graph: CompiledStateGraph<typeof State.State, typeof State.Update> = new StateGraph(State)
    .addNode('double', ({ n }) => ({ n: n * 2 }))
    .addEdge(START, 'double')
    .compile({ checkpointer: new MemorySaver() });
  const any: Pregel<never, never> = graph;
  const options: PregelOptions = { configurable: { thread_id: 't' }, streamMode: 'values' };
  const reading: GetStateOptions = { subgraphs: true };
  expect(any).toBeInstanceOf(CompiledStateGraph);
  expect(await graph.invoke({ n: 1 }, options)).toEqual({ n: 2 });
  expect((await graph.getState(options, reading)).values).toEqual({ n: 2 });
});
