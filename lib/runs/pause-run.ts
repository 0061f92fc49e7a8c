import { AppError } from './app-error';
import { runNotFound } from './cancel-run';
import type { RunsContext } from './context';

/** Asks a run to stop before its next step, from where it goes on when it is continued. A run that has ended is left as it is. */
export async function pauseRun(
  context: RunsContext,
  { threadId, runId }: { threadId: string; runId: string },
): Promise<void> {
  const record = await context.store.runs.get(threadId, runId);
  if (record === null) throw runNotFound(threadId, runId);
  if (record.status !== 'pending' && record.status !== 'running') return;
  if (await context.executor.pause(runId)) return;
  throw new AppError(
    'RUN_ELSEWHERE',
    `The run "${runId}" belongs to another server (${record.owner ?? 'unknown'}), which alone can pause it.`,
  );
}
