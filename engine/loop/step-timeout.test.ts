import { describe, expect, it } from 'vitest';
import { Annotation, MemorySaver, START, StateGraph, StepTimeoutError } from '..';
import { FakeClock } from '../testing';

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
});
const thread = { configurable: { thread_id: 't' } };

/** START → quick, slow; `slow` waits on the clock. */
function graphOf(clock: FakeClock, slowMs: number, signals: AbortSignal[] = []) {
  return new StateGraph(State)
    .addNode('quick', () => ({ log: ['quick'] }))
    .addNode('slow', async (_state, { signal }) => {
      signals.push(signal);
      await new Promise((resolve) => clock.after(slowMs, () => resolve(null)));
      return { log: ['slow'] };
    })
    .addEdge(START, 'quick')
    .addEdge(START, 'slow');
}

describe('stepTimeout', () => {
  it('stops a step that takes too long: what finished is saved, the rest is cancelled and runs again', async () => {
    const clock = new FakeClock();
    const signals: AbortSignal[] = [];
    const graph = graphOf(clock, 80, signals).compile({ checkpointer: new MemorySaver(), stepTimeout: 50 });
    const error = await clock.runUntilDone(graph.invoke({}, { ...thread, clock })).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(StepTimeoutError);
    expect(error).toMatchObject({ code: 'STEP_TIMEOUT', step: 1, timeout: 50 });
    expect(signals[0]?.aborted).toBe(true);
    expect((await graph.getState(thread)).tasks.map(({ name, status }) => [name, status])).toEqual([
      ['quick', 'done'],
      ['slow', 'cancelled'],
    ]);
    const again = graph.invoke(null, { ...thread, clock, stepTimeout: 100 });
    expect((await clock.runUntilDone(again)).log).toEqual(['quick', 'slow']);
  });

  it('counts each step anew and leaves no timer behind', async () => {
    const clock = new FakeClock();
    const graph = new StateGraph(State)
      .addNode('a', () => new Promise<object>((resolve) => clock.after(40, () => resolve({ log: ['a'] }))))
      .addNode('b', () => new Promise<object>((resolve) => clock.after(40, () => resolve({ log: ['b'] }))))
      .addEdge(START, 'a')
      .addEdge('a', 'b')
      .compile({ stepTimeout: 50 });
    expect((await clock.runUntilDone(graph.invoke({}, { clock }))).log).toEqual(['a', 'b']);
    expect(clock.nextDueMs).toBeNull();
  });

  it('is not outlived by retries, which it ends too', async () => {
    const clock = new FakeClock();
    let attempts = 0;
    const graph = new StateGraph(State)
      .addNode(
        'a',
        () => {
          attempts++;
          throw new Error('again');
        },
        { retryPolicy: { jitter: false, logWarning: false } },
      )
      .addEdge(START, 'a')
      .compile({ checkpointer: new MemorySaver(), stepTimeout: 700 });
    const run = graph.invoke({}, { ...thread, clock });
    await expect(clock.runUntilDone(run)).rejects.toBeInstanceOf(StepTimeoutError);
    expect(attempts).toBe(2);
    expect(clock.nextDueMs).toBeNull();
  });

  it('of a subgraph fails the node that called it, which may try again', async () => {
    const clock = new FakeClock();
    let waitMs = 80;
    const child = new StateGraph(State)
      .addNode('slow', async () => {
        const thisMs = waitMs;
        waitMs = 10;
        await new Promise((resolve) => clock.after(thisMs, () => resolve(null)));
        return { log: ['slow'] };
      })
      .addEdge(START, 'slow')
      .compile({ stepTimeout: 50 });
    const graph = new StateGraph(State)
      .addNode('child', child, { retryPolicy: { jitter: false, logWarning: false } })
      .addEdge(START, 'child')
      .compile({ checkpointer: new MemorySaver() });
    expect((await clock.runUntilDone(graph.invoke({}, { ...thread, clock }))).log).toEqual(['slow']);
    expect(clock.now()).toBe(50 + 500 + 10);
  });

  it('a caller’s own signal stays what it was', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const graph = graphOf(clock, 80).compile({ stepTimeout: 50 });
    const run = graph.invoke({}, { clock, signal: controller.signal });
    await expect(clock.runUntilDone(run)).rejects.toBeInstanceOf(StepTimeoutError);
    expect(controller.signal.aborted).toBe(false);
  });
});
