import { describe, expect, it } from 'vitest';
import { Annotation, END, MemorySaver, Send, START, StateGraph } from '..';

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
  n: Annotation<number>,
});

const thread = { configurable: { thread_id: 't' } };

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const later = (turns: number) =>
  new Promise<void>((resolve) => {
    const turn = (left: number) => (left === 0 ? resolve() : queueMicrotask(() => turn(left - 1)));
    turn(turns);
  });

const counter = (limit: number) =>
  new StateGraph(State)
    .addNode('x', (state) => ({ n: state.n + 1, log: [`${state.n}`] }))
    .addEdge(START, 'x')
    .addConditionalEdges('x', (state) => (state.n < limit ? 'x' : END), ['x']);

describe('the super-step', () => {
  it('leaves four checkpoints for START → a → b → END', async () => {
    const graph = new StateGraph(State)
      .addNode('a', () => ({ log: ['a'] }))
      .addNode('b', () => ({ log: ['b'] }))
      .addEdge(START, 'a')
      .addEdge('a', 'b')
      .compile({ checkpointer: new MemorySaver() });
    await graph.invoke({ n: 1 }, thread);
    const history = await all(graph.getStateHistory(thread));
    expect(history.reverse().map(({ metadata, next }) => [metadata?.step, metadata?.source, next])).toEqual([
      [-1, 'input', ['__start__']],
      [0, 'loop', ['a']],
      [1, 'loop', ['b']],
      [2, 'loop', []],
    ]);
  });

  it('runs several targets side by side on the same state, and a join once after all', async () => {
    const graph = new StateGraph(State)
      .addNode('a', () => ({ log: ['a'] }))
      .addNode('slow', async () => {
        await later(20);
        return { log: ['slow'] };
      })
      .addNode('long', () => ({ log: ['long'] }))
      .addNode('longer', () => ({ log: ['longer'] }))
      .addNode('join', (state) => ({ log: [`join ${state.log.length}`] }))
      .addEdge(START, 'a')
      .addEdge('a', 'slow')
      .addEdge('a', 'long')
      .addEdge('long', 'longer')
      .addEdge(['slow', 'longer'], 'join')
      .compile();
    // Writes are applied by task order, not by who was first: "long" < "slow".
    expect((await graph.invoke({})).log).toEqual(['a', 'long', 'slow', 'longer', 'join 4']);
  });

  it('orders Sends by their index, however they finish, and keeps maxConcurrency', async () => {
    let running = 0;
    let most = 0;
    const graph = new StateGraph(State)
      .addNode('plan', () => ({}))
      .addNode('work', async ({ i }: { i: number }) => {
        most = Math.max(most, ++running);
        await later(40 - i * 4);
        running--;
        return { log: [`${i}`] };
      })
      .addEdge(START, 'plan')
      .addConditionalEdges('plan', () => [0, 1, 2, 3, 4].map((i) => new Send('work', { i })), ['work'])
      .compile();
    expect((await graph.invoke({}, { maxConcurrency: 2 })).log).toEqual(['0', '1', '2', '3', '4']);
    expect(most).toBe(2);
  });

  it('refuses two writers of a last-value key in one step', async () => {
    const graph = new StateGraph(State)
      .addNode('a', () => ({ n: 1 }))
      .addNode('b', () => ({ n: 2 }))
      .addEdge(START, 'a')
      .addEdge(START, 'b')
      .compile();
    await expect(graph.invoke({})).rejects.toMatchObject({ code: 'INVALID_CONCURRENT_GRAPH_UPDATE' });
  });

  it('lets the event loop turn while a fast graph runs', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    const busy = new StateGraph(State)
      .addNode('x', (state) => {
        const until = performance.now() + 1;
        while (performance.now() < until);
        return { n: state.n + 1 };
      })
      .addEdge(START, 'x')
      .addConditionalEdges('x', (state) => (state.n < 60 ? 'x' : END))
      .compile();
    await busy.invoke({ n: 0 }, { recursionLimit: 100 });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(2);
  });
});

describe('input', () => {
  it('goes through the reducers of a state that is there', async () => {
    const graph = counter(0).compile({ checkpointer: new MemorySaver() });
    await graph.invoke({ n: 1, log: ['first'] }, thread);
    expect((await graph.invoke({ n: 5, log: ['second'] }, thread)).log).toEqual(['first', '1', 'second', '5']);
  });

  it('null on an empty thread is an error with the way out; {} is a new input', async () => {
    const graph = counter(0).compile({ checkpointer: new MemorySaver() });
    await expect(graph.invoke(null, thread)).rejects.toThrow(/"t" has nothing to continue from/);
    await graph.invoke({ n: 1 }, thread);
    expect((await graph.invoke({}, thread)).log).toEqual(['1', '2']);
  });

  it('null on a finished thread answers its values and writes nothing', async () => {
    const graph = counter(3).compile({ checkpointer: new MemorySaver() });
    const values = await graph.invoke({ n: 0 }, thread);
    const before = await all(graph.getStateHistory(thread));
    expect(await graph.invoke(null, thread)).toEqual(values);
    expect(await all(graph.getStateHistory(thread))).toEqual(before);
  });

  it('discards tasks that an earlier input has left unfinished', async () => {
    const graph = counter(3).compile({ checkpointer: new MemorySaver(), interruptBefore: ['x'] });
    await graph.invoke({ n: 0 }, thread);
    await graph.invoke({ n: 2 }, thread);
    expect((await graph.getState(thread)).values).toEqual({ n: 2, log: [] });
    expect((await graph.invoke(null, thread)).log).toEqual(['2']);
  });

  it('needs a thread id before any node runs', async () => {
    let ran = 0;
    const graph = new StateGraph(State)
      .addNode('a', () => {
        ran++;
        return {};
      })
      .addEdge(START, 'a')
      .compile({ checkpointer: new MemorySaver() });
    await expect(graph.invoke({})).rejects.toMatchObject({ code: 'MISSING_THREAD_ID' });
    expect(ran).toBe(0);
  });

  it('is checked against a zod schema, field by field', async () => {
    const { z } = await import('zod');
    const graph = new StateGraph(z.object({ size: z.number().min(1) }))
      .addNode('a', () => ({}))
      .addEdge(START, 'a')
      .compile();
    await expect(graph.invoke({ size: 0 })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('size'),
    });
    await expect(graph.invoke({ sise: 2 } as never)).rejects.toMatchObject({ code: 'UNKNOWN_STATE_KEY' });
  });
});

