import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Runtime } from '../..';
import { Command, interrupt, MemorySaver, START, StateGraph } from '../..';
import { FakeClock } from '../../testing';
import { failing, State, steady, thread } from './retry-fixtures';

let warned: string[];
beforeEach(() => {
  warned = [];
  vi.spyOn(console, 'warn').mockImplementation((text) => warned.push(text));
});
afterEach(() => vi.restoreAllMocks());

describe('retrying', () => {
  it('waits half a second, then twice as long, and gives up after three attempts', async () => {
    const clock = new FakeClock();
    const errors = [new Error('1'), new Error('2'), new Error('3')];
    const { graph, beganMs } = failing(errors, steady, clock);
    await expect(clock.runUntilDone(graph.invoke({}, { ...thread, clock }))).rejects.toBe(errors[2]);
    expect(beganMs).toEqual([0, 500, 1500]);
    expect((await graph.getState(thread)).tasks[0]).toMatchObject({ status: 'failed', error: { message: '3' } });
  });

  it('no interval is longer than maxInterval', async () => {
    const clock = new FakeClock();
    const policy = { ...steady, initialInterval: 100, backoffFactor: 10, maxInterval: 300, maxAttempts: 4 };
    const { graph, beganMs } = failing([1, 2, 3], policy, clock);
    await clock.runUntilDone(graph.invoke({}, { ...thread, clock }));
    expect(beganMs).toEqual([0, 100, 400, 700]);
  });

  it('jitter adds up to a second', async () => {
    const clock = new FakeClock({ chance: 0.25 });
    const { graph, beganMs } = failing([new Error('1')], {}, clock);
    await clock.runUntilDone(graph.invoke({}, { ...thread, clock }));
    expect(beganMs).toEqual([0, 750]);
  });

  it('says on the console what failed and when it goes on, unless it must not', async () => {
    const clock = new FakeClock();
    const loud = failing([new Error('busy')], steady, clock).graph;
    await clock.runUntilDone(loud.invoke({}, { ...thread, clock }));
    expect(warned).toEqual(['Node "a": attempt 1 failed, the next begins in 500 ms. Error: busy']);
    const quiet = failing([new Error('busy')], { ...steady, logWarning: false }, clock).graph;
    await clock.runUntilDone(quiet.invoke({}, { ...thread, clock }));
    expect(warned).toHaveLength(1);
  });

  it('the node can tell its attempt, and the record keeps how many there were', async () => {
    const clock = new FakeClock({ startMs: 1_000_000 });
    const saver = new MemorySaver();
    const seen: Runtime['executionInfo'][] = [];
    const graph = new StateGraph(State)
      .addNode(
        'a',
        (_state, { executionInfo }) => {
          seen.push(executionInfo);
          if (executionInfo.attempt < 3) throw new Error('not yet');
          return {};
        },
        { retryPolicy: steady },
      )
      .addEdge(START, 'a')
      .compile({ checkpointer: saver });
    await clock.runUntilDone(graph.invoke({}, { ...thread, clock }));
    expect(
      seen.map(({ attempt, nodeAttempt, nodeFirstAttemptTime }) => [attempt, nodeAttempt, nodeFirstAttemptTime]),
    ).toEqual([1, 2, 3].map((attempt) => [attempt, attempt, 1_000_000]));
    const rows = await saver.readTimeline('t', { limit: 10 });
    expect(rows.at(-1)?.tasks).toMatchObject([{ node: 'a', status: 'done', attempts: 3 }]);
  });

  it('a failed attempt leaves no writes', async () => {
    const clock = new FakeClock();
    let attempts = 0;
    const graph = new StateGraph(State)
      .addNode('a', () => ({ log: [`a${++attempts}`] }), { retryPolicy: steady })
      .addNode('b', () => ({ log: ['b'] }))
      .addEdge(START, 'a')
      .addConditionalEdges('a', () => 'b')
      .compile();
    expect((await clock.runUntilDone(graph.invoke({}, { clock }))).log).toEqual(['a1', 'b']);
  });

  it('a body that is done stays done: the next attempt only routes', async () => {
    const clock = new FakeClock();
    const calls: string[] = [];
    const graph = new StateGraph(State)
      .addNode(
        'a',
        () => {
          calls.push('body');
          return { log: ['a'] };
        },
        { retryPolicy: steady },
      )
      .addNode('b', () => ({ log: ['b'] }))
      .addEdge(START, 'a')
      .addConditionalEdges('a', async ({ log }) => {
        calls.push(`route ${log}`);
        if (calls.length < 3) throw new Error('no way');
        return 'b';
      })
      .compile({ checkpointer: new MemorySaver() });
    expect((await clock.runUntilDone(graph.invoke({}, { ...thread, clock }))).log).toEqual(['a', 'b']);
    expect(calls).toEqual(['body', 'route a', 'route a']);
  });

  it('BETTER: a router that failed every attempt is called again by a resume; the body is not', async () => {
    const clock = new FakeClock();
    const calls: string[] = [];
    const graph = new StateGraph(State)
      .addNode(
        'a',
        () => {
          calls.push('body');
          return { log: ['a'] };
        },
        { retryPolicy: { ...steady, maxAttempts: 2 } },
      )
      .addNode('b', () => ({ log: ['b'] }))
      .addEdge(START, 'a')
      .addConditionalEdges('a', () => {
        if (calls.push('route') < 4) throw new Error('no way');
        return 'b';
      })
      .compile({ checkpointer: new MemorySaver() });
    await expect(clock.runUntilDone(graph.invoke({}, { ...thread, clock }))).rejects.toThrow('no way');
    expect((await clock.runUntilDone(graph.invoke(null, { ...thread, clock }))).log).toEqual(['a', 'b']);
    expect(calls).toEqual(['body', 'route', 'route', 'route']);
  });

  it('siblings go on meanwhile and see nothing of it', async () => {
    const clock = new FakeClock();
    let failures = 2;
    const graph = new StateGraph(State)
      .addNode(
        'a',
        () => {
          if (failures-- > 0) throw new Error('again');
          return { log: ['a'] };
        },
        { retryPolicy: steady },
      )
      .addNode('b', () => ({ log: ['b'] }))
      .addEdge(START, 'a')
      .addEdge(START, 'b')
      .compile({ checkpointer: new MemorySaver() });
    const run = graph.invoke({}, { ...thread, clock });
    await clock.advance(400);
    expect((await graph.getState(thread)).tasks.map(({ name, status }) => [name, status])).toEqual([
      ['a', 'running'],
      ['b', 'done'],
    ]);
    expect((await clock.runUntilDone(run)).log).toEqual(['a', 'b']);
  });

  it('an interrupt is no failure, and its questions count anew in every attempt', async () => {
    const clock = new FakeClock();
    let failures = 1;
    const graph = new StateGraph(State)
      .addNode(
        'a',
        () => {
          const answers = [interrupt<string, string>('first?'), interrupt<string, string>('second?')];
          if (failures-- > 0) throw new Error('after both');
          return { log: answers };
        },
        { retryPolicy: steady },
      )
      .addEdge(START, 'a')
      .compile({ checkpointer: new MemorySaver() });
    const step = (input: Parameters<typeof graph.invoke>[0]) =>
      clock.runUntilDone(graph.invoke(input, { ...thread, clock }));
    await step({});
    await step(new Command({ resume: '1' }));
    expect((await step(new Command({ resume: '2' }))).log).toEqual(['1', '2']);
    expect(clock.now()).toBe(500);
  });
});

describe('stopping a run between attempts', () => {
  it('ends the wait at once and leaves the task cancelled', async () => {
    const clock = new FakeClock();
    const { graph, beganMs } = failing([new Error('1')], steady, clock);
    const controller = new AbortController();
    const run = graph.invoke({}, { ...thread, clock, signal: controller.signal });
    const ended = expect(run).rejects.toMatchObject({ code: 'ABORTED' });
    await clock.advance(100);
    controller.abort();
    await ended;
    expect((await graph.getState(thread)).tasks[0]?.status).toBe('cancelled');
    expect(clock.nextDueMs).toBeNull();
    await clock.advance(10_000);
    expect(beganMs).toEqual([0]);
    expect((await graph.invoke(null, thread)).log).toEqual(['a']);
  });
});
