import type { RunRecord } from '@/lib/storage/store';
import { AppError } from './app-error';
import type { RunsContext } from './context';
import type { LiveRun } from './live-run';

/**
 * Stops a run; what its finished tasks wrote stays. With `waits`, resolves when it has ended.
 * A run that has ended already is left as it is: it does not run, which is what was asked for.
 */
export async function cancelRun(
  context: RunsContext,
  { threadId, runId, waits }: { threadId: string; runId: string; waits: boolean },
): Promise<void> {
  const record = await context.store.runs.get(threadId, runId);
  if (record === null) throw runNotFound(threadId, runId);
  if (record.status !== 'pending' && record.status !== 'running') return;
  const run = requireOwnRun(context, record);
  run.stop('cancelled');
  if (waits) await run.ended;
}

/** @throws AppError RUN_ELSEWHERE */
export function requireOwnRun(context: RunsContext, { runId, owner }: RunRecord): LiveRun {
  const run = context.executor.get(runId);
  if (run !== undefined) return run;
  throw new AppError(
    'RUN_ELSEWHERE',
    `The run "${runId}" belongs to another server (${owner ?? 'unknown'}), which alone can stop it.`,
  );
}

export function runNotFound(threadId: string, runId: string): AppError {
  return new AppError('RUN_NOT_FOUND', `The thread "${threadId}" has no run "${runId}".`);
}
