import { describe, expect, it } from 'vitest';
import { Annotation, Command, entrypoint, interrupt, MemorySaver, Overwrite, Send, StateGraph, task } from '../..';
import type { RunnableConfig } from '../../checkpoint/checkpoint';
import type { BaseCheckpointSaver } from '../../checkpoint/saver';
import { FaultInjector } from '../../testing/fault-injector';
import { listOf } from '../../testing/list-of';
import { thread } from './subgraph-fixtures';

const kills = Array.from({ length: 20 }, (_, index) => index).flatMap((index) => [
  { index, when: 'before' as const },
  { index, when: 'after' as const },
]);

const Seen = Annotation.Root({
  seen: Annotation<number[]>({ reducer: (a, b) => a.concat(b), default: () => [] }),
});

/** Counts its visits; keeps the count over the thread. */
function counter() {
  const Count = Annotation.Root({ count: Annotation<number>({ reducer: (a, b) => a + b, default: () => 0 }) });
  return new StateGraph(Count)
    .addNode('add', () => ({ count: 1 }))
    .addEdge('__start__', 'add')
    .compile({ checkpointer: true });
}

/** Visits a counter a number of times, one step after another; begins afresh with each call. */
function visitor(visits = 1) {
  const kept = counter();
  return new StateGraph(Seen)
    .addNode('visit', async () => ({ seen: [(await kept.invoke({})).count] }))
    .addEdge('__start__', 'visit')
    .addConditionalEdges('visit', ({ seen }) => (seen.length < visits ? 'visit' : '__end__'), ['visit'])
    .compile();
}

type Visitor = ReturnType<typeof visitor>;

/** A graph that calls `inner` in its only node. */
function calling(inner: Visitor, checkpointer: MemorySaver | undefined = undefined) {
  return new StateGraph(Seen)
    .addNode('call', async () => ({ seen: (await inner.invoke({})).seen }))
    .addEdge('__start__', 'call')
    .compile(checkpointer && { checkpointer });
}

/** A graph that sends so many tasks to one node, side by side; each calls `inner`. */
function sending(inner: Visitor, count: () => number) {
  return new StateGraph(Seen)
    .addNode('call', async () => ({ seen: (await inner.invoke({})).seen }))
    .addConditionalEdges('__start__', () => Array.from({ length: count() }, () => new Send('call', {})), ['call'])
    .compile({ checkpointer: new MemorySaver() });
}

async function namespacesOf(saver: MemorySaver): Promise<Set<string>> {
  const tuples = await listOf(saver.list(thread()));
  return new Set(tuples.map(({ config }) => config.configurable?.checkpoint_ns as string));
}

