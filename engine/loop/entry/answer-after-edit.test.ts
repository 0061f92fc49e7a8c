import { describe, expect, it } from 'vitest';
import type { StateSnapshot } from '../..';
import { Annotation, Command, interrupt, MemorySaver, START, StateGraph } from '../..';

const State = Annotation.Root({ value: Annotation<unknown> });
const thread = { configurable: { thread_id: 't' } };
const answer = new Command({ resume: 'yes' });

const asking = () =>
  new StateGraph(State)
    .addNode('begin', () => ({ value: 1 }))
    .addNode('ask', ({ value }) => ({ value: [value, interrupt('sure?')] }))
    .addEdge(START, 'begin')
    .addEdge('begin', 'ask');

describe('an answer right after an edit', () => {
  it('is for the question that the edited state is going to ask', async () => {
    const graph = asking().compile({ checkpointer: new MemorySaver() });
    await graph.invoke({}, thread);
    await graph.updateState(thread, { value: 50 });
    expect(await graph.invoke(answer, thread)).toEqual({ value: [50, 'yes'] });
  });

  it('also in a graph inside', async () => {
    const graph = new StateGraph(State)
      .addNode('child', asking().compile())
      .addEdge(START, 'child')
      .compile({ checkpointer: new MemorySaver() });
    await graph.invoke({}, thread);
    const state = await graph.getState(thread, { subgraphs: true });
    const [task] = state.tasks;
    const inside = task?.state as StateSnapshot;
    await graph.updateState(inside.config, { value: 50 });
    expect(await graph.invoke(answer, thread)).toEqual({ value: [50, 'yes'] });
  });

  it('is refused where it can not be told whose it is', async () => {
    const graph = asking()
      .addNode('other', () => ({}))
      .addEdge('begin', 'other')
      .compile({ checkpointer: new MemorySaver() });
    await graph.invoke({}, thread);
    await graph.updateState(thread, { value: 50 }, 'begin');
    await expect(graph.invoke(answer, thread)).rejects.toMatchObject({ code: 'NOTHING_TO_RESUME' });
  });

  it('is refused where nothing is to run', async () => {
    const graph = asking().compile({ checkpointer: new MemorySaver() });
    await graph.invoke({}, thread);
    await graph.invoke(answer, thread);
    await graph.updateState(thread, { value: 50 });
    await expect(graph.invoke(answer, thread)).rejects.toMatchObject({ code: 'NOTHING_TO_RESUME' });
  });
});
