import { describe, expect, it } from 'vitest';
import type { StateSnapshot } from '..';
import { Annotation, Command, interrupt, MemorySaver, START, StateGraph } from '..';
import { FaultInjector } from '../testing/fault-injector';

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
});
const thread = { configurable: { thread_id: 't' } };
const push = (name: string) => () => ({ log: [name] });

/** Kills the process at its `index`-th call of the saver, after that took effect. */
function dying(saver: MemorySaver, index: number) {
  return new FaultInjector({ kind: 'killed', index, when: 'after' }).saver(saver);
}

/** The first call at which the run that dies there leaves what is looked for. */
async function cutOff(
  run: (saver: MemorySaver, index: number) => Promise<unknown>,
  isIt: (saver: MemorySaver) => Promise<boolean>,
) {
  for (let index = 0; index < 40; index++) {
    const saver = new MemorySaver();
    await run(saver, index).catch(() => undefined);
    if (await isIt(saver)) return saver;
  }
  throw new Error('no call leaves it so');
}

describe('a process that died between the last task and the step', () => {
  const build = (checkpointer: MemorySaver) =>
    new StateGraph(State)
      .addNode('a', push('a'))
      .addNode('b', push('b'))
      .addNode('after', push('after'))
      .addEdge(START, 'a')
      .addEdge(START, 'b')
      .addEdge(['a', 'b'], 'after')
      .compile({ checkpointer });

  it('leaves a thread that does not look finished: next is what its step leads to', async () => {
    const saver = await cutOff(
      (it, index) => build(dying(it, index) as MemorySaver).invoke({}, thread),
      async (it) => (await build(it).getState(thread)).tasks.filter(({ status }) => status === 'done').length === 2,
    );
    const graph = build(saver);
    const state = await graph.getState(thread);
    expect([state.values, state.next]).toEqual([{ log: ['a', 'b'] }, ['after']]);
    expect((await graph.getState(state.config)).next).toEqual(['a', 'b']);
    expect((await graph.invoke(null, thread)).log).toEqual(['a', 'b', 'after']);
  });
});

describe('a process that died while answers were given to subgraphs', () => {
  function build(checkpointer: MemorySaver) {
    const child = new StateGraph(State)
      .addNode('a', () => ({ log: [interrupt<string, string>('a?')] }))
      .addNode('b', () => ({ log: [interrupt<string, string>('b?')] }))
      .addEdge(START, 'a')
      .addEdge(START, 'b')
      .compile();
    return new StateGraph(State).addNode('child', child).addEdge(START, 'child').compile({ checkpointer });
  }
  const openIn = ({ tasks }: StateSnapshot) =>
    tasks.filter(({ status }) => status === 'interrupted').flatMap(({ interrupts }) => interrupts);

  it.each(Array.from({ length: 12 }, (_, index) => index))(
    'asks again what was lost, at call %i, and shows no question that is answered',
    async (index) => {
      const saver = new MemorySaver();
      await build(saver).invoke({}, thread);
      const [first] = openIn(await build(saver).getState(thread));
      const resume = { [String(first?.id)]: 'first' };
      await build(dying(saver, index) as MemorySaver)
        .invoke(new Command({ resume }), thread)
        .catch(() => undefined);
      const { pendingWrites = [] } = (await saver.getTuple(thread)) ?? {};
      const answered = pendingWrites.flatMap(([, channel, ids]) =>
        channel === '__answered__' ? (ids as string[]) : [],
      );
      const shown = openIn(await build(saver).getState(thread)).map(({ id }) => id);
      expect(shown.filter((id) => answered.includes(id))).toEqual([]);
      for (let round = 0; round < 4; round++) {
        const open = openIn(await build(saver).getState(thread));
        const given = Object.fromEntries(open.map(({ id, value }) => [id, value === 'a?' ? 'first' : 'second']));
        await build(saver).invoke(open.length > 0 ? new Command({ resume: given }) : null, thread);
      }
      const { values, next } = await build(saver).getState(thread);
      expect([values, next]).toEqual([{ log: ['first', 'second'] }, []]);
    },
  );
});

it('the history of a subgraph tells what its tasks wrote', async () => {
  const child = new StateGraph(State).addNode('only', push('only')).addEdge(START, 'only').compile();
  const graph = new StateGraph(State)
    .addNode('child', child)
    .addEdge(START, 'child')
    .compile({ checkpointer: new MemorySaver() });
  await graph.invoke({}, thread);
  const namespaces = new Set<string>();
  for await (const { config } of (graph.checkpointer as MemorySaver).list(thread))
    namespaces.add(config.configurable?.checkpoint_ns ?? '');
  const [inside = ''] = [...namespaces].filter((namespace) => namespace !== '');
  const results: unknown[] = [];
  const config = { configurable: { thread_id: 't', checkpoint_ns: inside } };
  for await (const { tasks } of graph.getStateHistory(config)) results.unshift(...tasks.map(({ result }) => result));
  expect(results).toEqual([{ log: [] }, { log: ['only'] }]);
});
