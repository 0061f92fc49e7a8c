import { describe, expect, it } from 'vitest';
import type { NodeErrorHandler, NodeOptions } from '../..';
import {
  Annotation,
  Command,
  END,
  interrupt,
  isNodeError,
  MemorySaver,
  NodeError,
  NodeTimeoutError,
  START,
  StateGraph,
} from '../..';
import { FakeClock } from '../../testing';

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
});
type Values = typeof State.State;
type Handler = NodeErrorHandler<Values, typeof State.Update>;
const thread = { configurable: { thread_id: 't' } };
const note = (text: string) => () => ({ log: [text] });
const boom = new Error('boom');
const throwBoom = (): never => {
  throw boom;
};

/** START → a → b; a fails as told, and `rescue` can only be reached by a handler. */
function graphOf(errorHandler: Handler, body: () => unknown = throwBoom, options: NodeOptions = {}) {
  return new StateGraph(State)
    .addNode('a', body as () => Record<string, never>, {
      ...(options as object),
      errorHandler,
    })
    .addNode('b', note('b'))
    .addNode('rescue', note('rescue'))
    .addEdge(START, 'a')
    .addEdge('a', 'b')
    .compile({ checkpointer: new MemorySaver() });
}

describe("a node's error handler", () => {
  it('gets the state, what failed and the runtime; its update is the task’s', async () => {
    const seen: unknown[] = [];
    const graph = graphOf((state, error, runtime) => {
      seen.push(state, error, runtime.executionInfo.node);
      return { log: [`${error.node}: ${error.error.message}`] };
    });
    expect((await graph.invoke({ log: ['in'] }, thread)).log).toEqual(['in', 'a: boom', 'b']);
    expect(seen).toEqual([{ log: ['in'] }, new NodeError('a', boom), 'a']);
    expect(isNodeError(seen[1])).toBe(true);
    expect((seen[1] as NodeError).error).toBe(boom);
  });

  it("BETTER: the node's own edges and routers follow a plain update; the workflow does not end silently", async () => {
    const graph = new StateGraph(State)
      .addNode('a', throwBoom, { errorHandler: note('handled') })
      .addNode('b', note('b'))
      .addEdge(START, 'a')
      .addConditionalEdges('a', ({ log }) => (log.includes('handled') ? 'b' : END), ['b'])
      .compile();
    expect((await graph.invoke({})).log).toEqual(['handled', 'b']);
  });

  it.each([
    ['a node', 'rescue', ['h', 'rescue']],
    ['END', END, ['h']],
  ])('its Command goes to %s instead of along the edges', async (_what, goto, expected) => {
    const graph = graphOf(() => new Command({ update: { log: ['h'] }, goto }));
    expect((await graph.invoke({}, thread)).log).toEqual(expected);
  });

  it('is called when all attempts failed, and not before', async () => {
    const clock = new FakeClock();
    const handled: number[] = [];
    let failures = 2;
    const flaky = () => {
      if (failures-- > 0) throw boom;
      return { log: ['a'] };
    };
    const retryPolicy = { jitter: false, logWarning: false };
    const handler: Handler = (_state, _error, { executionInfo }) => {
      handled.push(executionInfo.attempt);
      return { log: ['h'] };
    };
    const graph = graphOf(handler, flaky, { retryPolicy });
    expect((await clock.runUntilDone(graph.invoke({}, { ...thread, clock }))).log).toEqual(['a', 'b']);
    expect(handled).toEqual([]);
    failures = 3;
    expect((await clock.runUntilDone(graph.invoke({}, { ...thread, clock }))).log).toEqual(['a', 'b', 'h', 'b']);
    expect(handled).toEqual([1]);
  });

  it('is told of a timeout, and of what is no error', async () => {
    const clock = new FakeClock();
    const errors: Error[] = [];
    const handler: Handler = (_state, { error }) => {
      errors.push(error);
    };
    const slow = graphOf(handler, () => new Promise(() => {}), { timeout: 50 });
    await clock.runUntilDone(slow.invoke({}, { ...thread, clock }));
    await graphOf(handler, () => Promise.reject('a text')).invoke({}, thread);
    expect(errors[0]).toBeInstanceOf(NodeTimeoutError);
    expect(errors[1]).toMatchObject({ message: 'a text', cause: 'a text' });
  });

  it('a step whose failures were all handled is complete: nothing failed, and the record says so', async () => {
    const saver = new MemorySaver();
    const graph = new StateGraph(State)
      .addNode('a', throwBoom, { errorHandler: note('h') })
      .addNode('b', note('b'))
      .addEdge(START, 'a')
      .addEdge(START, 'b')
      .compile({ checkpointer: saver });
    const updates: unknown[] = [];
    for await (const update of graph.stream({}, thread)) updates.push(update);
    expect(updates).toContainEqual({ a: { log: ['h'] } });
    const [row] = (await saver.readTimeline('t', { limit: 10 })).slice(-1);
    expect(row?.failedTasks).toEqual([]);
    expect(row?.tasks).toMatchObject([
      { node: 'a', status: 'done', attempts: 1, handled: true },
      { node: 'b', status: 'done' },
    ]);
    expect(row?.tasks[1]).not.toHaveProperty('handled');
  });

  it('a failure of its own fails the task, with the node’s as its cause', async () => {
    const graph = graphOf(() => {
      throw new Error('handler broke');
    });
    const error = await graph.invoke({}, thread).catch((thrown) => thrown);
    expect(error).toMatchObject({ message: 'handler broke', cause: boom });
    expect((await graph.getState(thread)).tasks[0]).toMatchObject({ status: 'failed' });
  });

  it('may throw the error on', async () => {
    const graph = graphOf((_state, { error }) => {
      throw error;
    });
    await expect(graph.invoke({}, thread)).rejects.toBe(boom);
    expect(boom.cause).toBeUndefined();
  });

  it('after a handler that failed, a resume begins with the node', async () => {
    let isDown = true;
    const graph = graphOf(
      () => {
        throw new Error('handler broke');
      },
      () => (isDown ? throwBoom() : { log: ['a'] }),
    );
    await expect(graph.invoke({}, thread)).rejects.toThrow('handler broke');
    isDown = false;
    expect((await graph.invoke(null, thread)).log).toEqual(['a', 'b']);
  });

  it('an interrupt and a stopped run are not its business', async () => {
    const handler: Handler = note('h');
    const asking = graphOf(handler, () => ({ log: [interrupt<string, string>('?')] }));
    await asking.invoke({}, thread);
    expect((await asking.invoke(new Command({ resume: 'yes' }), thread)).log).toEqual(['yes', 'b']);
    const controller = new AbortController();
    const stopped = graphOf(handler, () => {
      controller.abort();
      throw boom;
    });
    await expect(stopped.invoke({}, { ...thread, signal: controller.signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    expect((await stopped.getState(thread)).tasks[0]?.status).toBe('cancelled');
  });

  it('may ask a question; resumed, it goes on and the node does not run again', async () => {
    let bodies = 0;
    const graph = graphOf(
      (_state, { error }) => ({ log: [`${error.name} ${error.message}: ${interrupt<string, string>('go on?')}`] }),
      () => {
        bodies++;
        interrupt<string, string>('before it fails?');
        throw new RangeError('boom');
      },
    );
    await graph.invoke({}, thread);
    await graph.invoke(new Command({ resume: 'first' }), thread);
    const { tasks } = await graph.getState(thread);
    expect(tasks[0]).toMatchObject({ status: 'interrupted', interrupts: [{ value: 'go on?' }] });
    const { log } = await graph.invoke(new Command({ resume: 'yes' }), thread);
    expect(log).toEqual(['RangeError boom: yes', 'b']);
    expect(bodies).toBe(2);
  });

  it('answers for a router that failed every attempt as well', async () => {
    const graph = new StateGraph(State)
      .addNode('a', note('a'), { errorHandler: () => new Command({ update: { log: ['h'] }, goto: 'rescue' }) })
      .addNode('rescue', note('rescue'))
      .addEdge(START, 'a')
      .addConditionalEdges('a', throwBoom)
      .compile();
    expect((await graph.invoke({})).log).toEqual(['h', 'rescue']);
  });
});

describe('setNodeDefaults', () => {
  const defaults = { errorHandler: note('default'), retryPolicy: { maxAttempts: 2, jitter: false, logWarning: false } };
  const attempts = { a: 0, b: 0 };
  const build = () => {
    Object.assign(attempts, { a: 0, b: 0 });
    return new StateGraph(State)
      .addNode('a', () => {
        attempts.a++;
        return throwBoom();
      })
      .addNode(
        'b',
        () => {
          attempts.b++;
          return throwBoom();
        },
        { errorHandler: note('own'), retryPolicy: { maxAttempts: 1 } },
      )
      .addEdge(START, 'a')
      .addEdge('a', 'b');
  };

  it('holds for nodes added before it, unless they say otherwise', async () => {
    const clock = new FakeClock();
    const graph = build().setNodeDefaults(defaults).compile();
    expect((await clock.runUntilDone(graph.invoke({}, { clock }))).log).toEqual(['default', 'own']);
    expect(attempts).toEqual({ a: 2, b: 1 });
  });

  it('a later call replaces what it names and nothing else', async () => {
    const clock = new FakeClock();
    const graph = build()
      .setNodeDefaults(defaults)
      .setNodeDefaults({ errorHandler: note('later') })
      .compile();
    expect((await clock.runUntilDone(graph.invoke({}, { clock }))).log).toEqual(['later', 'own']);
    expect(attempts).toEqual({ a: 2, b: 1 });
  });

  it('error handlers get its retries, and nobody handles their failures', async () => {
    const clock = new FakeClock();
    let handled = 0;
    const errorHandler = () => {
      handled++;
      throw new Error('handler broke');
    };
    const graph = build()
      .setNodeDefaults({ ...defaults, errorHandler })
      .compile();
    await expect(clock.runUntilDone(graph.invoke({}, { clock }))).rejects.toThrow('handler broke');
    expect([attempts.a, handled]).toEqual([2, 2]);
  });

  it('the retryPolicy of compile() is the last resort', async () => {
    const clock = new FakeClock();
    const graph = build().compile({ retryPolicy: { maxAttempts: 4, jitter: false, logWarning: false } });
    await expect(clock.runUntilDone(graph.invoke({}, { clock }))).rejects.toBe(boom);
    expect(attempts.a).toBe(4);
  });
});
