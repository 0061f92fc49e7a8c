import { describe, expect, it } from 'vitest';
import { MemorySaver } from '../../checkpoint/memory-saver';
import type { StateSnapshot } from '../../checkpoint/snapshot';
import { Command } from '../../control/command';
import { interrupt } from '../../control/interrupt';
import { Send } from '../../control/send';
import { task } from '../../func/task';
import { Annotation } from '../../graph/annotation';
import { StateGraph } from '../../graph/state-graph';
import { listOf } from '../../testing/list-of';
import { around, asking, State, thread } from './subgraph-fixtures';

/** Two steps inside of a graph inside: `one` adds 1, `two` multiplies by 10. */
function deep() {
  const ran: string[] = [];
  const note = (name: string, change: (value: number) => number) => (state: { value: number }) => {
    ran.push(name);
    return { value: change(state.value) };
  };
  const child = new StateGraph(State)
    .addNode(
      'one',
      note('one', (value) => value + 1),
    )
    .addNode(
      'two',
      note('two', (value) => value * 10),
    )
    .addEdge('__start__', 'one')
    .addEdge('one', 'two')
    .compile();
  const middle = new StateGraph(State).addNode('inner', child).addEdge('__start__', 'inner').compile();
  const graph = new StateGraph(State)
    .addNode(
      'before',
      note('before', (value) => value),
    )
    .addNode('middle', middle)
    .addNode(
      'after',
      note('after', (value) => value),
    )
    .addEdge('__start__', 'before')
    .addEdge('before', 'middle')
    .addEdge('middle', 'after')
    .compile({ checkpointer: new MemorySaver() });
  return { graph, ran };
}

async function states(graph: ReturnType<typeof deep>['graph'], namespace: string): Promise<StateSnapshot[]> {
  const configurable = { ...thread().configurable, checkpoint_ns: namespace };
  return listOf(graph.getStateHistory({ configurable }));
}

/** Where the calls of `node` at the root's checkpoints are. */
async function insideOf(graph: ReturnType<typeof deep>['graph'], node: string): Promise<string[]> {
  const history = await listOf(graph.getStateHistory(thread()));
  return history.flatMap(({ tasks }) => tasks.filter(({ name }) => name === node).map(({ id }) => `${node}:${id}`));
}

const forking = (config: StateSnapshot['config']) => ({ configurable: { ...config.configurable, fork: true } });

