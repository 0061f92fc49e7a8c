import { describe, expect, it } from 'vitest';
import type { LangGraphRunnableConfig, Runtime } from '../index';
import {
  Annotation,
  EngineError,
  getConfig,
  getCurrentTaskInput,
  getStore,
  getWriter,
  InMemoryStore,
  MemorySaver,
  runningTask,
  Send,
  START,
  StateGraph,
  writer,
} from '../index';

const State = Annotation.Root({ count: Annotation<number>, seen: Annotation<unknown> });

const oneNode = (body: (state: typeof State.State, runtime: Runtime) => unknown) =>
  new StateGraph(State).addNode('node', body as never).addEdge(START, 'node');

async function listed<Part>(parts: AsyncIterable<Part>): Promise<Part[]> {
  const list: Part[] = [];
  for await (const part of parts) list.push(part);
  return list;
}

describe('long-term memory', () => {
  const remember = () =>
    oneNode(async ({ count }, { store }) => {
      const before = await store?.get(['counts'], 'total');
      const total = (before?.value.total ?? 0) + count;
      await store?.put(['counts'], 'total', { total });
      return { seen: total };
    });

  it('is shared by all threads of a graph', async () => {
    const store = new InMemoryStore();
    const graph = remember().compile({ store, checkpointer: new MemorySaver() });
    await graph.invoke({ count: 2 }, { configurable: { thread_id: 'one' } });
    expect((await graph.invoke({ count: 3 }, { configurable: { thread_id: 'two' } })).seen).toBe(5);
  });

  it('may be given for one call, and is then used instead of the own', async () => {
    const own = new InMemoryStore();
    const given = new InMemoryStore();
    await remember().compile({ store: own }).invoke({ count: 2 }, { store: given });
    expect(await own.get(['counts'], 'total')).toBeNull();
    expect((await given.get(['counts'], 'total'))?.value).toEqual({ total: 2 });
  });

  it('of a parent graph serves its subgraphs, their own only where it has none', async () => {
    const [outer, own] = [new InMemoryStore(), new InMemoryStore()];
    const seen: unknown[] = [];
    const telling = oneNode((_, runtime) => {
      seen.push(runtime.store === outer ? 'outer' : runtime.store === own ? 'own' : runtime.store);
      return {};
    });
    const parent = new StateGraph(State)
      .addSequence({
        inheriting: telling.compile(),
        owning: telling.compile({ store: own }),
        called: async () => void (await telling.compile({ store: own }).invoke({ count: 1 })),
      })
      .addEdge(START, 'inheriting');
    await parent.compile({ store: outer }).invoke({ count: 1 });
    await parent.compile().invoke({ count: 1 });
    expect(seen).toEqual(['outer', 'outer', 'outer', undefined, 'own', 'own']);
  });

  it('is not rewound by time travel', async () => {
    const graph = remember().compile({ store: new InMemoryStore(), checkpointer: new MemorySaver() });
    const config = { configurable: { thread_id: 't' } };
    await graph.invoke({ count: 2 }, config);
    const history = await listed(graph.getStateHistory(config));
    const before = history.find(({ next }) => next[0] === 'node');
    expect((await graph.invoke(null, before?.config)).seen).toBe(4);
  });
});

