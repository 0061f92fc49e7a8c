import { describe, expect, it } from 'vitest';
import { Annotation, Command, interrupt, MemorySaver, Overwrite, Send, START, StateGraph, Topic } from '..';
import { logGraph, push, thread } from './loose-graph';

// SEMANTICS 9. Command and Send.

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
  count: Annotation<number>(),
});

/** One node that fails until it is told not to; `again` is a new graph on the same saver, as after a crash. */
function failing() {
  const saver = new MemorySaver();
  const control = { fails: true };
  const again = () =>
    new StateGraph(State)
      .addNode('a', () => {
        if (control.fails) throw new Error('a failed');
        return { log: ['a'] };
      })
      .addEdge(START, 'a')
      .compile({ checkpointer: saver });
  return { control, again };
}

describe('a Command from a node', () => {
  const graph = () =>
    logGraph()
      .addNode('a', () => new Command({ update: { log: ['a'] }, goto: ['b', new Send('sent', { item: 1 })] }), {
        ends: ['b', 'sent'],
      })
      .addNode('b', push('b'))
      .addNode('edge', push('edge'))
      .addNode('sent', ({ item }: { item: number }) => ({ log: [`sent ${item}`] }))
      .addEdge(START, 'a')
      .addEdge('a', 'edge');

  it('writes and routes, in addition to the static edges', async () => {
    expect((await graph().compile().invoke({})).log).toEqual(['a', 'sent 1', 'b', 'edge']);
  });

  it('for Command.PARENT is applied in the closest parent graph', async () => {
    const leaving = logGraph()
      .addNode('leave', () => new Command({ graph: Command.PARENT, update: { log: ['up'] }, goto: 'b' }))
      .addNode('never', push('never'))
      .addEdge(START, 'leave')
      .addEdge('leave', 'never')
      .compile();
    const around = logGraph()
      .addNode('inside', leaving, { ends: ['b'] })
      .addNode('b', push('b in the middle'))
      .addEdge(START, 'inside')
      .compile();
    const outermost = logGraph()
      .addNode('around', around)
      .addNode('b', push('b outside'), { ends: [] })
      .addEdge(START, 'around')
      .addConditionalEdges('around', () => [], ['b'])
      .compile({ checkpointer: new MemorySaver() });
    expect((await outermost.invoke({}, thread)).log).toEqual(['up', 'b in the middle']);
  });
});

describe('a Send', () => {
  it('runs its node in the next step with its argument as the whole input; many are parallel tasks', async () => {
    const seen: unknown[] = [];
    const graph = logGraph()
      .addNode('fan', push('fan'))
      .addNode('work', (input: unknown) => {
        seen.push(input);
        return { log: [JSON.stringify(input)] };
      })
      .addEdge(START, 'fan')
      .addConditionalEdges('fan', () => [new Send('work', { item: 2 }), new Send('work', { item: 1 })], ['work'])
      .compile({ checkpointer: new MemorySaver() });
    expect((await graph.invoke({}, thread)).log).toEqual(['fan', '{"item":2}', '{"item":1}']);
    expect(seen).toEqual([{ item: 2 }, { item: 1 }]);
    expect((await graph.getState(thread)).metadata?.step).toBe(2);
  });
});

