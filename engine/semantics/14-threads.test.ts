import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LangGraphRunnableConfig } from '..';
import { InMemoryStore, START } from '..';
import type { OpenSaver } from '../properties/savers';
import { openSaver, saverNames } from '../properties/savers';
import { listOf } from '../testing/list-of';
import { logGraph, push } from './loose-graph';

// SEMANTICS 14. Threads.

describe.each(saverNames)('a thread on %s', (name) => {
  let open: OpenSaver;
  beforeAll(async () => {
    open = await openSaver(name);
  });
  afterAll(() => open.close());

  it('deleteThread removes everything, in every namespace, and nothing of other threads', async () => {
    const inside = logGraph().addNode('inner', push('inner')).addEdge(START, 'inner').compile();
    const graph = logGraph().addNode('outer', inside).addEdge(START, 'outer').compile({ checkpointer: open.saver });
    const on = (thread: string) => ({ configurable: { thread_id: `${thread}-${process.pid}-${Date.now()}` } });
    const [gone, kept] = [on('gone'), on('kept')];
    await graph.invoke({}, gone);
    await graph.invoke({}, kept);
    const before = await listOf(open.saver.list(kept));
    expect(new Set(before.map(({ config }) => config.configurable?.checkpoint_ns)).size).toBe(2);
    await open.saver.deleteThread(gone.configurable.thread_id);
    expect(await listOf(open.saver.list(gone))).toEqual([]);
    expect(await open.saver.readBranches(gone.configurable.thread_id)).toEqual([]);
    expect((await graph.getState(gone)).exists).toBe(false);
    expect(await listOf(open.saver.list(kept))).toEqual(before);
    expect((await graph.invoke({}, gone)).log).toEqual(['inner']);
  });
});

describe('the store', () => {
  const counting = (store: InMemoryStore, checkpointer: OpenSaver['saver']) =>
    logGraph()
      .addNode('count', async (_: unknown, { store: memory }: LangGraphRunnableConfig) => {
        const visits = ((await memory?.get(['visits'], 'all'))?.value.count as number | undefined) ?? 0;
        await memory?.put(['visits'], 'all', { count: visits + 1 });
        return { log: [`visit ${visits + 1}`] };
      })
      .addEdge(START, 'count')
      .compile({ checkpointer, store });

  it('is namespaced memory over all threads, available in nodes; time travel does not rewind it', async () => {
    const { saver, close } = await openSaver('memory');
    const store = new InMemoryStore();
    const graph = counting(store, saver);
    const on = (threadId: string) => ({ configurable: { thread_id: threadId } });
    expect((await graph.invoke({}, on('1'))).log).toEqual(['visit 1']);
    expect((await graph.invoke({}, on('2'))).log).toEqual(['visit 2']);
    const before = (await listOf(graph.getStateHistory(on('1')))).find(({ next }) => next[0] === 'count');
    expect((await graph.invoke(null, before?.config)).log).toEqual(['visit 3']);
    expect((await store.get(['visits'], 'all'))?.value).toEqual({ count: 3 });
    expect(await store.get(['other'], 'all')).toBeNull();
    await close();
  });
});
