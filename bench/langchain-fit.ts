import assert from 'node:assert/strict';
import { RunnableLambda, RunnableSequence } from '@langchain/core/runnables';
import { Annotation, END, InMemoryStore, START, StateGraph } from '../engine/index';

// Our graphs inside of LangChain's sequences, and its Runnables inside of our graphs, with the real @langchain/core.

const State = Annotation.Root({ n: Annotation<number>, seen: Annotation<unknown> });

const graph = new StateGraph(State)
  .addNode('double', ({ n }) => ({ n: n * 2 }))
  .addEdge(START, 'double')
  .compile({ name: 'doubling' });

const wrap = RunnableLambda.from((n: number) => ({ n }));
const unwrap = RunnableLambda.from(({ n }: { n: number }) => n);

const piped = wrap.pipe(graph).pipe(unwrap);
assert.equal(await piped.invoke(3), 6);
assert.deepEqual(await piped.batch([1, 2]), [2, 4]);

const sequence = RunnableSequence.from([wrap, graph, unwrap]);
assert.equal(await sequence.invoke(4), 8);

const chunks: unknown[] = [];
for await (const chunk of await wrap.pipe(graph).stream(5)) chunks.push(chunk);
assert.deepEqual(chunks, [{ double: { n: 10 } }]);

const store = new InMemoryStore();
let config: Record<string, unknown> = {};
const outer = new StateGraph(State)
  .addNode(
    'node',
    RunnableLambda.from((state: { n: number }, given) => {
      config = { ...given };
      return { n: state.n + 1 };
    }),
  )
  .addNode('sequence', RunnableSequence.from([unwrap, wrap.pipe(graph)]))
  .addEdge(START, 'node')
  .addConditionalEdges(
    'node',
    RunnableLambda.from(({ n }: { n: number }) => (n > 5 ? END : 'sequence')),
    ['sequence'],
  )
  .compile({ store });
const given = { configurable: { user: 'u' }, tags: ['t'], metadata: { m: 1 } };
assert.equal((await outer.invoke({ n: 1 }, given)).n, 4);
assert.equal((await outer.invoke({ n: 7 }, given)).n, 8);
assert.equal((config.configurable as { user?: string }).user, 'u');
assert.deepEqual(config.tags, ['t']);
assert.deepEqual((config.metadata as { m?: number }).m, 1);
assert.equal(config.store, store);
assert.ok(config.signal instanceof AbortSignal);

console.log('Graphs fit into LangChain sequences, and Runnables into graphs.');
