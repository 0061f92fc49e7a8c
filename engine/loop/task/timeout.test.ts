import { describe, expect, it, vi } from 'vitest';
import type { NodeOptions, Runtime } from '../..';
import { isNodeTimeoutError, MemorySaver, NodeTimeoutError, Send, START, StateGraph } from '../..';
import { FakeClock } from '../../testing';
import type { AttemptBody } from './timeout-fixtures';
import { graphOf, State, thread } from './timeout-fixtures';

const never = () => new Promise<never>(() => {});

describe('runTimeout', () => {
  it('ends an attempt that takes too long with an error that says all', async () => {
    const clock = new FakeClock();
    const graph = graphOf(never, { timeout: { runTimeout: 300, idleTimeout: 9000 } });
    const error = await clock.runUntilDone(graph.invoke({}, { ...thread, clock })).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(NodeTimeoutError);
    expect(isNodeTimeoutError(error)).toBe(true);
    expect(error).toMatchObject({
      code: 'NODE_TIMEOUT',
      node: 'a',
      kind: 'run',
      elapsedMs: 300,
      elapsed: 300,
      timeout: 300,
      runTimeout: 300,
      idleTimeout: 9000,
    });
    expect((await graph.getState(thread)).tasks[0]).toMatchObject({ status: 'failed' });
    expect(clock.nextDueMs).toBeNull();
  });

  it('a number is a runTimeout', async () => {
    const clock = new FakeClock();
    const run = graphOf(never, { timeout: 50 }).invoke({}, { ...thread, clock });
    await expect(clock.runUntilDone(run)).rejects.toMatchObject({ kind: 'run', timeout: 50 });
  });

  it("aborts the attempt's own signal, and no other", async () => {
    const clock = new FakeClock();
    const signals: AbortSignal[] = [];
    const body: AttemptBody = ({ signal }, attempt) => {
      signals.push(signal);
      return attempt === 1 ? never() : 'second';
    };
    const graph = graphOf(body, { timeout: 50, retryPolicy: { jitter: false, logWarning: false } });
    expect((await clock.runUntilDone(graph.invoke({}, { ...thread, clock }))).log).toEqual(['second']);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(signals[0]?.reason).toBeInstanceOf(NodeTimeoutError);
  });

  it('each attempt has the whole time, and a late result is ignored', async () => {
    const clock = new FakeClock();
    let finishFirst: (value: string) => void = () => {};
    const late = new Promise<string>((resolve) => {
      finishFirst = resolve;
    });
    const body: AttemptBody = (_runtime, attempt) => {
      if (attempt === 1) return late;
      finishFirst('first, too late');
      return new Promise((resolve) => clock.after(40, () => resolve('second')));
    };
    const graph = graphOf(body, { timeout: 50, retryPolicy: { jitter: false, logWarning: false } });
    expect((await clock.runUntilDone(graph.invoke({}, { ...thread, clock }))).log).toEqual(['second']);
    expect(clock.now()).toBe(50 + 500 + 40);
  });

  it('a late attempt calls no router and streams nothing', async () => {
    const clock = new FakeClock();
    const routed = vi.fn(() => 'b');
    let attempts = 0;
    let finish: () => void = () => {};
    const graph = new StateGraph(State)
      .addNode(
        'a',
        async (_state, { writer }) => {
          const attempt = ++attempts;
          if (attempt === 1) {
            await new Promise<void>((resolve) => {
              finish = resolve;
            });
          }
          writer(`from ${attempt}`);
          return { log: [`a${attempt}`] };
        },
        { timeout: 50, retryPolicy: { jitter: false, logWarning: false } },
      )
      .addNode('b', async () => {
        finish();
        await new Promise((resolve) => clock.after(10, () => resolve(null)));
        return {};
      })
      .addEdge(START, 'a')
      .addConditionalEdges('a', routed)
      .compile();
    const seen: unknown[] = [];
    const run = (async () => {
      for await (const item of graph.stream({}, { clock, streamMode: ['custom', 'values'] })) seen.push(item);
    })();
    await clock.runUntilDone(run);
    expect(routed).toHaveBeenCalledTimes(1);
    expect(seen).toEqual([
      ['custom', 'from 2'],
      ['values', { log: ['a2'] }],
    ]);
  });

  it('a node that holds the thread past its limit has timed out too', async () => {
    const clock = new FakeClock();
    const body: AttemptBody = () => {
      clock.jump(60);
      return 'busy';
    };
    const run = graphOf(body, { timeout: 50 }).invoke({}, { ...thread, clock });
    await expect(clock.runUntilDone(run)).rejects.toMatchObject({ kind: 'run', elapsedMs: 60 });
  });

  it('an attempt in time leaves no timer behind', async () => {
    const clock = new FakeClock();
    const graph = graphOf(() => 'quick', { timeout: { runTimeout: 50, idleTimeout: 50 } });
    expect((await clock.runUntilDone(graph.invoke({}, { ...thread, clock }))).log).toEqual(['quick']);
    expect(clock.nextDueMs).toBeNull();
  });

  it('stopping the run ends it at once and leaves no timer behind', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const run = graphOf(never, { timeout: 50 }).invoke({}, { ...thread, clock, signal: controller.signal });
    const ended = expect(run).rejects.toMatchObject({ code: 'ABORTED' });
    await clock.advance(10);
    controller.abort();
    await ended;
    expect(clock.nextDueMs).toBeNull();
  });

  it('works with real timers', async () => {
    await expect(graphOf(never, { timeout: 5 }).invoke({}, thread)).rejects.toMatchObject({ kind: 'run' });
  });
});