describe('what a function below a node can reach', () => {
  it('the store, the writer, the runtime and the input of the task that runs', async () => {
    const store = new InMemoryStore();
    const below = async () => {
      await Promise.resolve();
      writer({ from: 'writer' });
      getWriter()?.({ from: 'getWriter' });
      return { isStore: getStore() === store, input: getCurrentTaskInput() };
    };
    const graph = oneNode(async () => ({ seen: await below() })).compile({ store });
    const events = await listed(graph.stream({ count: 7 }, { streamMode: ['custom', 'updates'] }));
    expect(events).toEqual([
      ['custom', { from: 'writer' }],
      ['custom', { from: 'getWriter' }],
      ['updates', { node: { seen: { isStore: true, input: { count: 7 } } } }],
    ]);
  });

  it('the input of a Send is its argument', async () => {
    const graph = new StateGraph(State)
      .addNode('node', () => ({ seen: getCurrentTaskInput() }))
      .addConditionalEdges(START, () => new Send('node', { only: 'this' }), ['node'])
      .compile();
    expect((await graph.invoke({ count: 1 })).seen).toEqual({ only: 'this' });
  });

  it('a router reaches it too, also when updateState asks it', async () => {
    const stores: unknown[] = [];
    const store = new InMemoryStore();
    const graph = new StateGraph(State)
      .addNode('node', () => ({}))
      .addEdge(START, 'node')
      .addConditionalEdges('node', () => {
        stores.push(getStore());
        return '__end__';
      })
      .compile({ store, checkpointer: new MemorySaver() });
    const config = { configurable: { thread_id: 't' } };
    await graph.invoke({ count: 1 }, config);
    await graph.updateState(config, { count: 2 }, 'node');
    expect(stores).toEqual([store, store]);
  });

  it.each([
    ['getStore', getStore],
    ['getWriter', getWriter],
    ['getConfig', getConfig],
    ['getCurrentTaskInput', getCurrentTaskInput],
    ['writer', () => writer(1)],
  ])('%s outside of a node says so', (name, call) => {
    expect(() => call()).toThrow(EngineError);
    expect(() => call()).toThrow(`${name}() was called outside of a node`);
  });

  it('code that was handed the config needs no context', () => {
    const store = new InMemoryStore();
    const chunks: unknown[] = [];
    const config: LangGraphRunnableConfig = { store, writer: (chunk) => chunks.push(chunk) };
    expect(getStore(config)).toBe(store);
    getWriter(config)?.('x');
    expect(chunks).toEqual(['x']);
  });
});

describe('the runtime of a node', () => {
  it('can be spread and enumerated, as LangChain does with a config', async () => {
    let spread: Partial<Runtime> = {};
    const graph = oneNode((_, runtime) => {
      spread = { ...runtime, tags: [...runtime.tags, 'mine'] };
      return {};
    }).compile({ checkpointer: new MemorySaver() });
    const config = { configurable: { thread_id: 't', user: 'u' }, tags: ['given'], metadata: { m: 1 }, context: 'c' };
    await graph.invoke({ count: 1 }, config);
    expect(Object.keys(spread).toSorted()).toEqual(
      'callbacks configurable context control executionInfo heartbeat interrupt metadata recursionLimit serverInfo signal store tags writer'.split(
        ' ',
      ),
    );
    expect(spread.configurable).toMatchObject({ thread_id: 't', user: 'u', checkpoint_ns: '' });
    expect(spread).toMatchObject({ tags: ['given', 'mine'], metadata: { m: 1 }, context: 'c', recursionLimit: 25 });
    expect(spread.signal).toBeInstanceOf(AbortSignal);
  });

  it('tells which attempt of which task of which checkpoint runs, and what the server says', async () => {
    let told: Partial<Runtime> = {};
    const graph = oneNode((_, runtime) => {
      told = { ...runtime };
      return {};
    }).compile();
    const serverInfo = { assistantId: 'a', graphId: 'g' };
    await graph.invoke({ count: 1 }, { runId: 'r', serverInfo });
    expect(told.executionInfo).toMatchObject({ node: 'node', step: 1, attempt: 1, nodeAttempt: 1, runId: 'r' });
    expect(told.executionInfo?.checkpointNs).toBe('');
    expect(told.serverInfo).toEqual(serverInfo);
  });
});

describe('runningTask', () => {
  it('names the task that runs, and the one of the root graph around it', async () => {
    const seen: unknown[] = [];
    const note = () => {
      const { innermost, outermost } = runningTask() ?? {};
      seen.push([innermost?.node, innermost?.attempt, outermost?.node, outermost?.runId]);
      return {};
    };
    const inner = new StateGraph(State).addNode('inner', note).addEdge(START, 'inner').compile();
    const outer = new StateGraph(State).addNode('outer', inner).addNode('after', note);
    const graph = outer.addEdge(START, 'outer').addEdge('outer', 'after').compile();
    await graph.invoke({ count: 1 }, { runId: 'r' });
    expect(seen).toEqual([
      ['inner', 1, 'outer', 'r'],
      ['after', 1, 'after', 'r'],
    ]);
    expect(runningTask()).toBeUndefined();
  });
});
