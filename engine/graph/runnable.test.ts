import { describe, expect, it } from 'vitest';
import type { Runtime } from '../index';
import { Annotation, END, EngineError, MemorySaver, START, StateGraph } from '../index';
import { joinChunks } from './chunks';

const State = Annotation.Root({ n: Annotation<number>, log: Annotation<string> });

const doubling = () =>
  new StateGraph(State)
    .addNode('double', ({ n }) => {
      if (n < 0) throw new Error(`negative ${n}`);
      return { n: n * 2 };
    })
    .addEdge(START, 'double')
    .compile();

/** A graph whose one node tells its runtime. */
function telling() {
  const told: Partial<Runtime>[] = [];
  const graph = new StateGraph(State)
    .addNode('tell', (_, runtime) => {
      told.push({ ...runtime });
      return {};
    })
    .addEdge(START, 'tell')
    .compile({ checkpointer: new MemorySaver(), name: 'teller' });
  return { graph, told };
}

describe('a batch', () => {
  it('answers in the order of its inputs', async () => {
    expect(await doubling().batch([{ n: 1 }, { n: 2 }, { n: 3 }])).toEqual([{ n: 2 }, { n: 4 }, { n: 6 }]);
  });

  it('takes one config for each input, or one for all', async () => {
    const { graph, told } = telling();
    const configs = ['a', 'b'].map((thread_id) => ({ configurable: { thread_id }, maxConcurrency: 1 }));
    await graph.batch([{ n: 1 }, { n: 2 }], configs);
    expect(told.map(({ configurable }) => configurable?.thread_id)).toEqual(['a', 'b']);
    await expect(graph.batch([{ n: 1 }], configs)).rejects.toThrow(EngineError);
  });

  it('uses a single runId for its first run only', async () => {
    const ids: (string | undefined)[] = [];
    const graph = new StateGraph(State)
      .addNode('tell', (_, { executionInfo }) => {
        ids.push(executionInfo.runId);
        return {};
      })
      .addEdge(START, 'tell')
      .compile();
    await graph.batch([{ n: 1 }, { n: 2 }], { runId: 'r' }, { maxConcurrency: 1 });
    expect(ids).toEqual(['r', undefined]);
  });

  it('runs no more than maxConcurrency at a time', async () => {
    let running = 0;
    let most = 0;
    const graph = new StateGraph(State)
      .addNode('wait', async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        return {};
      })
      .addEdge(START, 'wait')
      .compile();
    await graph.batch([{}, {}, {}, {}, {}], {}, { maxConcurrency: 2 });
    expect(most).toBe(2);
  });

  it('fails with the first failure and begins no further run, or puts errors in their places', async () => {
    const inputs = [{ n: -1 }, { n: 2 }];
    await expect(doubling().batch(inputs, {}, { maxConcurrency: 1 })).rejects.toThrow('negative -1');
    const results = await doubling().batch(inputs, {}, { returnExceptions: true });
    expect(results).toEqual([new Error('negative -1'), { n: 4 }]);
  });
});

