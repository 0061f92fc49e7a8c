import { AppError } from '../app-error';
import type { RunsContext } from '../context';
import type { RunningExperiment } from './experiment';

const KEPT = 20;

/** The experiments of this server: those that run, and the last that ended. They are its own; their branches are everybody's. */
export class Experiments {
  readonly #all = new Map<string, RunningExperiment>();

  /** @param server this one's name among those that share its database */
  constructor(readonly server: string) {}

  add(experiment: RunningExperiment): void {
    this.#all.set(experiment.experimentId, experiment);
    const ended = [...this.#all.values()].filter(({ isOver }) => isOver);
    for (const { experimentId } of ended.slice(0, Math.max(0, ended.length - KEPT))) this.#all.delete(experimentId);
  }

  /** Newest first. */
  ofThread(threadId: string): RunningExperiment[] {
    return [...this.#all.values()].filter(({ plan }) => plan.threadId === threadId).reverse();
  }

  /** @throws AppError EXPERIMENT_NOT_FOUND */
  require(threadId: string, experimentId: string): RunningExperiment {
    const found = this.#all.get(experimentId);
    if (found?.plan.threadId === threadId) return found;
    throw new AppError(
      'EXPERIMENT_NOT_FOUND',
      `The server that answers, ${this.server}, has no experiment "${experimentId}" of thread "${threadId}": each server knows only those that it was asked for itself, the last ${KEPT} until it stops. Where several share the database, ask the one that answered when it began ("server"). The branches that it made are on the thread's timeline.`,
    );
  }

  /** No row begins any more; what runs is the executor's to stop. */
  refuseRows(): void {
    for (const experiment of this.#all.values()) experiment.cancel();
  }

  async settled(): Promise<void> {
    await Promise.all([...this.#all.values()].map(({ ended }) => ended));
  }
}

/** Stops the rows that run, and resolves when they have ended; those that finished stay as they are. */
export async function cancelExperiment(context: RunsContext, experiment: RunningExperiment): Promise<void> {
  for (const { runId } of experiment.cancel()) {
    if (runId !== null) context.executor.get(runId)?.stop('cancelled');
  }
  await experiment.ended;
}