describe('a Command as input', () => {
  it('is kept when the step fails, and so is the next one, in order', async () => {
    const { control, again } = failing();
    const graph = again();
    await expect(graph.invoke({ log: ['in'] }, thread)).rejects.toThrow();
    await expect(graph.invoke(new Command({ update: { log: ['one'], count: 1 } }), thread)).rejects.toThrow('a failed');
    await expect(graph.invoke(new Command({ update: { log: ['two'], count: 2 } }), thread)).rejects.toThrow('a failed');
    expect((await graph.getState(thread)).values).toEqual({ log: ['in', 'one', 'two'], count: 2 });
    control.fails = false;
    expect(await again().invoke(null, thread)).toEqual({ log: ['in', 'one', 'two', 'a'], count: 2 });
  });

  it('is part of the state that a new input meets', async () => {
    const { control, again } = failing();
    await expect(again().invoke({ log: ['in'] }, thread)).rejects.toThrow();
    await expect(again().invoke(new Command({ update: { log: ['one'] } }), thread)).rejects.toThrow();
    control.fails = false;
    expect((await again().invoke({ log: ['in 2'] }, thread)).log).toEqual(['in', 'one', 'in 2', 'a']);
  });

  it('that the state cannot take is refused and not stored', async () => {
    const { control, again } = failing();
    await expect(again().invoke({}, thread)).rejects.toThrow();
    const update: [string, unknown][] = [
      ['count', 1],
      ['count', 2],
    ];
    await expect(again().invoke(new Command({ update }), thread)).rejects.toMatchObject({
      code: 'INVALID_CONCURRENT_GRAPH_UPDATE',
    });
    expect((await again().getState(thread)).values).toEqual({ log: [] });
    control.fails = false;
    expect(await again().invoke(null, thread)).toEqual({ log: ['a'] });
  });

  it('makes a checkpoint of its own when nothing runs after it', async () => {
    const { control, again } = failing();
    control.fails = false;
    await again().invoke({}, thread);
    expect(await again().invoke(new Command({ update: { count: 1 } }), thread)).toEqual({ log: ['a'], count: 1 });
    const { config, metadata } = await again().getState(thread);
    expect((await again().getState(config)).values).toEqual({ log: ['a'], count: 1 });
    expect([metadata?.source, metadata?.step]).toEqual(['update', 2]);
  });

  it('is the input of an empty thread, once', async () => {
    const graph = new StateGraph(State)
      .addNode('a', () => ({ log: ['a'] }))
      .addNode('b', () => ({ log: ['b'] }), { ends: ['a', 'b'] })
      .addEdge(START, 'a')
      .addConditionalEdges(START, () => [], ['b'])
      .compile({ checkpointer: new MemorySaver() });
    const on = (threadId: string) => ({ configurable: { thread_id: threadId } });
    expect((await graph.invoke(new Command({ update: { log: ['u'] } }), on('1'))).log).toEqual(['u', 'a']);
    const update: [string, unknown][] = [
      ['log', ['u']],
      ['log', ['v']],
    ];
    expect((await graph.invoke(new Command({ update }), on('2'))).log).toEqual(['u', 'v', 'a']);
  });

  it.each([['with a saver'], ['without one']])(
    'begins an empty thread where its goto says, not at START, %s',
    async (how) => {
      const builder = new StateGraph(State)
        .addNode('a', () => ({ log: ['a'] }))
        .addNode('b', () => ({ log: ['b'] }))
        .addNode('c', ({ log }) => ({ log: [`c after ${log.length}`] }))
        .addEdge(START, 'a')
        .addEdge('a', 'b');
      builder.addEdge('b', 'c');
      const saver = how === 'with a saver' ? new MemorySaver() : undefined;
      const graph = builder.compile({ checkpointer: saver });
      expect((await graph.invoke(new Command({ update: { log: ['u'] }, goto: 'b' }), thread)).log).toEqual([
        'u',
        'b',
        'c after 2',
      ]);
      const rows = (await saver?.readTimeline('t', { limit: 10 })) ?? [];
      expect(rows.map(({ source, step, next }) => [source, step, next])).toEqual(
        saver
          ? [
              ['input', -1, ['b']],
              ['loop', 0, ['c']],
              ['loop', 1, []],
            ]
          : [],
      );
    },
  );

  it('adds its Sends to those that wait already', async () => {
    const graph = new StateGraph(State)
      .addNode('plan', () => ({}))
      .addNode('ask', (state) => ({ log: [`${state.count}: ${interrupt('?')}`] }))
      .addNode('extra', (state) => ({ log: [`extra ${state.count}`] }))
      .addEdge(START, 'plan')
      .addConditionalEdges('plan', () => [new Send('ask', { count: 1 }), new Send('ask', { count: 2 })])
      .compile({ checkpointer: new MemorySaver() });
    const { __interrupt__: questions = [] } = await graph.invoke({}, thread);
    const resume = Object.fromEntries(questions.map(({ id }, index) => [id, `answer ${index + 1}`]));
    const answered = await graph.invoke(new Command({ resume, goto: new Send('extra', { count: 3 }) }), thread);
    expect(answered.log).toEqual(['1: answer 1', '2: answer 2', 'extra 3']);
  });
});

it('Overwrite replaces a topic, whatever else its step wrote', async () => {
  const Topics = Annotation.Root({ notes: () => new Topic<string>({ accumulate: true }) });
  const graph = new StateGraph(Topics)
    .addNode('a', () => ({ notes: 'first' }))
    .addNode('b', () => ({ notes: new Overwrite(['only']) }))
    .addNode('c', () => ({ notes: 'lost' }))
    .addEdge(START, 'a')
    .addEdge('a', 'b')
    .addEdge('a', 'c')
    .compile();
  expect(await graph.invoke({})).toEqual({ notes: ['only'] });
});