describe('a fork inside a subgraph', () => {
  it('copies the graphs around it, runs on from the edit, and leaves every original as it is', async () => {
    const { graph, ran } = deep();
    expect((await graph.invoke({ value: 1 }, thread())).value).toBe(20);
    const [middle] = await insideOf(graph, 'middle');
    const [, atInner] = await states(graph, middle as string);
    const inner = `${middle}|inner:${atInner?.tasks[0]?.id}`;
    const [, beforeTwo] = await states(graph, inner);
    expect(beforeTwo).toMatchObject({ next: ['two'], values: { value: 2 } });
    const before = await Promise.all([middle as string, inner].map((each) => states(graph, each)));

    ran.length = 0;
    const made = await graph.updateState(forking(beforeTwo?.config ?? {}), { value: 7 });
    expect(made.next).toEqual(['two']);
    expect(ran).toEqual([]);
    const { checkpoint_ns, checkpoint_map = {} } = made.configurable ?? {};
    expect(checkpoint_ns).not.toBe(inner);
    expect(Object.keys(checkpoint_map)).toHaveLength(3);
    const root = await graph.getState(thread());
    expect(root.config.configurable?.checkpoint_id).toBe(checkpoint_map['']);
    expect(root.next).toEqual(['middle']);

    expect((await graph.invoke(null, thread())).value).toBe(70);
    expect(ran).toEqual(['two', 'after']);
    expect(await Promise.all([middle as string, inner].map((each) => states(graph, each)))).toEqual(before);
  });

  it('at a question leaves the question and its answer to the original', async () => {
    const graph = around(asking().compile()).compile({ checkpointer: new MemorySaver() });
    await graph.invoke({ value: 1 }, thread());
    const waiting = await graph.getState(thread(), { subgraphs: true });
    const inside = waiting.tasks[0]?.state as typeof waiting;
    const original = waiting.position?.branchId as string;
    const at = { configurable: { ...inside.config.configurable, checkpoint_id: insideId(inside) } };
    await graph.updateState(forking(at), { value: 50 }, 'ask');
    expect((await graph.invoke(null, thread())).value).toBe(51);
    const onOriginal = { configurable: { thread_id: 't', branch: original } };
    expect((await graph.invoke(new Command({ resume: 5 }), onOriginal)).value).toBe(6);
  });

  it('asked for aside leaves the head of every graph around it', async () => {
    const { graph } = deep();
    await graph.invoke({ value: 1 }, thread());
    const head = await graph.getState(thread());
    const [middle] = await insideOf(graph, 'middle');
    const atInner = (await states(graph, middle as string))[1];
    const aside = { configurable: { ...atInner?.config.configurable, fork: 'aside' as const } };
    const made = await graph.updateState(aside, { value: 4 });
    expect((await graph.getState(thread())).config).toEqual(head.config);
    const copy = { configurable: { thread_id: 't', checkpoint_id: made.configurable?.checkpoint_map?.[''] } };
    const { branchId, isHead } = (await graph.getState(copy)).position as NonNullable<StateSnapshot['position']>;
    expect(isHead).toBe(false);
    expect((await graph.invoke(null, { configurable: { thread_id: 't', branch: branchId } })).value).toBe(50);
    expect((await graph.getState(thread())).config).toEqual(head.config);
  });

  it('of a fork is one as well, and two from one place stand side by side', async () => {
    const { graph } = deep();
    await graph.invoke({ value: 1 }, thread());
    const [middle] = await insideOf(graph, 'middle');
    const atInner = (await states(graph, middle as string))[1];
    const first = await graph.updateState(forking(atInner?.config ?? {}), { value: 4 });
    const second = await graph.updateState(forking(atInner?.config ?? {}), { value: 5 });
    const ofFirst = await graph.updateState(forking(first), { value: 6 });
    const end = async (made: typeof first) => {
      const rootId = made.configurable?.checkpoint_map?.[''];
      const { position } = await graph.getState({ configurable: { thread_id: 't', checkpoint_id: rootId as string } });
      const branch = position?.branchId as string;
      return (await graph.invoke(null, { configurable: { thread_id: 't', branch } })).value;
    };
    expect([await end(second), await end(ofFirst), await end(first)]).toEqual([60, 70, 50]);
  });

  it('finds the task that called it among Sends, and the call among several of a task', async () => {
    const child = new StateGraph(State)
      .addNode('add', ({ value }) => ({ value: value + 1 }))
      .addEdge('__start__', 'add');
    const called = child.compile();
    const graph = new StateGraph(State)
      .addNode(
        'work',
        async ({ value }) => {
          const once = await called.invoke({ value });
          const twice = await called.invoke({ value: once.value as number });
          return { log: [`${value} ${twice.value}`] };
        },
        { subgraphs: [called] },
      )
      .addConditionalEdges('__start__', () => [1, 10].map((value) => new Send('work', { value })), ['work'])
      .compile({ checkpointer: new MemorySaver() });
    await graph.invoke({}, thread());
    const namespaces = await insideOf(graph as never, 'work');
    const [, beforeAdd] = await states(graph as never, `${namespaces[1]}|1`);
    expect(beforeAdd?.values).toMatchObject({ value: 11 });
    await graph.updateState(forking(beforeAdd?.config ?? {}), { value: 100 });
    expect((await graph.invoke(null, thread())).log).toEqual(['1 3', '10 101']);
  });

  it('of a graph that keeps its state goes on from the edit, also after a visit on another branch', async () => {
    const Kept = Annotation.Root({ count: Annotation<number>({ reducer: (a, b) => a + b, default: () => 0 }) });
    const child = new StateGraph(Kept)
      .addNode('add', () => ({ count: 1 }))
      .addEdge('__start__', 'add')
      .compile({ checkpointer: true });
    const graph = new StateGraph(State)
      .addNode('call', async () => ({ value: (await child.invoke({})).count }), { subgraphs: [child] })
      .addEdge('__start__', 'call')
      .compile({ checkpointer: new MemorySaver() });
    await graph.invoke({}, thread());
    const original = (await graph.getState(thread())).position?.branchId as string;
    const [, beforeAdd] = await states(graph as never, 'call');
    expect(beforeAdd?.next).toEqual(['add']);
    await graph.updateState(forking(beforeAdd?.config ?? {}), { count: 40 } as never, '__start__');
    const fork = (await graph.getState(thread())).position?.branchId as string;
    const on = (branch: string) => ({ configurable: { thread_id: 't', branch } });
    expect((await graph.invoke({}, on(original))).value).toBe(2);
    expect((await graph.invoke(null, on(fork))).value).toBe(41);
    expect((await graph.invoke({}, on(original))).value).toBe(3);
  });

  it('that is refused writes nothing', async () => {
    const { graph } = deep();
    await graph.invoke({ value: 1 }, thread());
    const [middle] = await insideOf(graph, 'middle');
    const atInner = (await states(graph, middle as string))[1];
    const before = await listOf(graph.getStateHistory(thread()));
    const fork = (values: object, asNode?: string) =>
      graph.updateState(forking(atInner?.config ?? {}), values as never, asNode);
    await expect(fork({ nope: 1 })).rejects.toThrow('nope');
    await expect(fork({ value: 1 }, 'nobody')).rejects.toMatchObject({ code: 'UNKNOWN_NODE' });
    const anywhere = {
      configurable: { ...thread().configurable, checkpoint_ns: middle as string, fork: true as const },
    };
    await expect(graph.updateState(anywhere, { value: 1 })).rejects.toMatchObject({ code: 'INVALID_CONFIG' });
    expect(await listOf(graph.getStateHistory(thread()))).toEqual(before);
  });

  it('below a task function says that it is none that a state plans', async () => {
    const child = new StateGraph(State)
      .addNode('ask', () => ({ value: interrupt<string, number>('?') }))
      .addEdge('__start__', 'ask')
      .compile({ name: 'helper' });
    const helper = task('helper', async (value: number) => (await child.invoke({ value })).value);
    const graph = new StateGraph(State)
      .addNode('call', async () => ({ value: await helper(1) }), { subgraphs: [child] })
      .addEdge('__start__', 'call')
      .compile({ checkpointer: new MemorySaver() });
    await graph.invoke({}, thread());
    const saver = graph.checkpointer as MemorySaver;
    const inside = (await listOf(saver.list({ configurable: { thread_id: 't' } }))).find(({ config }) =>
      config.configurable?.checkpoint_ns?.startsWith('helper:'),
    );
    expect(inside).toBeDefined();
    await expect(graph.updateState(forking(inside?.config ?? {}), { value: 2 })).rejects.toMatchObject({
      code: 'INVALID_CONFIG',
      message: expect.stringContaining('task function'),
    });
  });
});

function insideId({ config, tasks }: StateSnapshot): string {
  expect(tasks).toHaveLength(1);
  return config.configurable?.checkpoint_id as string;
}
