import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import { END, START } from '../channels/names';
import type { RunnableConfig } from '../checkpoint/checkpoint';
import { runId } from '../checkpoint/ids';
import type { BranchingSaver } from '../checkpoint/saver';
import type { StateSnapshot } from '../checkpoint/snapshot';
import { Command } from '../control/command';
import { interrupt } from '../control/interrupt';
import { Annotation } from '../graph/annotation';
import { StateGraph } from '../graph/state-graph';
import type { SuiteContext } from './harness';

/** Graphs that run, fork, stop and go on upon the saver. */
export function engineSuite({ it, saver, reopen }: SuiteContext): void {
  it('lets a fork of a loop go its own way, and leaves the original as it was', async () => {
    const graph = counter(saver());
    const config = threadConfig();
    await graph.invoke({ count: 0, log: ['start'] }, config);
    const before = await historyOf(graph, config);
    const middle = before.find(({ values }) => values.count === 5) as StateSnapshot<Count>;
    const fork = await graph.updateState(middle.config, { count: 7, log: ['edited'] });
    deepStrictEqual(fork.next, ['add']);
    const forked = await graph.invoke(null, config);
    deepStrictEqual(forked, { count: 10, log: ['start', '1', '2', '3', '4', '5', 'edited', '8', '9', '10'] });
    deepStrictEqual((await graph.getState(config)).values, forked);

    const [original, branch] = await saver().readBranches(threadOf(config));
    ok(original && branch);
    deepStrictEqual([original.isHead, branch.isHead, branch.forkCheckpointId], [false, true, idOf(middle.config)]);
    const originalTip = await graph.getState({ configurable: { ...config.configurable, branch: original.branchId } });
    deepStrictEqual(originalTip.values, {
      count: 10,
      log: ['start', ...Array.from({ length: 10 }, (_, i) => `${i + 1}`)],
    });
    for (const snapshot of before) {
      deepStrictEqual((await graph.getState(snapshot.config)).values, snapshot.values);
    }
  });

  it('lets one of two runs on one thread extend its tip', async () => {
    const graph = counter(saver());
    const config = threadConfig();
    await graph.invoke({ count: 8 }, config);
    const results = await Promise.allSettled([graph.invoke({ count: 0 }, config), graph.invoke({ count: 3 }, config)]);
    const lost = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason.code);
    ok(lost.length >= 1 && lost.every((code) => code === 'THREAD_CONFLICT'), String(lost));
    const steps = (await historyOf(graph, config)).map(({ metadata }) => metadata?.step);
    deepStrictEqual(steps, [...steps.keys()].map((index) => index - 1).reverse());
  });

  it('runs two branches of a thread side by side', async () => {
    const graph = counter(saver());
    const config = threadConfig();
    await graph.invoke({ count: 0 }, config);
    const snapshots = await historyOf(graph, config);
    const starts = await Promise.all(
      [2, 6].map((count) => {
        const at = snapshots.find(({ values }) => values.count === count) as StateSnapshot<Count>;
        return graph.updateState(at.config, { count: count - 10 });
      }),
    );
    const ends = await Promise.all(
      starts.map(({ branchId }) =>
        graph.invoke(null, { ...config, configurable: { thread_id: threadOf(config), branch: branchId as string } }),
      ),
    );
    deepStrictEqual(
      ends.map(({ count }) => count),
      [10, 10],
    );
    const branches = await saver().readBranches(threadOf(config));
    equal(branches.length, 3);
    const lengths = await Promise.all(
      branches.map(({ branchId }) => saver().readTimeline(threadOf(config), { branchId, limit: 100 })),
    );
    deepStrictEqual(
      lengths.map(({ length }) => length).toSorted((a, b) => a - b),
      [12, 15, 19],
    );
  });

  it('replays from every checkpoint to the same end', async () => {
    const graph = counter(saver());
    const config = threadConfig();
    const end = await graph.invoke({ count: 6, log: ['start'] }, config);
    for (const snapshot of await historyOf(graph, config)) {
      if (snapshot.next.length > 0) deepStrictEqual(await graph.invoke(null, snapshot.config), end);
    }
  });

  it('shows a node’s careless hands neither to its siblings nor to history', async () => {
    const kept: Count[] = [];
    const graph = new StateGraph(CountState)
      .addNode('push', (state) => {
        kept.push(state);
        state.log.push('mine');
        return { log: ['push'] };
      })
      .addNode('assign', (state) => {
        state.log = ['gone'];
        for (const earlier of kept) earlier.log.push('late');
        return { log: ['assign'] };
      })
      .addEdge(START, 'push')
      .addEdge('push', 'assign')
      .addEdge('assign', END)
      .compile({ checkpointer: saver() });
    const config = threadConfig();
    deepStrictEqual((await graph.invoke({ count: 0, log: ['in'] }, config)).log, ['in', 'push', 'assign']);
    const logs = (await historyOf(graph, config)).map(({ values }) => values.log);
    deepStrictEqual(logs.slice(0, 3), [['in', 'push', 'assign'], ['in', 'push'], ['in']]);
  });

  it('keeps a question until it is answered, after the saver was opened again too', async () => {
    const config = threadConfig();
    const asked = await asking(saver()).invoke({ count: 1 }, config);
    equal(asked.__interrupt__?.[0]?.value, 'how many?');
    if (reopen) await reopen();
    const graph = asking(saver());
    const waiting = await graph.getState(config);
    deepStrictEqual([waiting.next, waiting.tasks[0]?.status], [['ask'], 'interrupted']);
    deepStrictEqual(waiting.tasks[0]?.interrupts, asked.__interrupt__);
    const [tip] = (await saver().readTimeline(threadOf(config), { limit: 10 })).slice(-1);
    deepStrictEqual(tip?.interruptedTasks, [waiting.tasks[0]?.id]);
    deepStrictEqual(await graph.invoke(new Command({ resume: 41 }), config), { count: 42, log: [] });
    deepStrictEqual((await graph.getState(config)).next, []);
  });
}

const CountState = Annotation.Root({
  count: Annotation<number>(),
  log: Annotation<string[]>({ reducer: (left, right) => [...left, ...right], default: () => [] }),
});
type Count = typeof CountState.State;

/** Adds one until it is ten. */
function counter(checkpointer: BranchingSaver) {
  return new StateGraph(CountState)
    .addNode('add', ({ count }) => ({ count: count + 1, log: [`${count + 1}`] }))
    .addEdge(START, 'add')
    .addConditionalEdges('add', ({ count }) => (count < 10 ? 'add' : END), ['add', END])
    .compile({ checkpointer });
}

function asking(checkpointer: BranchingSaver) {
  return new StateGraph(CountState)
    .addNode('ask', ({ count }) => ({ count: count + (interrupt('how many?') as number) }))
    .addEdge(START, 'ask')
    .addEdge('ask', END)
    .compile({ checkpointer });
}

function threadConfig(): RunnableConfig {
  return { configurable: { thread_id: runId() }, recursionLimit: 50 };
}

function threadOf(config: RunnableConfig): string {
  return config.configurable?.thread_id as string;
}

function idOf(config: RunnableConfig): string {
  return config.configurable?.checkpoint_id as string;
}

/** Newest first. */
async function historyOf(
  graph: { getStateHistory(config: RunnableConfig): AsyncIterable<StateSnapshot<Count>> },
  config: RunnableConfig,
): Promise<StateSnapshot<Count>[]> {
  const snapshots: StateSnapshot<Count>[] = [];
  for await (const snapshot of graph.getStateHistory(config)) snapshots.push(snapshot);
  return snapshots;
}
