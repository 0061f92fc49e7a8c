import { describe, expect, it } from 'vitest';
import { MemorySaver } from '../../checkpoint/memory-saver';
import { Command } from '../../control/command';
import { Send } from '../../control/send';
import { Annotation } from '../../graph/annotation';
import { StateGraph } from '../../graph/state-graph';
import { listOf } from '../../testing/list-of';
import { around, asking, State, thread } from './subgraph-fixtures';

describe('subgraphs (SEMANTICS 4, 8, 12)', () => {
  it('a compiled graph as a node shares the keys that both have', async () => {
    const Child = Annotation.Root({ value: Annotation<number>, own: Annotation<string> });
    const child = new StateGraph(Child)
      .addNode('add', ({ value }) => ({ value: value + 1, own: 'secret' }))
      .addEdge('__start__', 'add')
      .compile();
    const graph = around(child as never).compile();
    expect(await graph.invoke({ value: 1 })).toEqual({ value: 2, log: ['before', 'after 2'] });
  });

  it('a question inside bubbles to the root and is answered there', async () => {
    const graph = around(asking().compile()).compile({ checkpointer: new MemorySaver() });
    const stopped = await graph.invoke({ value: 1 }, thread());
    expect(stopped.__interrupt__).toHaveLength(1);
    const state = await graph.getState(thread(), { subgraphs: true });
    expect(state.next).toEqual(['child']);
    expect(state.tasks[0]).toMatchObject({ status: 'interrupted', state: { next: ['ask'], values: { value: 1 } } });
    const done = await graph.invoke(new Command({ resume: 41 }), thread());
    expect(done).toEqual({ value: 42, log: ['before', 'after 42'] });
  });

  it('three levels deep, in functions, a question finds its answer', async () => {
    const inner = asking().compile();
    const middle = new StateGraph(State)
      .addNode('call', async ({ value }) => ({ log: ['called'], value: (await inner.invoke({ value })).value }))
      .addEdge('__start__', 'call')
      .compile();
    const graph = around(middle as never).compile({ checkpointer: new MemorySaver() });
    const stopped = await graph.invoke({ value: 1 }, thread());
    expect(stopped.__interrupt__).toHaveLength(1);
    const done = await graph.invoke(new Command({ resume: 1 }), thread());
    expect(done.value).toBe(2);
  });

  it('parallel subgraphs ask apart; each answer goes to its own', async () => {
    const child = asking().compile();
    const graph = new StateGraph(State)
      .addNode('fan', () => ({}))
      .addNode('call', async ({ value }) => ({ log: [`${value}: ${(await child.invoke({ value })).value}`] }))
      .addEdge('__start__', 'fan')
      .addConditionalEdges('fan', () => [new Send('call', { value: 1 }), new Send('call', { value: 2 })], ['call'])
      .compile({ checkpointer: new MemorySaver() });
    const stopped = await graph.invoke({}, thread());
    const ids = (stopped.__interrupt__ ?? []).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    await expect(graph.invoke(new Command({ resume: 5 }), thread())).rejects.toThrow('2 interrupts wait');
    const half = await graph.invoke(new Command({ resume: { [ids[1] as string]: 20 } }), thread());
    expect(half.__interrupt__?.map(({ id }) => id)).toEqual([ids[0]]);
    const done = await graph.invoke(new Command({ resume: { [ids[0] as string]: 10 } }), thread());
    expect(done.log).toEqual(['1: 11', '2: 21']);
  });

  it('hands a Command for the parent up to the closest enclosing graph', async () => {
    const child = new StateGraph(State)
      .addNode('leave', () => new Command({ graph: Command.PARENT, update: { log: ['from below'] }, goto: 'target' }))
      .addEdge('__start__', 'leave')
      .compile();
    const graph = new StateGraph(State)
      .addNode('child', child, { ends: ['target'] })
      .addNode('target', () => ({ log: ['target'] }))
      .addEdge('__start__', 'child')
      .compile({ checkpointer: new MemorySaver() });
    expect((await graph.invoke({}, thread())).log).toEqual(['from below', 'target']);
    await expect(child.invoke({})).rejects.toThrow('runs in no other one');
  });

  it('a call that failed goes on where it stood when its node runs again', async () => {
    const ran: string[] = [];
    let isBroken = true;
    const child = new StateGraph(State)
      .addNode('first', () => {
        ran.push('first');
        return { value: 2 };
      })
      .addNode('second', ({ value }) => {
        ran.push('second');
        if (isBroken) throw new Error('broken');
        return { value: value * 10 };
      })
      .addEdge('__start__', 'first')
      .addEdge('first', 'second')
      .compile();
    const graph = around(child as never).compile({ checkpointer: new MemorySaver() });
    await expect(graph.invoke({ value: 1 }, thread())).rejects.toThrow('broken');
    isBroken = false;
    expect((await graph.invoke(null, thread())).value).toBe(20);
    expect(ran).toEqual(['first', 'second', 'second']);
  });

  it('begins afresh with each call; `checkpointer: true` keeps one state over the thread', async () => {
    const counter = () =>
      new StateGraph(Annotation.Root({ count: Annotation<number>({ reducer: (a, b) => a + b, default: () => 0 }) }))
        .addNode('add', () => ({ count: 1 }))
        .addEdge('__start__', 'add');
    const counts = async (child: ReturnType<ReturnType<typeof counter>['compile']>) => {
      const graph = new StateGraph(State)
        .addNode('call', async () => ({ value: (await child.invoke({})).count }))
        .addEdge('__start__', 'call')
        .compile({ checkpointer: new MemorySaver() });
      const first = await graph.invoke({}, thread());
      const second = await graph.invoke({}, thread());
      return { seen: [first.value, second.value], graph };
    };
    expect((await counts(counter().compile())).seen).toEqual([1, 1]);
    expect((await counts(counter().compile({ checkpointer: false }))).seen).toEqual([1, 1]);
    expect((await counts(counter().compile({ checkpointer: true }))).seen).toEqual([1, 2]);
  });

  it('one node may call several subgraphs, and one several times (BETTER than an error)', async () => {
    const child = asking().compile();
    const graph = new StateGraph(State)
      .addNode('call', async () => {
        const first = await child.invoke({ value: 0 });
        const second = await child.invoke({ value: 0 });
        return { log: [`${first.value} ${second.value}`] };
      })
      .addEdge('__start__', 'call')
      .compile({ checkpointer: new MemorySaver() });
    await graph.invoke({}, thread());
    const asked = await graph.invoke(new Command({ resume: 1 }), thread());
    expect(asked.__interrupt__).toHaveLength(1);
    expect((await graph.invoke(new Command({ resume: 10 }), thread())).log).toEqual(['2 11']);
  });

  it('stops at a breakpoint inside a subgraph and goes on from there', async () => {
    const ran: string[] = [];
    const child = new StateGraph(State)
      .addNode('a', () => void ran.push('a'))
      .addNode('b', () => void ran.push('b'))
      .addEdge('__start__', 'a')
      .addEdge('a', 'b')
      .compile({ interruptBefore: ['b'] });
    const graph = around(child as never).compile({ checkpointer: new MemorySaver() });
    await graph.invoke({ value: 1 }, thread());
    const state = await graph.getState(thread(), { subgraphs: true });
    expect(state.tasks[0]).toMatchObject({ name: 'child', status: 'interrupted', state: { next: ['b'] } });
    expect((await graph.invoke(null, thread())).log).toContain('after 1');
    expect(ran).toEqual(['a', 'b']);
  });

  it('names the checkpoints around it in its metadata and streams its events with its path (SEMANTICS 4, 13)', async () => {
    const graph = around(asking().compile()).compile({ checkpointer: new MemorySaver() });
    const events = await listOf(graph.stream({ value: 1 }, { ...thread(), streamMode: ['updates'], subgraphs: true }));
    const [task] = (await graph.getState(thread())).tasks;
    const inside = events.filter(([namespace]) => namespace.length > 0);
    expect(inside).toEqual([[[`child:${task?.id}`], 'updates', { __interrupt__: expect.any(Array) }]]);
    const state = await graph.getState(thread(), { subgraphs: true });
    const child = state.tasks[0]?.state as typeof state;
    expect(child.metadata?.parents).toEqual({ '': state.config.configurable?.checkpoint_id });
    expect(child.config.configurable).toMatchObject({
      checkpoint_ns: `child:${task?.id}`,
      checkpoint_map: { '': state.config.configurable?.checkpoint_id },
    });
  });

  it('a loop over a subgraph gives each round its own', async () => {
    const child = new StateGraph(State)
      .addNode('add', ({ value }) => ({ value: value + 1 }))
      .addEdge('__start__', 'add')
      .compile();
    const graph = new StateGraph(State)
      .addNode('child', child)
      .addEdge('__start__', 'child')
      .addConditionalEdges('child', ({ value }) => (value < 4 ? 'child' : '__end__'), ['child'])
      .compile({ checkpointer: new MemorySaver() });
    expect((await graph.invoke({ value: 0 }, thread())).value).toBe(4);
    const tuples = await listOf((graph.checkpointer as MemorySaver).list({ configurable: { thread_id: 't' } }));
    expect(new Set(tuples.map(({ config }) => config.configurable?.checkpoint_ns)).size).toBe(5);
  });
  it('refuses `checkpointer: true` for a graph that runs in no other one', async () => {
    const graph = asking().compile({ checkpointer: true });
    await expect(graph.invoke({ value: 1 })).rejects.toThrow('for subgraphs');
  });
});
