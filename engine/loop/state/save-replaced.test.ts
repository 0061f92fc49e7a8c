import { describe, expect, it } from 'vitest';
import { MemorySaver } from '../../checkpoint/memory-saver';
import { Annotation } from '../../graph/annotation';
import { StateGraph } from '../../graph/state-graph';

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => a.concat(b), default: () => [] }),
  note: Annotation<string>,
});
const thread = { configurable: { thread_id: 't' } };
let routed = 0;
const build = () =>
  new StateGraph(State)
    .addNode('a', () => ({ log: ['a'], note: 'of a' }))
    .addNode('b', ({ note }) => ({ log: [`b sees ${note}`] }))
    .addEdge('__start__', 'a')
    .addConditionalEdges('a', ({ note }) => (++routed && note ? 'b' : '__end__'), ['b', '__end__'])
    .compile({ checkpointer: new MemorySaver() });

async function ranToEnd() {
  const graph = build();
  await graph.invoke({}, thread);
  const history = [];
  for await (const snapshot of graph.getStateHistory(thread)) history.push(snapshot);
  const afterA = history.find(({ metadata }) => metadata?.step === 1);
  return { graph, afterA: afterA?.config ?? {} };
}

describe('a fork with channels replaced', () => {
  it('empties or sets them, keeps what runs next, and calls no router', async () => {
    const { graph, afterA } = await ranToEnd();
    const before = routed;
    const made = await graph.forkReplacing(afterA, { note: null, log: { value: ['other'] } });
    expect([made.next, routed]).toEqual([['b'], before]);
    const fork = await graph.getState(made);
    expect(fork).toMatchObject({ values: { log: ['other'] }, next: ['b'], metadata: { source: 'update', step: 2 } });
    expect(fork.values).not.toHaveProperty('note');
    expect(fork.parentConfig?.configurable?.checkpoint_id).toBe(afterA.configurable?.checkpoint_id);
    expect((await graph.invoke(null, thread)).log).toEqual(['other', 'b sees undefined']);
    expect((await graph.getState(afterA)).values).toEqual({ log: ['a'], note: 'of a' });
  });

  it('starts a branch also at a tip, where nothing runs next', async () => {
    const { graph } = await ranToEnd();
    const tip = await graph.getState(thread);
    const made = await graph.forkReplacing(tip.config, { note: { value: 'late' } });
    expect(made.next).toEqual([]);
    expect(made.branchId).not.toBe(tip.position?.branchId);
    expect((await graph.getState(tip.config)).values.note).toBe('of a');
    expect((await graph.getState(thread)).values.note).toBe('late');
  });

  it('refuses a key that the graph does not have', async () => {
    const { graph, afterA } = await ranToEnd();
    await expect(graph.forkReplacing(afterA, { other: null })).rejects.toThrow(
      'The graph has no state key "other", so no fork can have another value of it. It has: log, note.',
    );
  });
});

describe('a channel followed through recorded writes', () => {
  it('combines them by its own reducer, from its default or what was saved', () => {
    const log = build().replayChannel('log');
    log?.step([['a'], ['b']]);
    log?.step([]);
    expect(log?.saved()).toEqual({ value: ['a', 'b'] });
    log?.set({ value: ['x'] });
    log?.step([['y']]);
    expect(log?.saved()).toEqual({ value: ['x', 'y'] });
    log?.set(null);
    expect(log?.saved()).toEqual({ value: [] });
  });

  it('is empty without any write, and refuses two for one value', () => {
    const note = build().replayChannel('note');
    expect(note?.saved()).toBeNull();
    expect(() => note?.step(['one', 'two'])).toThrow('got 2 writes in one step');
    expect(build().replayChannel('other')).toBeNull();
    expect(build().replayChannel('branch:to:a')).toBeNull();
  });
});
