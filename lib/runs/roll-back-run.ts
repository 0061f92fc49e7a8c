import type { RunToTakeBack } from '@/engine';
import type { RunRecord } from '@/lib/storage/store';
import { AppError } from './app-error';
import { requireOwnRun, runNotFound } from './cancel-run';
import type { RunsContext } from './context';
import { isLive } from './join-run';
import type { LiveRun } from './live-run';

interface RunName {
  threadId: string;
  runId: string;
}

/**
 * Stops a run and takes back what it wrote, its row included; resolves when all of that is done. What others stand on is
 * never taken: that is looked at before the run is stopped, and once more afterwards.
 * @throws AppError RUN_NOT_FOUND, RUN_ENDED, RUN_ELSEWHERE; EngineError RUN_IN_USE
 */
export async function rollBackRun(context: RunsContext, name: RunName): Promise<void> {
  const { threadId, runId } = name;
  const run = await requireRollback(context, name);
  run.rollBack();
  await run.ended;
  const toTakeBack = ofRun(run);
  const { saver, runs } = context.store;
  const taken = toTakeBack && (await saver.rollBackRun(threadId, toTakeBack));
  await runs.remove(threadId, runId);
  context.executor.forget(runId);
  context.bus.publish({ type: 'thread-pruned', threadId });
  context.log.write('run-rolled-back', { thread: threadId, run: runId, checkpoints: taken?.checkpoints ?? 0 });
}

/** The live run, when it can be rolled back as things are. */
export async function requireRollback(context: RunsContext, { threadId, runId }: RunName): Promise<LiveRun> {
  const record = await context.store.runs.get(threadId, runId);
  if (record === null) throw runNotFound(threadId, runId);
  if (!isLive(record)) throw runEnded(record);
  const run = requireOwnRun(context, record);
  const toTakeBack = ofRun(run);
  if (toTakeBack) await context.store.saver.rollBackRun(threadId, toTakeBack, { dryRun: true });
  return run;
}

/** Null for a run that still waits for its turn. */
function ofRun({ record: { runId }, plan: { begin } }: LiveRun): RunToTakeBack | null {
  return begin && { runId, ...begin };
}

function runEnded({ threadId, runId, status }: RunRecord): AppError {
  return new AppError(
    'RUN_ENDED',
    `The run "${runId}" of thread "${threadId}" has ended (${status}); only a run that is pending or running can be rolled back. Go on from a checkpoint before it instead.`,
  );
}
