import type { RunnableInterface } from '@langchain/core/runnables';
import { RunnableLambda, RunnableSequence } from '@langchain/core/runnables';
import { Annotation, END, START, StateGraph } from 'retrograph';
import { describe, expect, it } from 'vitest';

const State = Annotation.Root({ n: Annotation<number>, seen: Annotation<unknown> });

const graph = new StateGraph(State)
  .addNode('double', ({ n }) => ({ n: n * 2 }))
  .addEdge(START, 'double')
  .compile();

const wrap = RunnableLambda.from((n: number) => ({ n }));
const unwrap = RunnableLambda.from(({ n }: { n: number }) => n);

// No cast anywhere: that these lines compile is half of what they test.
describe("a compiled graph where LangChain's types ask for a Runnable", () => {
  it('is one by its type, for the inputs and results that it has', async () => {
    const runnable: RunnableInterface<{ n: number }> = graph;
    expect(await runnable.invoke({ n: 2 })).toEqual({ n: 4 });
    expect(await runnable.batch([{ n: 1 }, { n: 2 }])).toEqual([{ n: 2 }, { n: 4 }]);
    const chunks: unknown[] = [];
    for await (const chunk of await runnable.stream({ n: 2 })) chunks.push(chunk);
    expect(chunks).toEqual([{ double: { n: 4 } }]);
    // @ts-expect-error the state has no text for n
    const wrong: RunnableInterface<{ n: string }, { n: number }> = graph;
    expect(wrong).toBe(graph);
  });

  it('stands in a sequence, at any place', async () => {
    expect(await wrap.pipe(graph).pipe(unwrap).invoke(3)).toBe(6);
    expect(await RunnableSequence.from([wrap, graph, unwrap]).invoke(4)).toBe(8);
    expect(await RunnableSequence.from([graph, unwrap]).batch([{ n: 1 }, { n: 2 }])).toEqual([2, 4]);
    expect(await RunnableSequence.from([wrap, graph]).invoke(4)).toEqual({ n: 8 });
  });

  it('streams through a sequence', async () => {
    const chunks: unknown[] = [];
    for await (const chunk of await wrap.pipe(graph).stream(5)) chunks.push(chunk);
    expect(chunks).toEqual([{ double: { n: 10 } }]);
  });

  it('stands there too when something of ours follows it', async () => {
    const piped = graph.pipe(({ n }) => ({ n: n + 1 }));
    expect(await wrap.pipe(piped).pipe(unwrap).invoke(3)).toBe(7);
    const chunks: unknown[] = [];
    for await (const chunk of await wrap.pipe(piped).stream(3)) chunks.push(chunk);
    expect(chunks).toEqual([{ n: 7 }]);
  });

  it('takes a sequence with a graph in it as a node', async () => {
    const outer = new StateGraph(State)
      .addNode('twice', RunnableSequence.from([graph, graph]))
      .addEdge(START, 'twice')
      .addEdge('twice', END)
      .compile();
    expect(await outer.invoke({ n: 1 })).toEqual({ n: 4 });
  });
});
