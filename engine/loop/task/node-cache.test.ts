import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CacheFullKey, NodeOptions } from '../..';
import {
  Annotation,
  BaseCache,
  Command,
  InMemoryCache,
  interrupt,
  MemorySaver,
  START,
  StateGraph,
  UntrackedValueChannel,
} from '../..';

const State = Annotation.Root({
  question: Annotation<unknown>(),
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
});
const thread = { configurable: { thread_id: 't' } };

/** START → a → b; `a` counts its runs. */
function counting(options: NodeOptions = { cachePolicy: true }, cache: BaseCache | undefined = new InMemoryCache()) {
  const ran: unknown[] = [];
  const saver = new MemorySaver();
  const graph = new StateGraph(State)
    .addNode(
      'a',
      ({ question }) => {
        ran.push(question);
        return { log: [`a${ran.length}`] };
      },
      options as object,
    )
    .addNode('b', () => ({ log: ['b'] }))
    .addEdge(START, 'a')
    .addEdge('a', 'b')
    .compile({ checkpointer: saver, ...(cache && { cache }) });
  let threads = 0;
  const ask = async (question: unknown) => {
    const config = { configurable: { thread_id: `${++threads}` } };
    return (await graph.invoke({ question }, config)).log;
  };
  return { graph, ran, ask, saver };
}

afterEach(() => vi.restoreAllMocks());

describe('the node cache', () => {
  it('gives the same input the same result, without running the node; its edges are followed', async () => {
    const { ask, ran } = counting();
    expect([await ask('x'), await ask('x'), await ask('y')]).toEqual([
      ['a1', 'b'],
      ['a1', 'b'],
      ['a2', 'b'],
    ]);
    expect(ran).toEqual(['x', 'y']);
  });

  it('marks a hit in the stream of updates and in the step’s record', async () => {
    const { graph, ask, saver } = counting();
    await ask('x');
    const updates: unknown[] = [];
    for await (const update of graph.stream({ question: 'x' }, thread)) updates.push(update);
    expect(updates).toEqual([{ a: { log: ['a1'] }, __metadata__: { cached: true } }, { b: { log: ['b'] } }]);
    const rows = await saver.readTimeline('t', { limit: 10 });
    expect(rows.flatMap(({ tasks }) => tasks).map(({ node, cached }) => [node, cached])).toEqual([
      [START, undefined],
      ['a', true],
      ['b', undefined],
    ]);
  });

  it('BETTER: tells apart what JSON does not', async () => {
    const { ask, ran } = counting();
    const inputs = [new Map([[1, 2]]), new Map(), {}, new Set([1]), new Date(0), null, [undefined], [null], 1n];
    for (const input of inputs) await ask(input);
    expect(ran).toHaveLength(inputs.length);
  });

  it('an input that has no stored form needs a keyFunc, and the error says so', async () => {
    class Client {}
    const graph = (options: NodeOptions) =>
      new StateGraph(State)
        .addNode('a', () => ({}), options as object)
        .addEdge(START, 'a')
        .compile({ cache: new InMemoryCache() });
    const input = { question: new Client() };
    await expect(graph({ cachePolicy: true }).invoke(input)).rejects.toThrow(/input of node "a".*keyFunc/s);
    await graph({ cachePolicy: { keyFunc: () => 'one' } }).invoke(input);
  });

  it('keyFunc gets the input in a list and decides what is the same', async () => {
    const seen: unknown[] = [];
    const keyFunc = (args: unknown[]) => {
      seen.push(args);
      return String((args[0] as { question: string }).question.length);
    };
    const { ask, ran } = counting({ cachePolicy: { keyFunc } });
    await ask('one');
    await ask('two');
    await ask('three');
    expect(ran).toEqual(['one', 'three']);
    expect(seen[0]).toEqual([{ question: 'one', log: [] }]);
  });

  it('a keyFunc that answers no string fails the task', async () => {
    const { ask } = counting({ cachePolicy: { keyFunc: () => 5 as never } });
    await expect(ask('x')).rejects.toThrow(/keyFunc of node "a" must answer a string; got number/);
  });

  it('an entry expires after its ttl, in seconds', async () => {
    const now = vi.spyOn(Date, 'now').mockReturnValue(1_000_000);
    const { ask, ran } = counting({ cachePolicy: { ttl: 60 } });
    await ask('x');
    now.mockReturnValue(1_059_999);
    await ask('x');
    expect(ran).toHaveLength(1);
    now.mockReturnValue(1_060_000);
    await ask('x');
    expect(ran).toHaveLength(2);
  });

  it('clearCache() forgets', async () => {
    const { graph, ask, ran } = counting();
    await ask('x');
    await graph.clearCache();
    await ask('x');
    expect(ran).toHaveLength(2);
  });

  it('without a cache, and with cachePolicy false over a default, the node runs', async () => {
    const { ask, ran } = counting({ cachePolicy: true }, null as never);
    await ask('x');
    await ask('x');
    expect(ran).toHaveLength(2);
    let runs = 0;
    const graph = new StateGraph(State)
      .setNodeDefaults({ cachePolicy: true })
      .addNode('never', () => ({ log: [`n${++runs}`] }), { cachePolicy: false })
      .addEdge(START, 'never')
      .compile({ cache: new InMemoryCache() });
    await graph.invoke({ question: 'x' });
    expect((await graph.invoke({ question: 'x' })).log).toEqual(['n2']);
  });

  it('the cache may be given with the call', async () => {
    const cache = new InMemoryCache();
    const { graph, ran } = counting({ cachePolicy: true }, null as never);
    await graph.invoke({ question: 'x' }, { configurable: { thread_id: '1' }, cache });
    await graph.invoke({ question: 'x' }, { configurable: { thread_id: '2' }, cache });
    expect(ran).toHaveLength(1);
  });

  it('graphs that share a cache keep apart by name, and subgraphs by their place', async () => {
    const cache = new InMemoryCache();
    const graph = (name: string) =>
      new StateGraph(State)
        .addNode('a', () => ({ log: [name] }), { cachePolicy: true })
        .addEdge(START, 'a')
        .compile({ name, cache });
    expect((await graph('one').invoke({ question: 'x' })).log).toEqual(['one']);
    expect((await graph('two').invoke({ question: 'x' })).log).toEqual(['two']);
    const child = (name: string) =>
      new StateGraph(State)
        .addNode('a', () => ({ log: [name] }), { cachePolicy: true })
        .addEdge(START, 'a')
        .compile();
    const parent = new StateGraph(State)
      .addNode('left', async () => ({ log: (await child('left').invoke({ question: 'x' })).log }))
      .addNode('right', async () => ({ log: (await child('right').invoke({ question: 'x' })).log }))
      .addEdge(START, 'left')
      .addEdge('left', 'right')
      .compile({ name: 'parent', cache });
    expect((await parent.invoke({ question: 'x' })).log).toEqual(['left', 'right']);
  });

  it('a hit is the reader’s own: changing it changes no later one', async () => {
    const { graph, ran } = counting();
    const run = async (id: string) => graph.invoke({ question: 'x' }, { configurable: { thread_id: id } });
    (await run('1')).log.push('mine');
    (await run('2')).log.push('mine');
    expect((await run('3')).log).toEqual(['a1', 'b']);
    expect(ran).toHaveLength(1);
  });
});

