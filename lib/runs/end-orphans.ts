import type { RunsContext } from './context';
import { isDeadOwner } from './owner';

/** Ends the runs of servers that are gone, and tells who watches. Live runs of other servers are left alone. */
export async function endOrphans(context: RunsContext, staleMs: number): Promise<void> {
  const { owner } = context.executor;
  const rule = { staleBefore: Date.now() - staleMs, isDead: (other: string) => other !== owner && isDeadOwner(other) };
  for (const run of await context.store.runs.endOrphans(rule)) {
    context.log.write('run-ended', { thread: run.threadId, run: run.runId, status: run.status, reason: run.reason });
    context.bus.publish({ type: 'run', run });
  }
}