describe('a bound config', () => {
  it('lies under the call’s own: tags and records are put together, the rest is replaced', async () => {
    const { graph, told } = telling();
    const bound = graph.withConfig({
      configurable: { thread_id: 't', user: 'bound' },
      tags: ['one'],
      metadata: { a: 1, b: 1 },
      recursionLimit: 7,
      context: 'bound',
    });
    await bound.invoke(
      { n: 1 },
      { configurable: { user: 'call' }, tags: ['two'], metadata: { b: 2 }, context: 'call' },
    );
    expect(told[0]).toMatchObject({
      configurable: { thread_id: 't', user: 'call' },
      tags: ['one', 'two'],
      metadata: { a: 1, b: 2 },
      recursionLimit: 7,
      context: 'call',
    });
  });

  it('names the thread for reads and edits too, and leaves the graph that it was bound to alone', async () => {
    const { graph } = telling();
    const bound = graph.withConfig({ configurable: { thread_id: 't' } }).withConfig({ tags: ['x'] });
    expect(bound.name).toBe('teller');
    await bound.invoke({ n: 1 });
    await bound.updateState({}, { n: 5 });
    expect((await bound.getState({})).values).toEqual({ n: 5 });
    let count = 0;
    for await (const _ of bound.getStateHistory({})) count++;
    expect(count).toBe(4);
    await expect(graph.invoke({ n: 1 })).rejects.toThrow('thread_id');
  });

  it('adds its callbacks to the call’s own', async () => {
    const heard: string[] = [];
    const listener = (name: string) => ({ name, handleChainStart: () => void heard.push(name) });
    const bound = doubling().withConfig({ callbacks: [listener('bound')] });
    await bound.invoke({ n: 1 }, { callbacks: [listener('call')] });
    expect(new Set(heard)).toEqual(new Set(['bound', 'call']));
  });

  it('sets the stream mode', async () => {
    const events: unknown[] = [];
    for await (const event of doubling().withConfig({ streamMode: 'values' }).stream({ n: 1 })) events.push(event);
    expect(events).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('stops by either signal', async () => {
    const [bound, call] = [new AbortController(), new AbortController()];
    const graph = doubling().withConfig({ signal: bound.signal });
    bound.abort();
    await expect(graph.invoke({ n: 1 }, { signal: call.signal })).rejects.toThrow('stopped by its signal');
  });
});

describe('a graph where LangChain expects a Runnable', () => {
  it('has a Runnable’s marks and name', () => {
    const { graph } = telling();
    expect(graph.lc_runnable).toBe(true);
    expect(graph.getName()).toBe('teller');
    expect(graph.getName('Suffix')).toBe('tellerSuffix');
    expect(graph.lc_id).toEqual(['langgraph', 'pregel', 'CompiledStateGraph']);
  });

  it('streams as itself, as an awaited stream, and as a web stream', async () => {
    const direct: unknown[] = [];
    for await (const update of doubling().stream({ n: 1 })) direct.push(update);
    const awaited: unknown[] = [];
    for await (const update of await doubling().stream({ n: 1 })) awaited.push(update);
    const reader = doubling().stream({ n: 1 }).getReader();
    const read = [await reader.read(), await reader.read()];
    expect(direct).toEqual([{ double: { n: 2 } }]);
    expect(awaited).toEqual(direct);
    expect(read).toEqual([
      { done: false, value: { double: { n: 2 } } },
      { done: true, value: undefined },
    ]);
  });

  it('is a promise of its stream, which starts nothing and is no promise any more', async () => {
    let runs = 0;
    const graph = new StateGraph(State)
      .addNode('count', () => ({ n: ++runs }))
      .addEdge(START, 'count')
      .compile();
    const stream = graph.stream({ n: 1 });
    const awaited = await stream.finally(() => {}).catch(() => undefined);
    expect(awaited).not.toHaveProperty('then');
    expect(await Promise.all([stream, stream.then((same) => same)])).toEqual([awaited, awaited]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(runs).toBe(0);
    expect(await awaited?.next()).toEqual({ done: false, value: { count: { n: 1 } } });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('a web stream that is cancelled stops the run', async () => {
    let steps = 0;
    const endless = new StateGraph(State)
      .addNode('again', async () => {
        steps++;
        return {};
      })
      .addEdge(START, 'again')
      .addEdge('again', 'again')
      .compile();
    const reader = endless.stream({ n: 1 }, { recursionLimit: 1_000 }).getReader();
    await reader.read();
    await reader.cancel();
    const stepsThen = steps;
    await new Promise((resolve) => setImmediate(resolve));
    expect(steps).toBe(stepsThen);
    expect(steps).toBeLessThan(1_000);
  });

  it('transforms a stream of parts of its input into the stream of its run', async () => {
    async function* parts() {
      yield { n: 1 };
      yield { log: 'a' };
      yield { log: 'b' };
    }
    const events: unknown[] = [];
    for await (const event of doubling().transform(parts(), { streamMode: 'values' } as never)) events.push(event);
    expect(events).toEqual([
      { n: 1, log: 'ab' },
      { n: 2, log: 'ab' },
    ]);
  });

  it('parts of a value are put together as LangChain does', () => {
    expect(joinChunks('a', 'b')).toBe('ab');
    expect(joinChunks([1], [2])).toEqual([1, 2]);
    expect(joinChunks({ a: 'x', b: 1 }, { a: 'y', c: [1] })).toEqual({ a: 'xy', b: 1, c: [1] });
    const message = { text: 'a', concat: (other: { text: string }) => ({ text: `a${other.text}` }) };
    expect(joinChunks(message, { text: 'b' })).toEqual({ text: 'ab' });
    expect(joinChunks(1, 2)).toBe(2);
  });

  it('pipes its result into a function or a Runnable', async () => {
    const piped = doubling()
      .pipe(({ n }) => n + 1)
      .pipe({ invoke: async (n: number) => `got ${n}` });
    expect(await piped.invoke({ n: 1 })).toBe('got 3');
    expect(await piped.batch([{ n: 1 }, { n: 2 }])).toEqual(['got 3', 'got 5']);
    const streamed: unknown[] = [];
    for await (const part of piped.stream({ n: 1 })) streamed.push(part);
    expect(streamed).toEqual(['got 3']);
  });
});

describe('Runnables inside of a graph', () => {
  it('one may be a node or a router, and is invoked with the state and the config', async () => {
    const seen: unknown[] = [];
    const node = {
      invoke(state: { n: number }, config: Runtime) {
        seen.push({ ...config }.configurable?.user);
        return { n: state.n + this.step };
      },
      step: 10,
    };
    const router = { invoke: async ({ n }: { n: number }) => (n > 10 ? END : 'other') };
    const graph = new StateGraph(State)
      .addNode('node', node)
      .addNode('other', () => ({ n: 0 }))
      .addEdge(START, 'node')
      .addConditionalEdges('node', router, ['other'])
      .compile();
    expect(await graph.invoke({ n: 1 }, { configurable: { user: 'u' } })).toEqual({ n: 11 });
    expect(seen).toEqual(['u']);
  });

  it('what is neither a function nor a Runnable is refused', () => {
    expect(() => new StateGraph(State).addNode('node', {} as never)).toThrow(/a function.*a Runnable/);
  });
});
