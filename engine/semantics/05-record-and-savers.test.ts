import { describe, expect, it } from 'vitest';
import type { BranchingSaver } from '..';
import { Annotation, END, MemorySaver, Send, START, StateGraph } from '..';
import { openSaver, saverNames } from '../properties/savers';
import { listOf } from '../testing/list-of';
import { LogState, logGraph, push, thread } from './loose-graph';

// SEMANTICS 5. Checkpoint record and saver contract. The contract itself, method for method, and every kind of value that
// comes back as it was are in the conformance suite (engine/testing), which each saver has to pass.

const chain = (checkpointer: BranchingSaver) =>
  logGraph()
    .addNode('a', push('a'))
    .addNode('b', push('b'))
    .addEdge(START, 'a')
    .addEdge('a', 'b')
    .compile({ checkpointer });

describe('the record', () => {
  it('is read back as a tuple of config, checkpoint, metadata, parent and pending writes', async () => {
    const saver = new MemorySaver();
    await chain(saver).invoke({ log: ['in'] }, { ...thread, metadata: { user: 'Ada' }, runId: 'run-1' });
    const [last, before] = await listOf(saver.list(thread));
    expect(last).toMatchObject({
      config: { configurable: { thread_id: 't', checkpoint_ns: '', checkpoint_id: last?.checkpoint.id } },
      checkpoint: {
        v: 4,
        id: expect.any(String),
        ts: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        channel_values: { log: ['in', 'a', 'b'] },
        channel_versions: { log: expect.any(String) },
        versions_seen: { a: expect.any(Object), b: expect.any(Object) },
      },
      metadata: { source: 'loop', step: 2, parents: {}, run_id: 'run-1', user: 'Ada' },
      parentConfig: { configurable: { checkpoint_id: before?.checkpoint.id } },
      pendingWrites: [],
    });
    expect(before?.pendingWrites).toEqual([[expect.any(String), 'log', ['b']]]);
  });

  it('is light to list: a timeline has no values, many states are one read', async () => {
    const saver = new MemorySaver();
    await chain(saver).invoke({ log: ['in'] }, thread);
    const rows = await saver.readTimeline('t', { limit: 10 });
    expect(rows.map(({ step, next, changed }) => [step, next, changed.map(({ channel }) => channel)])).toEqual([
      [-1, [START], []],
      [0, ['a'], ['log']],
      [1, ['b'], ['log']],
      [2, [], ['log']],
    ]);
    const ids = rows.slice(2).map(({ checkpointId }) => checkpointId);
    const tuples = await saver.readTuples('t', ids);
    expect(tuples.map(({ checkpoint }) => checkpoint.channel_values.log)).toEqual([
      ['in', 'a'],
      ['in', 'a', 'b'],
    ]);
  });
});

describe('values', () => {
  it('BETTER: a type without a stored form fails closed with its path, and never becomes a plain object', async () => {
    class Client {
      url = 'https://example.org';
    }
    const graph = new StateGraph(Annotation.Root({ client: Annotation<unknown>() }))
      .addNode('a', () => ({ client: { list: [new Client()] } }))
      .addEdge(START, 'a')
      .compile({ checkpointer: new MemorySaver() });
    await expect(graph.invoke({}, thread)).rejects.toMatchObject({
      name: 'UnserializableValueError',
      code: 'UNSERIALIZABLE_VALUE',
      path: expect.stringContaining('list[0]'),
      message: expect.stringContaining('Client'),
    });
  });

  it('a value that contains itself is a clear error', async () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    const graph = new StateGraph(Annotation.Root({ value: Annotation<unknown>() }))
      .addNode('a', () => ({ value: loop }))
      .addEdge(START, 'a')
      .compile({ checkpointer: new MemorySaver() });
    await expect(graph.invoke({}, thread)).rejects.toMatchObject({ code: 'UNSERIALIZABLE_VALUE' });
  });

  it('what is read back is the reader’s own', async () => {
    const graph = chain(new MemorySaver());
    await graph.invoke({}, thread);
    const state = await graph.getState(thread);
    state.values.log.push('ruined');
    expect((await graph.getState(thread)).values.log).toEqual(['a', 'b']);
  });
});

