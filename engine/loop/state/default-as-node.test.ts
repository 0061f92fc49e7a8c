import { expect, it } from 'vitest';
import { MemorySaver } from '../../checkpoint/memory-saver';
import { interrupt } from '../../control/interrupt';
import { Annotation } from '../../graph/annotation';
import { StateGraph } from '../../graph/state-graph';

const State = Annotation.Root({ draft: Annotation<string>, answer: Annotation<string> });
const thread = { configurable: { thread_id: 't' } };
const asking = () =>
  new StateGraph(State)
    .addNode('ask', (state) => ({ answer: state.draft + interrupt('fine?') }))
    .addEdge('__start__', 'ask');

it('an edit of a one-node graph that waits does not skip its node', async () => {
  const graph = asking().compile({ checkpointer: new MemorySaver() });
  await graph.invoke({ draft: 'old' }, thread);
  expect((await graph.updateState(thread, { draft: 'new' })).next).toEqual(['ask']);
});

it('an edit inside a one-node subgraph that waits does not skip its node', async () => {
  const graph = new StateGraph(State)
    .addNode('inner', asking().compile())
    .addEdge('__start__', 'inner')
    .compile({ checkpointer: new MemorySaver() });
  await graph.invoke({ draft: 'old' }, thread);
  const [task] = (await graph.getState(thread, { subgraphs: true })).tasks;
  const inner = task?.state as { config: typeof thread };
  expect((await graph.updateState(inner.config, { draft: 'new' })).next).toEqual(['ask']);
});

it('an edit of what ran on an edit acts as the node that ran, not as the one that the former acted as', async () => {
  const graph = new StateGraph(State)
    .addNode('a', () => ({ draft: 'a' }))
    .addNode('b', () => ({ draft: 'b' }))
    .addNode('c', () => ({ draft: 'c' }))
    .addEdge('__start__', 'a')
    .addEdge('a', 'b')
    .addEdge('b', 'c')
    .compile({ checkpointer: new MemorySaver() });
  await graph.invoke({ draft: '' }, { ...thread, interruptAfter: ['a'] });
  expect((await graph.updateState(thread, { draft: 'edited' })).next).toEqual(['b']);
  expect((await graph.updateState(thread, { draft: 'edited twice' })).next).toEqual(['b']);
  await graph.invoke(null, { ...thread, interruptAfter: ['b'] });
  expect((await graph.updateState(thread, { draft: 'edited again' })).next).toEqual(['c']);
});
