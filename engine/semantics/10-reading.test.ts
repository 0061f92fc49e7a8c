import { describe, expect, it } from 'vitest';
import type { CheckpointTuple } from '..';
import { interrupt, MemorySaver, START } from '..';
import { listOf } from '../testing/list-of';
import { logGraph, push, thread } from './loose-graph';

// SEMANTICS 10. Reading state.

const chain = (saver = new MemorySaver()) =>
  logGraph()
    .addNode('a', push('a'))
    .addNode('b', push('b'))
    .addEdge(START, 'a')
    .addEdge('a', 'b')
    .compile({ checkpointer: saver });

/** A step with a task that is done, one that failed and one that waits. */
async function mixed() {
  const graph = logGraph()
    .addNode('asks', () => ({ log: [interrupt<string, string>('name?')] }))
    .addNode('done', push('done'))
    .addNode('fails', () => {
      throw new Error('broken');
    })
    .addEdge(START, 'asks')
    .addEdge(START, 'done')
    .addEdge(START, 'fails')
    .compile({ checkpointer: new MemorySaver() });
  await graph.invoke({ log: ['in'] }, thread).catch(() => undefined);
  return graph;
}

/** Counts its reads. */
class CountingSaver extends MemorySaver {
  reads = 0;
  override readTuple(...args: Parameters<MemorySaver['readTuple']>) {
    this.reads++;
    return super.readTuple(...args);
  }
  override readList(...args: Parameters<MemorySaver['readList']>): AsyncGenerator<CheckpointTuple> {
    this.reads++;
    return super.readList(...args);
  }
}

describe('getState', () => {
  it('tells values, what runs next, tasks, config, metadata, when, and the parent', async () => {
    const graph = await mixed();
    const state = await graph.getState(thread);
    expect(state).toEqual({
      values: { log: ['in', 'done'] },
      next: ['asks', 'fails'],
      tasks: [
        expect.objectContaining({
          id: expect.any(String),
          name: 'asks',
          path: ['__pregel_pull', 'asks'],
          status: 'interrupted',
          interrupts: [{ id: expect.any(String), value: 'name?' }],
        }),
        expect.objectContaining({ name: 'done', status: 'done', result: { log: ['done'] } }),
        expect.objectContaining({
          name: 'fails',
          status: 'failed',
          error: expect.objectContaining({ name: 'Error', message: 'broken' }),
        }),
      ],
      config: { configurable: expect.objectContaining({ thread_id: 't', checkpoint_ns: '' }) },
      metadata: expect.objectContaining({ source: 'loop', step: 0 }),
      createdAt: expect.stringMatching(/Z$/),
      parentConfig: { configurable: expect.objectContaining({ checkpoint_id: expect.any(String) }) },
      exists: true,
      position: expect.objectContaining({ isTip: true, isHead: true }),
    });
  });

  it('without a checkpoint id shows what finished siblings wrote; with one, nothing of it', async () => {
    const graph = await mixed();
    const { config, values } = await graph.getState(thread);
    expect(values.log).toEqual(['in', 'done']);
    const stored = await graph.getState(config);
    expect([stored.values.log, stored.next]).toEqual([['in'], ['asks', 'done', 'fails']]);
  });

  it('BETTER: exists tells an empty state from no thread', async () => {
    const graph = chain();
    expect((await graph.getState(thread)).exists).toBe(false);
    await graph.invoke({}, { ...thread, interruptBefore: ['a'] });
    expect((await graph.getState(thread)).exists).toBe(true);
  });

  it('BETTER: an unknown checkpoint id is a CheckpointNotFoundError, not "no input"', async () => {
    const graph = chain();
    await graph.invoke({}, thread);
    const config = { configurable: { thread_id: 't', checkpoint_id: '1f1e0000-0000-6000-8000-000000000000' } };
    const expected = { name: 'CheckpointNotFoundError', code: 'CHECKPOINT_NOT_FOUND' };
    await expect(graph.getState(config)).rejects.toMatchObject(expected);
    await expect(graph.invoke(null, config)).rejects.toMatchObject(expected);
    await expect(graph.updateState(config, {})).rejects.toMatchObject(expected);
  });
});

describe('getStateHistory', () => {
  it('goes from the newest to the oldest, with limit, before and filter', async () => {
    const graph = chain();
    await graph.invoke({}, thread);
    const steps = async (options?: object) =>
      (await listOf(graph.getStateHistory(thread, options))).map(({ metadata }) => metadata?.step);
    expect(await steps()).toEqual([2, 1, 0, -1]);
    expect(await steps({ limit: 2 })).toEqual([2, 1]);
    const [, , third] = await listOf(graph.getStateHistory(thread));
    expect(await steps({ before: third?.config })).toEqual([-1]);
    expect(await steps({ filter: { source: 'input' } })).toEqual([-1]);
  });

  it('BETTER: branches are first class: each snapshot tells its own, and the heads can be read', async () => {
    const saver = new MemorySaver();
    const graph = chain(saver);
    await graph.invoke({}, thread);
    const afterA = (await listOf(graph.getStateHistory(thread))).find(({ next }) => next[0] === 'b');
    await graph.updateState(afterA?.config ?? {}, { log: ['edit'] }, 'a');
    const snapshots = await listOf(graph.getStateHistory(thread));
    const [main, fork] = await saver.readBranches('t');
    expect(snapshots.map(({ position }) => position?.branchId)).toEqual([
      fork?.branchId,
      ...Array.from({ length: 4 }, () => main?.branchId),
    ]);
    expect([main?.isHead, fork?.isHead, main?.forkCheckpointId, fork?.forkCheckpointId]).toEqual([
      false,
      true,
      null,
      afterA?.config.configurable?.checkpoint_id,
    ]);
    expect((await graph.getState({ configurable: { thread_id: 't', branch: main?.branchId } })).values.log).toEqual([
      'a',
      'b',
    ]);
  });

  it('BETTER: reading many entries costs one pass, not one query each', async () => {
    const saver = new CountingSaver();
    const graph = chain(saver);
    for (let run = 0; run < 50; run++) await graph.invoke({}, thread);
    saver.reads = 0;
    expect(await listOf(graph.getStateHistory(thread))).toHaveLength(200);
    expect(saver.reads).toBe(1);
  });
});
