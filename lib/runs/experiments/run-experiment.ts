import type { TimelineRow } from '@/engine';
import type { RunsContext } from '../context';
import { describeError } from '../executor';
import type { RunOutcome } from '../live-run';
import { timelinePages } from '../path';
import { requireTuple } from '../placement';
import { type StartRunRequest, startRun } from '../start-run';
import { type ExperimentPlan, namesOf, RunningExperiment } from './experiment';
import type { Experiments } from './experiments';
import { forkAside } from './fork-aside';

export interface ExperimentOrder extends Omit<ExperimentPlan, 'names'> {
  /** The edits as values of the graph; rows as in `edits`. */
  values: (Record<string, unknown> | null)[];
  asNode: string | undefined;
  /** Kept with each edit's checkpoint. */
  metadata: Record<string, unknown> | undefined;
  /** Of a row's run, which is told its branch. */
  run: StartRunRequest;
}

/**
 * Forks the checkpoint once for each row and runs the forks, some at a time. Answers at once.
 *
 * I1 A row makes its branch when its turn comes: what is cancelled before leaves nothing behind.
 * I2 A row that fails, in its fork or its run, ends no other, and its branch stays.
 * I3 Whoever asked may go away: only `cancelExperiment` and the server's end stop it.
 * @throws AppError CHECKPOINT_NOT_FOUND
 */
export async function startExperiment(
  context: RunsContext,
  experiments: Experiments,
  order: ExperimentOrder,
): Promise<RunningExperiment> {
  const { threadId, checkpointId, kind, edits, concurrency } = order;
  await requireTuple(context, threadId, '', checkpointId);
  const branches = await context.store.saver.readBranches(threadId);
  // Rows of another that runs get their branches later. Nothing is awaited until this one is among them, too.
  const toCome = experiments.ofThread(threadId).flatMap(({ isOver, rows }) => (isOver ? [] : rows));
  const names = namesOf(
    kind,
    edits.length,
    [...branches, ...toCome].map(({ name }) => name),
  );
  const experiment = new RunningExperiment(
    { threadId, checkpointId, kind, edits, names, concurrency },
    experiments.server,
  );
  experiments.add(experiment);
  context.log.write('experiment-started', {
    thread: threadId,
    experiment: experiment.experimentId,
    rows: edits.length,
  });
  void workOff(context, experiment, order).finally(() => {
    experiment.end();
    context.log.write('experiment-ended', { thread: threadId, experiment: experiment.experimentId });
  });
  return experiment;
}

async function workOff(context: RunsContext, experiment: RunningExperiment, order: ExperimentOrder): Promise<void> {
  const forks = oneByOne();
  let next = 1;
  const work = async () => {
    while (next <= order.edits.length) await runRow(context, { experiment, order, row: next++, forks });
  };
  await Promise.all(Array.from({ length: Math.min(order.concurrency, order.edits.length) }, work));
}

interface RowWork {
  experiment: RunningExperiment;
  order: ExperimentOrder;
  row: number;
  /** They take turns, so that the thread's branches are in the order of the rows. */
  forks: <Result>(call: () => Promise<Result>) => Promise<Result>;
}

async function runRow(context: RunsContext, work: RowWork): Promise<void> {
  const { experiment, row } = work;
  if (experiment.row(row).status !== 'queued') return; // I1
  const startedMs = performance.now();
  experiment.change(row, { status: 'running' });
  try {
    const outcome = await forkAndRun(context, work);
    experiment.change(row, await endOf(context, work));
    experiment.change(row, { ...told(outcome), ms: Math.round(performance.now() - startedMs) });
  } catch (error) {
    const { name, message } = describeError(error);
    const ms = Math.round(performance.now() - startedMs);
    experiment.change(row, { status: 'failed', reason: `${name}: ${message}`, ms }); // I2
  }
}

/** Null where nothing follows the fork. */
async function forkAndRun(
  context: RunsContext,
  { experiment, order, row, forks }: RowWork,
): Promise<Pick<RunOutcome, 'status' | 'reason' | 'error' | 'interrupts'> | null> {
  const { threadId, checkpointId, asNode, metadata } = order;
  const edit = order.values[row - 1] ?? null;
  const { name } = experiment.row(row);
  const fork = { threadId, checkpointId, edit, asNode, name, metadata };
  const { branchId, next } = await forks(() => forkAside(context, fork));
  experiment.change(row, { branchId });
  if (experiment.isCancelled) return { status: 'interrupted', reason: 'cancelled', error: null, interrupts: null };
  if (next.length === 0) return null;
  const run = await startRun(context, { ...order.run, branchId });
  experiment.change(row, { runId: run.record.runId });
  // It may have been cancelled while the run was claimed.
  if (experiment.isCancelled) run.stop('cancelled');
  return run.ended;
}

function told(outcome: Pick<RunOutcome, 'status' | 'reason' | 'error' | 'interrupts'> | null) {
  if (outcome === null || outcome.status === 'success') return { status: 'done' as const };
  const { status, reason, error, interrupts } = outcome;
  if (status === 'error') return { status: 'failed' as const, reason: `${error?.name}: ${error?.message}` };
  if (reason !== null) return { status: 'stopped' as const, reason };
  return { status: 'waiting' as const, reason: JSON.stringify(interrupts?.map(({ value }) => value) ?? []) };
}

/** Where a row's branch stands: its tip, and how far that is from its fork. */
async function endOf(context: RunsContext, { experiment, order, row }: RowWork) {
  const { branchId } = experiment.row(row);
  if (branchId === null) return {};
  let fork: TimelineRow | undefined;
  let tip: TimelineRow | undefined;
  for await (const page of timelinePages(context, order.threadId, { branchId })) {
    fork ??= page[0];
    tip = page.at(-1) ?? tip;
  }
  return fork === undefined || tip === undefined
    ? {}
    : { endCheckpointId: tip.checkpointId, steps: tip.step - fork.step };
}

/** Calls that wait for each other, in the order in which they came. */
function oneByOne(): RowWork['forks'] {
  let last: Promise<unknown> = Promise.resolve();
  return (call) => {
    const made = last.then(call);
    last = made.catch(() => undefined);
    return made;
  };
}
