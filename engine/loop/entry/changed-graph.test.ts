import { describe, expect, it } from 'vitest';
import { Annotation, Command, MemorySaver, Send, START, StateGraph } from '../..';

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
});
const thread = { configurable: { thread_id: 't' } };
const push = (name: string) => () => ({ log: [name] });

/** A thread that waits before "old", by an edge or by a Send, and the graph in which that node is called "new". */
async function renamed(by: 'edge' | 'send') {
  const saver = new MemorySaver();
  const before = new StateGraph(State)
    .addNode('first', push('first'))
    .addNode('old', push('old'))
    .addEdge(START, 'first');
  if (by === 'edge') before.addEdge('first', 'old');
  else before.addConditionalEdges('first', () => new Send('old', {}), ['old']);
  const old = before.compile({ checkpointer: saver });
  await old.invoke({}, { ...thread, interruptBefore: ['old'] });
  const now = new StateGraph(State)
    .addNode('first', push('first'))
    .addNode('new', push('new'))
    .addEdge(START, 'first')
    .addEdge('first', 'new')
    .compile({ checkpointer: saver });
  return { old, now };
}

describe.each(['edge', 'send'] as const)(
  'a thread that waits (by %s) for a node that the graph no longer has',
  (by) => {
    it('can be read, and says what it waits for', async () => {
      const { now } = await renamed(by);
      const state = await now.getState(thread);
      expect([state.next, state.tasks, state.values]).toEqual([['old'], [], { log: ['first'] }]);
      const history: string[][] = [];
      for await (const { next } of now.getStateHistory(thread)) history.push(next);
      expect(history).toEqual([['old'], ['first'], ['__start__']]);
    });

    it('does not end as if it were done', async () => {
      const { now } = await renamed(by);
      await expect(now.invoke(null, thread)).rejects.toMatchObject({ code: 'UNKNOWN_NODE' });
      await expect(now.invoke(new Command({ update: { log: ['x'] } }), thread)).rejects.toThrow(/goes on at "old"/);
    });

    it('goes on by an edit, by a goto, and in the old graph', async () => {
      const edited = await renamed(by);
      expect((await edited.now.updateState(thread, null, 'first')).next).toEqual(['new']);
      expect((await edited.now.invoke(null, thread)).log).toEqual(['first', 'new']);
      expect((await edited.old.getState(thread)).next).toEqual([]);

      const sent = await renamed(by);
      expect((await sent.now.invoke(new Command({ goto: 'new' }), thread)).log).toEqual(['first', 'new']);

      const put = await renamed(by);
      expect((await put.old.invoke(null, thread)).log).toEqual(['first', 'old']);
    });
  },
);

it('a state key that is gone for a while comes back with its value', async () => {
  const saver = new MemorySaver();
  const With = Annotation.Root({ ...State.spec, kept: Annotation<number>() });
  const before = new StateGraph(With)
    .addNode('a', () => ({ kept: 5 }))
    .addEdge(START, 'a')
    .compile({ checkpointer: saver });
  await before.invoke({}, thread);
  const without = new StateGraph(State).addNode('a', push('a')).addEdge(START, 'a').compile({ checkpointer: saver });
  expect(await without.invoke({}, thread)).toEqual({ log: ['a'] });
  expect((await before.getState(thread)).values).toEqual({ log: ['a'], kept: 5 });
});