describe('isolation of state', () => {
  it('lets a node push to a list and return it, without touching siblings or history', async () => {
    const graph = new StateGraph(Annotation.Root({ list: Annotation<string[]>, seen: Annotation<number> }))
      .addNode('a', (state) => {
        state.list.push('a');
        return { list: state.list };
      })
      .addNode('b', (state) => ({ seen: state.list.length }))
      .addEdge(START, 'a')
      .addEdge(START, 'b')
      .compile({ checkpointer: new MemorySaver() });
    expect(await graph.invoke({ list: ['in'] }, thread)).toEqual({ list: ['in', 'a'], seen: 1 });
    const [, start] = await listOf(graph.getStateHistory(thread));
    expect(start?.values.list).toEqual(['in']);
  });

  it('lets a node push to a list of the argument that a Send gave it', async () => {
    const graph = new StateGraph(LogState)
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
      .compile({ checkpointer: new MemorySaver() });
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
    await expect(graph.compile({ checkpointer: new MemorySaver() }).invoke({}, thread)).rejects.toMatchObject({
      code: 'UNSERIALIZABLE_VALUE',
      message: expect.stringMatching(/State key "client".*deep\[0\] is a function/),
    });
  });
});

describe.each(saverNames)('BETTER: the tip of a branch is compare-and-set, on %s', (name) => {
  const config = { configurable: { thread_id: `tip-${process.pid}-${Date.now()}` } };

  /** A node that waits for the other run to be there as well. */
  function meeting(saver: BranchingSaver) {
    let arrived = 0;
    let open: () => void = () => undefined;
    const both = new Promise<void>((resolve) => {
      open = resolve;
    });
    return logGraph()
      .addNode('meet', async () => {
        if (++arrived === 2) open();
        await both;
        return { log: ['met'] };
      })
      .addEdge(START, 'meet')
      .addConditionalEdges('meet', () => END, ['meet'])
      .compile({ checkpointer: saver });
  }

  it('two runs cannot both extend one tip: the loser gets ThreadConflictError, and nothing is lost silently', async () => {
    const { saver, close } = await openSaver(name);
    const graph = meeting(saver);
    await graph.invoke({ log: ['in'] }, { ...config, interruptBefore: ['meet'] });
    const results = await Promise.allSettled([graph.invoke(null, config), graph.invoke(null, config)]);
    const lost = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason.code);
    expect(lost).toEqual(['THREAD_CONFLICT']);
    expect((await graph.getState(config)).values.log).toEqual(['in', 'met']);
    const steps = (await saver.readTimeline(config.configurable.thread_id, { limit: 100 })).map(({ step }) => step);
    expect(steps).toEqual([-1, 0, 1]);
    await saver.deleteThread(config.configurable.thread_id);
    await close();
  });

  it('runs on different branches of a thread do not disturb each other', async () => {
    const { saver, close } = await openSaver(name);
    const graph = meeting(saver);
    const threadId = config.configurable.thread_id;
    await graph.invoke({ log: ['in'] }, { ...config, interruptBefore: ['meet'] });
    const start = await graph.getState(config);
    const forks = await Promise.all(
      ['left', 'right'].map((log) =>
        graph.updateState({ configurable: { ...start.config.configurable, fork: true } }, { log: [log] }, START),
      ),
    );
    const ends = await Promise.all(
      forks.map(({ branchId }) =>
        graph.invoke(null, { configurable: { thread_id: threadId, branch: branchId as string } }),
      ),
    );
    expect(ends.map(({ log }) => log)).toEqual([
      ['in', 'left', 'met'],
      ['in', 'right', 'met'],
    ]);
    await saver.deleteThread(threadId);
    await close();
  });
});
