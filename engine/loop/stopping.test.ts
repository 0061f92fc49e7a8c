import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Annotation, Command, interrupt, MemorySaver, START, StateGraph } from '..';

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
});
const thread = { configurable: { thread_id: 't' } };

describe('stopping', () => {
  const slow = (signals: AbortSignal[]) =>
    new StateGraph(State)
      .addNode('quick', () => ({ log: ['quick'] }))
      .addNode('slow', (_state, { signal }) => {
        signals.push(signal);
        return new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      })
      .addNode('deaf', () => (signals.length > 1 ? { log: ['deaf'] } : new Promise<never>(() => {})))
      .addEdge(START, 'quick')
      .addEdge(START, 'slow')
      .addEdge(START, 'deaf');

  it('leaves nothing on a signal that outlives the run', async () => {
    const { signal } = new AbortController();
    const graph = new StateGraph(State)
      .addNode('later', async () => ({ log: [`${getEventListeners(signal, 'abort').length > 0}`] }))
      .addNode('after', async () => {
        await null;
        return { log: [`${getEventListeners(signal, 'abort').length > 0}`] };
      })
      .addEdge(START, 'later')
      .addEdge('later', 'after')
      .compile();
    expect((await graph.invoke({}, { signal })).log).toEqual(['false', 'true']);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('says that something is saved only of graphs with a checkpointer', async () => {
    const hanging = new StateGraph(State)
      .addNode('again', ({ log }) => (log.length < 2 ? { log: ['again'] } : new Promise<never>(() => {})))
      .addEdge(START, 'again')
      .addEdge('again', 'again')
      .compile();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 5);
    for (const config of [{ recursionLimit: 1 }, { stepTimeout: 5 }, { signal: controller.signal }]) {
      const { message } = await hanging.invoke({}, config).catch((error) => error);
      expect(message).toMatch(/with a checkpointer, what (it did|finished) is saved/i);
    }
  });

  it('ends the run at once, keeps what finished, and marks what was in flight as cancelled', async () => {
    const signals: AbortSignal[] = [];
    const graph = slow(signals).compile({ checkpointer: new MemorySaver() });
    const controller = new AbortController();
    const run = graph.invoke({}, { ...thread, signal: controller.signal });
    // The last task to start; a busy machine may take more than one turn.
    while (signals.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect((await graph.getState(thread)).tasks.map(({ name, status }) => [name, status])).toEqual([
      ['deaf', 'running'],
      ['quick', 'done'],
      ['slow', 'running'],
    ]);
    controller.abort(new Error('enough'));
    await expect(run).rejects.toMatchObject({ code: 'ABORTED', cause: { message: 'enough' } });
    const { tasks } = await graph.getState(thread);
    expect(tasks.map(({ name, status }) => [name, status])).toEqual([
      ['deaf', 'cancelled'],
      ['quick', 'done'],
      ['slow', 'cancelled'],
    ]);
  });

  it('an already stopped signal runs nothing', async () => {
    let ran = 0;
    const graph = new StateGraph(State)
      .addNode('a', () => {
        ran++;
        return {};
      })
      .addEdge(START, 'a')
      .compile();
    await expect(graph.invoke({}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(ran).toBe(0);
  });

  it('before the run begins leaves nothing behind', async () => {
    const graph = new StateGraph(State)
      .addNode('a', () => ({ log: ['a'] }))
      .addEdge(START, 'a')
      .compile({ checkpointer: new MemorySaver() });
    await expect(graph.invoke({}, { ...thread, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    expect((await graph.getState(thread)).exists).toBe(false);
  });

  it('in a router does not run the body again', async () => {
    let bodies = 0;
    const controller = new AbortController();
    const graph = new StateGraph(State)
      .addNode('a', () => {
        bodies++;
        return { log: ['a'] };
      })
      .addNode('b', () => ({ log: ['b'] }))
      .addEdge(START, 'a')
      .addConditionalEdges('a', async () => {
        controller.abort();
        return 'b';
      })
      .compile({ checkpointer: new MemorySaver() });
    await expect(graph.invoke({}, { ...thread, signal: controller.signal })).rejects.toMatchObject({ code: 'ABORTED' });
    expect((await graph.getState(thread)).tasks[0]?.status).toBe('cancelled');
    expect((await graph.invoke(null, thread)).log).toEqual(['a', 'b']);
    expect(bodies).toBe(1);
  });

  it('a task that failed before is then cancelled, or waiting, and not failed', async () => {
    const attempts = [
      () => Promise.reject(new Error('first')),
      () => new Promise<never>(() => {}),
      () => ({ log: [interrupt<string, string>('?')] }),
    ];
    const graph = new StateGraph(State)
      .addNode('a', () => attempts.shift()?.() ?? { log: [interrupt<string, string>('?')] })
      .addEdge(START, 'a')
      .compile({ checkpointer: new MemorySaver() });
    const status = async () => (await graph.getState(thread)).tasks[0]?.status;
    await expect(graph.invoke({}, thread)).rejects.toThrow('first');
    expect(await status()).toBe('failed');
    await expect(graph.invoke(null, { ...thread, signal: AbortSignal.timeout(5) })).rejects.toThrow('stopped');
    expect(await status()).toBe('cancelled');
    await graph.invoke(null, thread);
    expect(await status()).toBe('interrupted');
    expect((await graph.invoke(new Command({ resume: 'yes' }), thread)).log).toEqual(['yes']);
  });
});