describe('a subgraph that keeps its state over the thread (SEMANTICS 12)', () => {
  it('keeps it below a graph that begins afresh with each call, at any depth', async () => {
    const graph = calling(calling(visitor(2)), new MemorySaver());
    for (let run = 0; run < 3; run++) await graph.invoke({}, thread());
    expect((await graph.getState(thread())).values).toEqual({ seen: [1, 2, 3, 4, 5, 6] });
  });

  it('has the names of the nodes on the way as its namespace', async () => {
    const saver = new MemorySaver();
    const graph = calling(calling(visitor()), saver);
    await graph.invoke({}, thread());
    expect(await namespacesOf(saver)).toContain('call|call|visit');
  });

  it('has a state for each task of those that run side by side', async () => {
    let count = 1;
    const graph = sending(visitor(), () => count);
    await graph.invoke({}, thread());
    count = 2;
    await graph.invoke({}, thread());
    const { seen } = await graph.invoke({}, thread());
    expect(seen).toEqual([1, 2, 1, 3, 2]);
    expect(await namespacesOf(graph.checkpointer as MemorySaver)).toContain('call:1|visit');
  });

  it('has a state for each call of one task', async () => {
    const inner = visitor();
    const graph = new StateGraph(Seen)
      .addNode('twice', async () => ({ seen: [...(await inner.invoke({})).seen, ...(await inner.invoke({})).seen] }))
      .addEdge('__start__', 'twice')
      .compile({ checkpointer: new MemorySaver() });
    await graph.invoke({}, thread());
    expect((await graph.invoke({}, thread())).seen).toEqual([1, 1, 2, 2]);
  });

  it('has a state for each call of a task function, whoever else is called', async () => {
    const kept = counter();
    let others = 0;
    const other = task('other', async () => 0);
    const visit = task('visit', async () => (await kept.invoke({})).count);
    const saver = new MemorySaver();
    const flow = entrypoint({ name: 'flow', checkpointer: saver }, async (_: number) => {
      for (let call = 0; call < others; call++) await other();
      return [await visit(), await visit()];
    });
    expect(await flow.invoke(1, thread())).toEqual([1, 1]);
    others = 2;
    expect(await flow.invoke(1, thread())).toEqual([2, 2]);
    expect(await namespacesOf(saver)).toEqual(new Set(['', 'visit:flow.0', 'visit:flow.1']));
  });

  it('is found as it was by a fork of the past', async () => {
    const graph = calling(visitor(2), new MemorySaver());
    for (let run = 0; run < 3; run++) await graph.invoke({}, thread());
    const history = await listOf(graph.getStateHistory(thread()));
    const second = history.filter(({ next }) => next[0] === 'call')[1];
    expect((await graph.invoke(null, second?.config)).seen).toEqual([1, 2, 3, 4]);
    expect((await graph.invoke({}, thread())).seen.slice(4)).toEqual([5, 6]);
  });

  it('is found as it was by a replay of the graph that begins afresh, from between two visits', async () => {
    const graph = calling(visitor(3), new MemorySaver());
    await graph.invoke({}, thread());
    const between = await placeAfter(1, graph.checkpointer as MemorySaver);
    for (let replay = 0; replay < 2; replay++) {
      expect((await graph.invoke(null, between)).seen).toEqual([1, 2, 3]);
    }
    expect((await graph.invoke({}, thread())).seen).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('counts on after a replay inside that visited it no more', async () => {
    const graph = calling(calling(visitor(2)), new MemorySaver());
    await graph.invoke({}, thread());
    const last = await placeAfter(2, graph.checkpointer as MemorySaver);
    expect((await graph.invoke(null, last)).seen).toEqual([1, 2]);
    expect((await graph.invoke({}, thread())).seen).toEqual([1, 2, 3, 4]);
  });

  it('goes on where it asked, below a graph that begins afresh', async () => {
    const Count = Annotation.Root({ count: Annotation<number>({ reducer: (a, b) => a + b, default: () => 0 }) });
    const kept = new StateGraph(Count)
      .addNode('ask', () => ({ count: interrupt<string, number>('how many?') }))
      .addEdge('__start__', 'ask')
      .compile({ checkpointer: true });
    const inner = new StateGraph(Seen)
      .addNode('visit', async () => ({ seen: [(await kept.invoke({})).count] }))
      .addEdge('__start__', 'visit')
      .compile();
    const graph = calling(inner, new MemorySaver());
    await graph.invoke({}, thread());
    expect((await graph.invoke(new Command({ resume: 2 }), thread())).seen).toEqual([2]);
    await graph.invoke({}, thread());
    const asked = await graph.getState(thread());
    expect((await graph.invoke(new Command({ resume: 3 }), thread())).seen).toEqual([2, 5]);
    expect((await graph.invoke(new Command({ resume: 4 }), asked.config)).seen).toEqual([2, 6]);
  });

  it.each([
    ['a root', askingBeside],
    ['a graph inside', (saver: MemorySaver) => calling(askingBeside(), saver)],
    ['a graph two levels down', (saver: MemorySaver) => calling(calling(askingBeside()), saver)],
  ])('keeps a visit that a fork of %s takes over with the task that made it', async (_, build) => {
    const graph = build(new MemorySaver());
    await graph.invoke({}, thread());
    const asked = await graph.getState(thread());
    expect((await graph.invoke(new Command({ resume: 10 }), thread())).seen).toEqual([10, 1]);
    expect((await graph.invoke(new Command({ resume: 20 }), asked.config)).seen).toEqual([20, 1]);
    await graph.invoke({}, thread());
    expect((await graph.invoke(new Command({ resume: 30 }), thread())).seen).toEqual([20, 1, 30, 2]);
  });

  it('keeps a visit that a fork takes over with the call of a task function that made it', async () => {
    const kept = counter();
    const visit = task('visit', async () => (await kept.invoke({})).count);
    const flow = entrypoint({ name: 'flow', checkpointer: new MemorySaver() }, async (_: number) => [
      await visit(),
      interrupt<string, number>('how many?'),
    ]);
    await flow.invoke(1, thread());
    const asked = await flow.getState(thread());
    expect(await flow.invoke(new Command({ resume: 10 }), thread())).toEqual([1, 10]);
    expect(await flow.invoke(new Command({ resume: 20 }), asked.config)).toEqual([1, 20]);
    await flow.invoke(1, thread());
    expect(await flow.invoke(new Command({ resume: 30 }), thread())).toEqual([2, 30]);
  });

  it('is shown as the state of the task that waits for it, at any depth and beside others', async () => {
    const Value = Annotation.Root({ count: Annotation<number> });
    const kept = new StateGraph(Value)
      .addNode('ask', () => ({ count: interrupt<string, number>('how many?') }))
      .addEdge('__start__', 'ask')
      .compile({ checkpointer: true });
    const inner = new StateGraph(Value).addNode('visit', kept).addEdge('__start__', 'visit').compile();
    const graph = new StateGraph(Value)
      .addNode('call', inner)
      .addConditionalEdges('__start__', () => [new Send('call', { count: 1 }), new Send('call', { count: 2 })], [
        'call',
      ])
      .compile({ checkpointer: new MemorySaver() });
    await graph.invoke({}, thread());
    const { tasks } = await graph.getState(thread(), { subgraphs: true });
    type Shown = Awaited<ReturnType<typeof graph.getState>>;
    const shown = tasks.map(({ state }) => (state as Shown).tasks[0]?.state as Shown);
    expect(shown.map(({ values, next }) => [values.count, next])).toEqual([
      [1, ['ask']],
      [2, ['ask']],
    ]);
  });

  it.each(kills)('counts each visit once when a run that saves at its end dies $when its call $index', async (kill) => {
    const saver = new MemorySaver();
    const exit = { ...thread(), durability: 'exit' as const };
    const dying = new FaultInjector({ kind: 'killed', ...kill });
    const hasDied = await looping(dying.saver(saver))
      .invoke({}, exit)
      .then(
        () => false,
        () => true,
      );
    await dying.quiet();
    const graph = looping(saver);
    const { exists, values } = await graph.getState(thread());
    // The step that it waits at is saved, later than the one that died with its visit.
    if (hasDied) await graph.invoke(exists ? null : {}, { ...exit, interruptBefore: ['visit'] });
    const result = hasDied ? await graph.invoke(null, exit) : values;
    expect(result.seen).toEqual([1, 2, 3]);
    expect((await graph.invoke({ seen: new Overwrite([]) }, exit)).seen).toEqual([4, 5, 6]);
  });

  it('says so when the step around a checkpoint inside was kept back', async () => {
    const saver = new MemorySaver();
    const graph = looping(saver);
    await graph.invoke({}, { ...thread(), durability: 'exit' });
    const inside = await listOf(saver.list({ configurable: { thread_id: 't', checkpoint_ns: 'visit' } }));
    await expect(graph.invoke(null, inside.at(-1)?.config)).rejects.toThrow(
      'not saved by a run that saves only at its end',
    );
  });
});

/** A node that asks, and beside it one that visits a counter. */
function askingBeside(checkpointer?: MemorySaver) {
  const kept = counter();
  return new StateGraph(Seen)
    .addNode('ask', () => ({ seen: [interrupt<string, number>('how many?')] }))
    .addNode('visit', async () => ({ seen: [(await kept.invoke({})).count] }))
    .addEdge('__start__', 'ask')
    .addEdge('__start__', 'visit')
    .compile(checkpointer && { checkpointer });
}

/** Visits a counter in three steps. */
function looping(checkpointer: BaseCheckpointSaver) {
  const kept = counter();
  return new StateGraph(Seen)
    .addNode('visit', async () => ({ seen: [(await kept.invoke({})).count] }), { subgraphs: [kept] })
    .addEdge('__start__', 'visit')
    .addConditionalEdges('visit', ({ seen }) => (seen.length < 3 ? 'visit' : '__end__'), ['visit'])
    .compile({ checkpointer });
}

/** The config of the oldest checkpoint inside that has seen so many visits. */
async function placeAfter(visits: number, saver: MemorySaver): Promise<RunnableConfig> {
  const places: RunnableConfig[] = [];
  for (const { config, checkpoint } of await listOf(saver.list(thread()))) {
    const { seen } = checkpoint.channel_values as { seen?: number[] };
    if (config.configurable?.checkpoint_ns !== '' && seen?.length === visits) places.push(config);
  }
  return places.at(-1) as RunnableConfig;
}
