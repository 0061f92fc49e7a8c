import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import type { RunnableConfig } from '../checkpoint/checkpoint';
import { runId } from '../checkpoint/ids';
import type { BaseCheckpointSaver } from '../checkpoint/saver';
import type { StateSnapshot } from '../checkpoint/snapshot';
import { Command } from '../control/command';
import { interrupt } from '../control/interrupt';
import { Annotation } from '../graph/annotation';
import { StateGraph } from '../graph/state-graph';
import type { SuiteContext } from './harness';

/** Graphs inside graphs upon the saver: namespaces of their own, found again after a reopen and in forks. */
export function subgraphSuite({ it, saver, reopen }: SuiteContext): void {
  it('keeps a question of a graph two levels down, and takes its answer at the root', async () => {
    const config = threadConfig();
    const stopped = await nested(saver()).invoke({ value: 1 }, config);
    equal(stopped.__interrupt__?.length, 1);
    await reopen?.();
    const graph = nested(saver());
    const state = await graph.getState(config, { subgraphs: true });
    const middle = state.tasks[0]?.state as StateSnapshot;
    const inner = middle.tasks[0]?.state as StateSnapshot;
    deepStrictEqual([state.next, middle.next, inner.next], [['middle'], ['inner'], ['ask']]);
    deepStrictEqual(Object.keys(inner.metadata?.parents ?? {}).length, 2);
    deepStrictEqual(await graph.invoke(new Command({ resume: 4 }), config), { value: 50 });
  });

  it('forks the graphs around a checkpoint inside, and leaves the original as it was', async () => {
    const graph = nested(saver());
    const config = threadConfig();
    await graph.invoke({ value: 1 }, config);
    const asked = await graph.getState(config);
    await graph.invoke(new Command({ resume: 4 }), config);
    const before = await listAll(saver(), config);
    deepStrictEqual(await graph.invoke(new Command({ resume: 9 }), asked.config), { value: 100 });
    const beforeAdd = (await listAll(saver(), config)).find(({ config: at }) => {
      const namespace = at.configurable?.checkpoint_ns ?? '';
      return namespace.includes('inner') && before.some((old) => old.checkpoint.id === at.configurable?.checkpoint_id);
    });
    ok(beforeAdd);
    const inside = {
      configurable: { ...config.configurable, checkpoint_ns: beforeAdd.config.configurable?.checkpoint_ns },
    };
    const steps: StateSnapshot[] = [];
    for await (const snapshot of graph.getStateHistory(inside as RunnableConfig)) steps.push(snapshot);
    const answered = steps.find(({ next }) => next[0] === 'add') as StateSnapshot;
    const edited = await graph.updateState(answered.config, { value: 0 }, 'ask');
    deepStrictEqual(await graph.invoke(null, edited), { value: 10 });
    const after = await listAll(saver(), config);
    for (const old of before) {
      const now = after.find(
        ({ checkpoint, config: at }) =>
          checkpoint.id === old.checkpoint.id &&
          at.configurable?.checkpoint_ns === old.config.configurable?.checkpoint_ns,
      );
      deepStrictEqual(now?.checkpoint, old.checkpoint);
    }
  });

  it('keeps one state over the thread where asked to, a branch its own', async () => {
    const graph = visiting(saver());
    const config = threadConfig();
    const visits: number[] = [];
    for (let round = 0; round < 3; round++) visits.push((await graph.invoke({}, config)).value);
    deepStrictEqual(visits, [1, 2, 3]);
    const history: StateSnapshot[] = [];
    for await (const snapshot of graph.getStateHistory(config)) history.push(snapshot as StateSnapshot);
    const second = history.filter(({ next }) => next[0] === 'call')[1] as StateSnapshot;
    equal((await graph.invoke(null, second.config)).value, 2);
    equal((await graph.invoke({}, config)).value, 3);
  });

  it('deletes a thread in every namespace', async () => {
    const config = threadConfig();
    await nested(saver()).invoke({ value: 1 }, config);
    await saver().deleteThread(config.configurable.thread_id);
    deepStrictEqual(await listAll(saver(), config), []);
  });
}

const Value = Annotation.Root({ value: Annotation<number> });

function nested(checkpointer: BaseCheckpointSaver) {
  const inner = new StateGraph(Value)
    .addNode('ask', () => ({ value: interrupt<string, number>('how much?') }))
    .addNode('add', ({ value }) => ({ value: value + 1 }))
    .addEdge('__start__', 'ask')
    .addEdge('ask', 'add')
    .compile();
  const middle = new StateGraph(Value).addNode('inner', inner).addEdge('__start__', 'inner').compile();
  return new StateGraph(Value)
    .addNode('middle', middle)
    .addNode('tenfold', ({ value }) => ({ value: value * 10 }))
    .addEdge('__start__', 'middle')
    .addEdge('middle', 'tenfold')
    .compile({ checkpointer });
}

function visiting(checkpointer: BaseCheckpointSaver) {
  const Count = Annotation.Root({ count: Annotation<number>({ reducer: (a, b) => a + b, default: () => 0 }) });
  const child = new StateGraph(Count)
    .addNode('add', () => ({ count: 1 }))
    .addEdge('__start__', 'add')
    .compile({ checkpointer: true });
  return new StateGraph(Value)
    .addNode('call', async () => ({ value: (await child.invoke({})).count }))
    .addEdge('__start__', 'call')
    .compile({ checkpointer });
}

async function listAll(saver: BaseCheckpointSaver, config: RunnableConfig) {
  const tuples = [];
  for await (const tuple of saver.list(config)) tuples.push(tuple);
  return tuples;
}

function threadConfig() {
  return { configurable: { thread_id: runId() } };
}
