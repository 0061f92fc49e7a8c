import { describe, expect, it } from 'vitest';
import { Annotation, END, Send, START, StateGraph } from '..';

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
  n: Annotation<number>,
});

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
  it.each([0, 1.5, Number.NaN])('must be a whole number from 1 on, not %s', async (recursionLimit) => {
    await expect(counter(1).compile().invoke({ n: 0 }, { recursionLimit })).rejects.toMatchObject({
      code: 'INVALID_CONFIG',
    });
  });
});