describe('the recursion limit', () => {
  it('allows exactly that many steps', async () => {
    const graph = counter(5).compile();
    expect((await graph.invoke({ n: 0 }, { recursionLimit: 5 })).n).toBe(5);
    await expect(graph.invoke({ n: 0 }, { recursionLimit: 4 })).rejects.toMatchObject({
      code: 'GRAPH_RECURSION_LIMIT',
    });
  });

  it('BETTER: allows exactly that many after a resume too, and leaves a state to continue from', async () => {
    const graph = counter(9).compile({ checkpointer: new MemorySaver() });
    await expect(graph.invoke({ n: 0 }, { ...thread, recursionLimit: 3 })).rejects.toThrow(/recursion limit of 3/);
    expect((await graph.getState(thread)).values.n).toBe(3);
    await expect(graph.invoke(null, { ...thread, recursionLimit: 3 })).rejects.toThrow();
    expect((await graph.getState(thread)).values.n).toBe(6);
    expect((await graph.invoke(null, { ...thread, recursionLimit: 3 })).n).toBe(9);
  });

  it.each([0, 1.5, Number.NaN])('must be a whole number from 1 on, not %s', async (recursionLimit) => {
    await expect(counter(1).compile().invoke({ n: 0 }, { recursionLimit })).rejects.toMatchObject({
      code: 'INVALID_CONFIG',
    });
  });
});

describe('isolation of state', () => {
  const saved = () => new MemorySaver();

  it('lets a node push to a list and return it, without touching siblings or history', async () => {
    const graph = new StateGraph(Annotation.Root({ list: Annotation<string[]>, seen: Annotation<number> }))
      .addNode('a', (state) => {
        state.list.push('a');
        return { list: state.list };
      })
      .addNode('b', (state) => ({ seen: state.list.length }))
      .addEdge(START, 'a')
      .addEdge(START, 'b')
      .compile({ checkpointer: saved() });
    expect(await graph.invoke({ list: ['in'] }, thread)).toEqual({ list: ['in', 'a'], seen: 1 });
    const [, start] = await all(graph.getStateHistory(thread));
    expect(start?.values.list).toEqual(['in']);
  });

  it('lets a node push to a list of the argument that a Send gave it', async () => {
    const graph = new StateGraph(State)
      .addNode('push', (state: { log: string[] }) => {
        state.log.push('pushed');
        return { log: state.log };
      })
      .addEdge(START, 'push')
      .addConditionalEdges(START, () => new Send('push', { log: ['sent'] }))
      .compile();
    expect((await graph.invoke({})).log).toEqual(['sent', 'pushed', 'pushed']);
  });

  it('BETTER: throws in a node that changes a deeper part in place, with a hint', async () => {
    const graph = new StateGraph(Annotation.Root({ items: Annotation<{ done: boolean }[]> }))
      .addNode('mark', (state) => {
        for (const item of state.items) item.done = true;
        return {};
      })
      .addEdge(START, 'mark')
      .compile();
    await expect(graph.invoke({ items: [{ done: false }] })).rejects.toThrow(
      /Node "mark" changed a part of its state in place.*return a new value/s,
    );
  });

  it('is not reached by what a node keeps and changes later, nor by what the caller does with a result', async () => {
    const kept: { n: number }[] = [{ n: 1 }];
    const graph = new StateGraph(Annotation.Root({ items: Annotation<{ n: number }[]> }))
      .addNode('a', () => ({ items: kept }))
      .addNode('b', () => {
        kept.push({ n: 2 });
        (kept[0] as { n: number }).n = 99;
        return {};
      })
      .addEdge(START, 'a')
      .addEdge('a', 'b')
      .compile({ checkpointer: saved() });
    const result = await graph.invoke({}, thread);
    expect(result.items).toEqual([{ n: 1 }]);
    result.items.push({ n: 3 });
    expect((await graph.getState(thread)).values.items).toEqual([{ n: 1 }]);
  });

  it('says which key holds what has no stored form, and where', async () => {
    const graph = new StateGraph(Annotation.Root({ client: Annotation<unknown> }))
      .addNode('a', () => ({ client: { deep: [() => 1] } }))
      .addEdge(START, 'a');
    expect(await graph.compile().invoke({})).toMatchObject({ client: { deep: [expect.any(Function)] } });
    await expect(graph.compile({ checkpointer: saved() }).invoke({}, thread)).rejects.toMatchObject({
      code: 'UNSERIALIZABLE_VALUE',
      message: expect.stringMatching(/State key "client".*deep\[0\] is a function/),
    });
  });
});
