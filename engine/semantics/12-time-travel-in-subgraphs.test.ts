import { describe, expect, it } from 'vitest';
import { MemorySaver } from '../checkpoint/memory-saver';
import { Command } from '../control/command';
import { Annotation } from '../graph/annotation';
import { StateGraph } from '../graph/state-graph';
import { around, asking, State, thread } from '../loop/entry/subgraph-fixtures';
import { listOf } from '../testing/list-of';

// SEMANTICS 12. Time travel, in graphs inside graphs.

describe('time travel with subgraphs (SEMANTICS 11, 12)', () => {
  it('a fork of the past finds a kept subgraph as it was then, and branches do not see each other (SEMANTICS 12)', async () => {
    const child = new StateGraph(
      Annotation.Root({ count: Annotation<number>({ reducer: (a, b) => a + b, default: () => 0 }) }),
    )
      .addNode('add', () => ({ count: 1 }))
      .addEdge('__start__', 'add')
      .compile({ checkpointer: true });
    const graph = new StateGraph(State)
      .addNode('call', async () => ({ value: (await child.invoke({})).count }))
      .addEdge('__start__', 'call')
      .compile({ checkpointer: new MemorySaver() });
    for (let visit = 1; visit <= 3; visit++) expect((await graph.invoke({}, thread())).value).toBe(visit);
    const history = await listOf(graph.getStateHistory(thread()));
    const beforeSecond = history.filter(({ next }) => next[0] === 'call')[1];
    const original = (await graph.getState(thread())).position?.branchId as string;
    expect((await graph.invoke(null, beforeSecond?.config)).value).toBe(2);
    expect((await graph.invoke({}, thread())).value).toBe(3);
    const onOriginal = { configurable: { thread_id: 't', branch: original } };
    expect((await graph.invoke({}, onOriginal)).value).toBe(4);
  });

  it('an edit in a subgraph is what its parent goes on with (SEMANTICS 11)', async () => {
    const graph = around(asking().compile()).compile({ checkpointer: new MemorySaver() });
    await graph.invoke({ value: 1 }, thread());
    const state = await graph.getState(thread(), { subgraphs: true });
    const inside = state.tasks[0]?.state as typeof state;
    const made = await graph.updateState(inside.config, { value: 6 }, 'ask');
    expect(made.next).toEqual(['add']);
    expect(await graph.getState(made)).toMatchObject({ values: { value: 6 }, next: ['add'] });
    expect((await graph.invoke(null, thread())).value).toBe(7);
  });

  it('a replay inside a subgraph forks its parent and goes on at the chosen checkpoint; the original stays', async () => {
    const ran: string[] = [];
    const child = new StateGraph(State)
      .addNode('one', ({ value }) => {
        ran.push('one');
        return { value: value + 1 };
      })
      .addNode('two', ({ value }) => {
        ran.push('two');
        return { value: value * 10 };
      })
      .addEdge('__start__', 'one')
      .addEdge('one', 'two')
      .compile();
    const middle = new StateGraph(State).addNode('child', child).addEdge('__start__', 'child').compile();
    const graph = new StateGraph(State)
      .addNode('before', () => void ran.push('before'))
      .addNode('middle', middle)
      .addEdge('__start__', 'before')
      .addEdge('before', 'middle')
      .compile({ checkpointer: new MemorySaver() });
    expect((await graph.invoke({ value: 1 }, thread())).value).toBe(20);
    const before = await listOf(graph.getStateHistory(thread()));
    const saver = graph.checkpointer as MemorySaver;
    const tuples = await listOf(saver.list({ configurable: { thread_id: 't' } }));
    const namespace = tuples
      .map(({ config }) => config.configurable?.checkpoint_ns as string)
      .find((ns) => ns.includes('child'));
    const inside = await listOf(
      graph.getStateHistory({ configurable: { thread_id: 't', checkpoint_ns: namespace as string } }),
    );
    const beforeTwo = inside.find(({ next }) => next[0] === 'two');
    ran.length = 0;
    const edited = await graph.updateState(beforeTwo?.config ?? {}, { value: 7 }, 'one');
    expect((await graph.invoke(null, edited)).value).toBe(70);
    expect(ran).toEqual(['two']);
    ran.length = 0;
    expect((await graph.invoke(null, beforeTwo?.config)).value).toBe(20);
    expect(ran).toEqual(['two']);
    const after = await listOf(graph.getStateHistory(thread()));
    expect(
      after.filter(({ config }) =>
        before.some((old) => old.config.configurable?.checkpoint_id === config.configurable?.checkpoint_id),
      ),
    ).toEqual(before.map((old) => ({ ...old, position: { ...old.position, isHead: false } })));
  });

  it('a question of a subgraph can be answered differently in the past', async () => {
    const graph = around(asking().compile()).compile({ checkpointer: new MemorySaver() });
    await graph.invoke({ value: 1 }, thread());
    const asked = await graph.getState(thread());
    expect((await graph.invoke(new Command({ resume: 1 }), thread())).value).toBe(2);
    expect((await graph.invoke(new Command({ resume: 100 }), asked.config)).value).toBe(101);
    expect((await graph.getState(thread())).values).toMatchObject({ value: 101, log: ['before', 'after 101'] });
  });

  it('a node that is tried again goes on with the copy that its first attempt made', async () => {
    const child = new StateGraph(State)
      .addNode('add', ({ value }) => ({ value: value + 1 }))
      .addEdge('__start__', 'add')
      .compile();
    let fails = 0;
    const graph = new StateGraph(State)
      .addNode(
        'call',
        async ({ value }) => {
          const result = await child.invoke({ value });
          if (fails-- > 0) throw new Error('try again');
          return { value: result.value };
        },
        { retryPolicy: { initialInterval: 0, jitter: false, logWarning: false } },
      )
      .addEdge('__start__', 'call')
      .compile({ checkpointer: new MemorySaver() });
    await graph.invoke({ value: 1 }, thread());
    const tuples = await listOf((graph.checkpointer as MemorySaver).list(thread()));
    const inside = tuples.filter(({ config }) => config.configurable?.checkpoint_ns !== '');
    const beforeAdd = inside.find(({ metadata }) => metadata.step === 0);
    fails = 1;
    expect((await graph.invoke(null, beforeAdd?.config)).value).toBe(2);
  });
});
