import { describe, expect, it } from 'vitest';
import {
  Annotation,
  GraphDrained,
  interrupt,
  isGraphBubbleUp,
  isGraphDrained,
  MemorySaver,
  RunControl,
  START,
  StateGraph,
} from '..';

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
});
const thread = { configurable: { thread_id: 't' } };
const note = (text: string) => () => ({ log: [text] });

/** START → a, beside → b → c; `during` runs in `a`. */
function graphOf(during: (control: RunControl) => void) {
  return new StateGraph(State)
    .addNode('a', (_state, { control }) => {
      during(control);
      return { log: ['a'] };
    })
    .addNode('beside', async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return { log: ['beside'] };
    })
    .addNode('b', note('b'))
    .addEdge(START, 'a')
    .addEdge(START, 'beside')
    .addEdge(['a', 'beside'], 'b')
    .compile({ checkpointer: new MemorySaver() });
}

describe('draining a run', () => {
  it('lets the step finish, saves it and stops before the next; a resume goes on there', async () => {
    const control = new RunControl();
    const graph = graphOf(() => control.requestDrain('sigterm'));
    const error = await graph.invoke({}, { ...thread, control }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(GraphDrained);
    expect([isGraphDrained(error), isGraphBubbleUp(error), error.reason]).toEqual([true, true, 'sigterm']);
    expect(error.lc_error_code).toBe('GRAPH_DRAINED');
    const state = await graph.getState(thread);
    expect([state.values.log, state.next]).toEqual([['a', 'beside'], ['b']]);
    expect(state.tasks.map(({ status }) => status)).toEqual(['pending']);
    expect((await graph.invoke(null, thread)).log).toEqual(['a', 'beside', 'b']);
  });

  it('may be asked for by a node, which finds the run’s own control', async () => {
    const graph = graphOf((control) => {
      expect([control.drainRequested, control.drainReason]).toEqual([false, undefined]);
      control.requestDrain();
      expect([control.drainRequested, control.drainReason]).toEqual([true, 'shutdown']);
    });
    await expect(graph.invoke({}, thread)).rejects.toMatchObject({ name: 'GraphDrained', reason: 'shutdown' });
    expect((await graph.invoke(null, thread)).log).toEqual(['a', 'beside', 'b']);
  });

  it('in its last step, the run ends as if nobody had asked', async () => {
    const control = new RunControl();
    const graph = new StateGraph(State)
      .addNode('a', () => {
        control.requestDrain();
        return { log: ['a'] };
      })
      .addEdge(START, 'a')
      .compile();
    expect((await graph.invoke({}, { control })).log).toEqual(['a']);
    expect(control.drainRequested).toBe(true);
  });

  it('before it began, keeps the input and runs nothing', async () => {
    const control = new RunControl();
    control.requestDrain();
    const graph = graphOf(() => {
      throw new Error('ran');
    });
    await expect(graph.invoke({ log: ['in'] }, { ...thread, control })).rejects.toBeInstanceOf(GraphDrained);
    expect((await graph.getState(thread)).next).toEqual([START]);
    const graph2 = graphOf(() => {});
    graph2.checkpointer = graph.checkpointer;
    expect((await graph2.invoke(null, thread)).log).toEqual(['in', 'a', 'beside', 'b']);
  });

  it('a stream ends with the same error, after the last step’s events', async () => {
    const control = new RunControl();
    const graph = graphOf(() => control.requestDrain());
    const seen: unknown[] = [];
    const read = (async () => {
      for await (const update of graph.stream({}, { ...thread, control })) seen.push(update);
    })();
    await expect(read).rejects.toBeInstanceOf(GraphDrained);
    expect(seen).toEqual([{ a: { log: ['a'] } }, { beside: { log: ['beside'] } }]);
  });

  it('a question that was asked in the last step comes first', async () => {
    const control = new RunControl();
    const graph = new StateGraph(State)
      .addNode('a', () => {
        control.requestDrain();
        return { log: [interrupt<string, string>('?')] };
      })
      .addEdge(START, 'a')
      .compile({ checkpointer: new MemorySaver() });
    expect(await graph.invoke({}, { ...thread, control })).toHaveProperty('__interrupt__');
  });

  it('stops a subgraph between its steps; a resume goes on inside of it', async () => {
    const ran: string[] = [];
    let mustDrain = true;
    const child = new StateGraph(State)
      .addNode('first', (_state, { control }) => {
        ran.push('first');
        if (mustDrain) control.requestDrain('sigterm');
        return { log: ['first'] };
      })
      .addNode('second', () => {
        ran.push('second');
        return { log: ['second'] };
      })
      .addEdge(START, 'first')
      .addEdge('first', 'second')
      .compile();
    const graph = new StateGraph(State)
      .addNode('child', child, { errorHandler: note('handled'), retryPolicy: {} })
      .addNode('last', note('last'))
      .addEdge(START, 'child')
      .addEdge('child', 'last')
      .compile({ checkpointer: new MemorySaver() });
    await expect(graph.invoke({}, thread)).rejects.toMatchObject({ name: 'GraphDrained', reason: 'sigterm' });
    expect((await graph.getState(thread)).tasks.map(({ name, status }) => [name, status])).toEqual([
      ['child', 'cancelled'],
    ]);
    mustDrain = false;
    expect((await graph.invoke(null, thread)).log).toEqual(['first', 'second', 'last']);
    expect(ran).toEqual(['first', 'second']);
  });
});