describe('what is not cached', () => {
  it('failures, nor what an error handler gave', async () => {
    let runs = 0;
    const graph = new StateGraph(State)
      .addNode(
        'a',
        () => {
          runs++;
          throw new Error('boom');
        },
        { cachePolicy: true, errorHandler: () => ({ log: ['handled'] }) },
      )
      .addEdge(START, 'a')
      .compile({ cache: new InMemoryCache() });
    await graph.invoke({ question: 'x' });
    await graph.invoke({ question: 'x' });
    expect(runs).toBe(2);
  });

  it('BETTER: the answer of a person, which is no property of the input', async () => {
    const graph = new StateGraph(State)
      .addNode('a', () => ({ log: [interrupt<string, string>('?')] }), { cachePolicy: true })
      .addEdge(START, 'a')
      .compile({ checkpointer: new MemorySaver(), cache: new InMemoryCache() });
    const [one, two] = ['1', '2'].map((id) => ({ configurable: { thread_id: id } }));
    await graph.invoke({ question: 'x' }, one);
    expect((await graph.invoke(new Command({ resume: 'yes' }), one)).log).toEqual(['yes']);
    expect(await graph.invoke({ question: 'x' }, two)).toHaveProperty('__interrupt__');
    expect((await graph.invoke(new Command({ resume: 'no' }), two)).log).toEqual(['no']);
  });

  it('values that are never stored', async () => {
    let runs = 0;
    const graph = new StateGraph(Annotation.Root({ ...State.spec, client: new UntrackedValueChannel<object>() }))
      .addNode(
        'a',
        () => {
          runs++;
          return { client: { call: () => 1 } } as object;
        },
        { cachePolicy: { keyFunc: () => 'one' } },
      )
      .addEdge(START, 'a')
      .compile({ cache: new InMemoryCache() });
    await graph.invoke({ question: 'x' });
    await graph.invoke({ question: 'x' });
    expect(runs).toBe(2);
  });
});

describe('a cache that fails', () => {
  class FailingCache extends BaseCache {
    fails: 'get' | 'set' | null = null;
    readonly held = new InMemoryCache();
    async get(keys: CacheFullKey[]) {
      if (this.fails === 'get') throw new Error('cache is down');
      return this.held.get(keys);
    }
    async set(pairs: { key: CacheFullKey; value: unknown; ttl?: number }[]) {
      if (this.fails === 'set') throw new Error('cache is down');
      await this.held.set(pairs);
    }
    async clear() {}
  }

  it('while reading fails the task before its body ran; resumed, it goes on', async () => {
    const cache = new FailingCache();
    const { graph, ran } = counting({ cachePolicy: true }, cache);
    cache.fails = 'get';
    await expect(graph.invoke({ question: 'x' }, thread)).rejects.toThrow('cache is down');
    expect(ran).toEqual([]);
    cache.fails = null;
    expect((await graph.invoke(null, thread)).log).toEqual(['a1', 'b']);
  });

  it('while writing costs no result: it warns', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const cache = new FailingCache();
    cache.fails = 'set';
    const { ask } = counting({ cachePolicy: true }, cache);
    expect(await ask('x')).toEqual(['a1', 'b']);
    expect(warned).toHaveBeenCalledWith(expect.stringMatching(/node "a" could not be cached.*cache is down/));
  });

  it('stopping the run does not wait for it', async () => {
    const cache = new FailingCache();
    const get = vi.spyOn(cache, 'get').mockReturnValue(new Promise(() => {}));
    const controller = new AbortController();
    const { graph } = counting({ cachePolicy: true }, cache);
    const run = graph.invoke({ question: 'x' }, { ...thread, signal: controller.signal });
    const ended = expect(run).rejects.toMatchObject({ code: 'ABORTED' });
    await expect.poll(() => get.mock.calls.length).toBeGreaterThan(0);
    controller.abort();
    await ended;
    expect((await graph.getState(thread)).tasks[0]?.status).toBe('cancelled');
  });
});