describe("a Send's own timeout", () => {
  const sending = (timeout: number, nodeTimeout?: number) => {
    const clock = new FakeClock();
    const graph = new StateGraph(State)
      .addNode('plan', () => ({ log: ['plan'] }))
      .addNode(
        'work',
        async (state: { waitMs: number }) => {
          await new Promise((resolve) => clock.after(state.waitMs, () => resolve(null)));
          return { log: [`waited ${state.waitMs}`] };
        },
        nodeTimeout === undefined ? {} : { timeout: nodeTimeout },
      )
      .addEdge(START, 'plan')
      .addConditionalEdges('plan', () => [
        new Send('work', { waitMs: 40 }),
        new Send('work', { waitMs: 80 }, { timeout }),
      ])
      .compile({ checkpointer: new MemorySaver() });
    return clock.runUntilDone(graph.invoke({}, { ...thread, clock })).then(
      ({ log }) => log,
      (error) => error,
    );
  };

  it('holds for its task alone, where the node has none', async () => {
    expect(await sending(60)).toMatchObject({ kind: 'run', timeout: 60 });
    expect(await sending(100)).toEqual(['plan', 'waited 40', 'waited 80']);
  });

  it("holds instead of the node's", async () => {
    expect(await sending(100, 60)).toEqual(['plan', 'waited 40', 'waited 80']);
  });

  it('is stored with the Send', async () => {
    const saver = new MemorySaver();
    const clock = new FakeClock();
    let isSlow = true;
    const graph = new StateGraph(State)
      .addNode('work', () => (isSlow ? never() : { log: ['worked'] }))
      .addConditionalEdges(START, () => new Send('work', {}, { timeout: { runTimeout: 20 } }), ['work'])
      .compile({ checkpointer: saver, interruptBefore: ['work'] });
    await graph.invoke({}, thread);
    await expect(clock.runUntilDone(graph.invoke(null, { ...thread, clock }))).rejects.toMatchObject({ timeout: 20 });
    isSlow = false;
    expect((await clock.runUntilDone(graph.invoke(null, { ...thread, clock }))).log).toEqual(['worked']);
  });
});

describe('a node that calls a graph', () => {
  const slowChild = (clock: FakeClock, signals: AbortSignal[] = []) => {
    const step = async (_state: unknown, { signal }: Runtime) => {
      signals.push(signal);
      await new Promise((resolve) => clock.after(80, () => resolve(null)));
      return { log: ['step'] };
    };
    return new StateGraph(State)
      .addNode('one', step)
      .addNode('two', step)
      .addEdge(START, 'one')
      .addEdge('one', 'two')
      .compile();
  };
  const calling = (clock: FakeClock, options: NodeOptions, signals: AbortSignal[] = []) =>
    new StateGraph(State)
      .addNode('child', slowChild(clock, signals), options as object)
      .addEdge(START, 'child')
      .compile({ checkpointer: new MemorySaver() });

  it('makes progress with each of its steps', async () => {
    const clock = new FakeClock();
    const run = calling(clock, { timeout: { idleTimeout: 100 } }).invoke({}, { ...thread, clock });
    expect((await clock.runUntilDone(run)).log).toEqual(['step', 'step']);
  });

  it('stops it when the time is up', async () => {
    const clock = new FakeClock();
    const signals: AbortSignal[] = [];
    const run = calling(clock, { timeout: 100 }, signals).invoke({}, { ...thread, clock });
    await expect(clock.runUntilDone(run)).rejects.toMatchObject({ kind: 'run', node: 'child' });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });
});
