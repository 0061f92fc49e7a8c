import type { BranchingSaver } from '../checkpoint/saver';
import type { RunConfig } from '../index';
import { Command } from '../index';
import type { Fault } from '../testing/fault-injector';
import { FaultInjector } from '../testing/fault-injector';
import { answerTo, buildGraph, hastyClock } from './random-graph';
import type { GraphPlan } from './random-plan';

/** How one life of a process ends: by a fault, or by a stop at its `index`-th event. Null: it ends by itself. */
export type Ending = Fault | { kind: 'stopped'; index: number } | null;

export interface LivesOptions {
  plan: GraphPlan;
  saver: BranchingSaver;
  endings: readonly Ending[];
  /** Questions are answered all at once, or one at a time. */
  answersAll: boolean;
  threadId?: string;
  config?: RunConfig;
}

/** What was seen over all lives. */
export interface Lives {
  values: unknown;
  /** Tasks by id that ran although their writes were stored. */
  ranAgain: string[];
  /** Bodies that began, in all. */
  bodies: number;
  /** Runs that it took. */
  runs: number;
}

const MOST_RUNS = 300;
const INPUT = { log: ['in'] };

/**
 * Runs the plan to its end through as many lives as it takes. Each is a new graph object, which knows of the ones before
 * only what the saver says.
 */
export async function live({ plan, saver, endings, answersAll, threadId = 't', config }: LivesOptions): Promise<Lives> {
  const thread = { recursionLimit: 200, clock: hastyClock, configurable: { thread_id: threadId } };
  const seen: Lives = { values: undefined, ranAgain: [], bodies: 0, runs: 0 };
  let injector: FaultInjector | undefined;
  let life = 0;
  let isAlive = false;
  let ending: Ending = null;
  const observer = buildGraph(plan, { saver });
  let graph = observer;
  for (; seen.runs < MOST_RUNS; seen.runs++) {
    if (!isAlive) {
      ending = endings[life++] ?? null;
      injector = new FaultInjector(ending?.kind === 'stopped' ? null : ending, injector);
      graph = buildGraph(plan, { saver: injector.saver(saver), hooks: hooksOf(injector, seen) });
      isAlive = true;
    }
    const state = await observer.getState(thread);
    if (state.exists && state.next.length === 0) {
      seen.values = state.values;
      return seen;
    }
    const open = state.tasks.filter(({ status }) => status === 'interrupted').flatMap(({ interrupts }) => interrupts);
    const given = answersAll ? open : open.slice(0, 1);
    const resume = Object.fromEntries(given.map(({ id, value }) => [id, answerTo(value)]));
    const next = given.length > 0 ? new Command({ resume }) : null;
    try {
      const input = state.exists ? next : INPUT;
      const options = { ...thread, ...config };
      if (ending?.kind === 'stopped') await runUntil(graph, input, options, ending.index);
      else await graph.invoke(input, options);
    } catch (error) {
      isAlive = false;
      await injector?.quiet();
      if (ending === null) throw error;
    }
  }
  throw new Error(`It takes more than ${MOST_RUNS} runs.`);
}

function hooksOf(injector: FaultInjector, seen: Lives) {
  return {
    began: (task: string, { executionInfo }: { executionInfo: { taskId: string } }) => {
      const { taskId } = executionInfo;
      if (injector.stored.has(taskId) || injector.storedBodies.has(taskId)) seen.ranAgain.push(`${task} ${taskId}`);
      seen.bodies++;
      injector.reach('node');
    },
    worked: () => injector.reach('node end'),
    routing: () => injector.reach('router'),
  };
}

/** Streams the run and stops it at its `index`-th event. */
async function runUntil(
  graph: ReturnType<typeof buildGraph>,
  input: Parameters<typeof graph.invoke>[0],
  config: RunConfig,
  index: number,
): Promise<void> {
  const stop = new AbortController();
  let events = 0;
  const streamMode = ['values', 'updates', 'tasks', 'checkpoints'] as const;
  for await (const _ of graph.stream(input, { ...config, signal: stop.signal, streamMode: [...streamMode] })) {
    if (events++ === index) stop.abort();
  }
}
