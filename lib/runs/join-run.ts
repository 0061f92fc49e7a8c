import type { RunRecord } from '@/lib/storage/store';
import type { RunsContext } from './context';
import type { RunOutcome } from './live-run';
import { readStateAt } from './read-state';
import { requireThread } from './served-thread';

const FOREIGN_POLL_MS = 500;

/** Resolves with how the run ended: at once when it is over. Null when `signal` aborts first. */
export async function joinRun(
  context: RunsContext,
  record: RunRecord,
  signal: AbortSignal,
): Promise<RunOutcome | null> {
  const run = context.executor.get(record.runId);
  if (run !== undefined) return run.ended;
  let current: RunRecord | null = record;
  // A live run that is not ours belongs to another server: only the database tells of its end.
  while (current !== null && isLive(current)) {
    if (signal.aborted) return null;
    await new Promise((resolve) => setTimeout(resolve, FOREIGN_POLL_MS));
    current = await context.store.runs.get(record.threadId, record.runId);
  }
  return outcomeFromStore(context, current ?? record);
}

export function isLive(record: RunRecord): boolean {
  return record.status === 'pending' || record.status === 'running';
}

/** The run's last checkpoint has its values; the open questions there are its interrupts. */
async function outcomeFromStore(context: RunsContext, record: RunRecord): Promise<RunOutcome> {
  const base = { reason: record.reason, error: record.error, values: null, interrupts: null };
  const status = record.status === 'success' || record.status === 'error' ? record.status : 'interrupted';
  const lastId = await lastCheckpointOf(context, record);
  if (lastId === null) return { ...base, status };
  const thread = await requireThread(context, record.threadId);
  const state = await readStateAt(context, thread, lastId);
  const asksOrHolds = status === 'interrupted' && (record.reason === null || record.reason === 'breakpoint');
  const interrupts = asksOrHolds ? state.tasks.flatMap((task) => task.interrupts) : null;
  return { ...base, status, values: state.values, interrupts };
}

/** Runs extend one branch, so the branch's newest row of the run is its last. */
async function lastCheckpointOf(context: RunsContext, record: RunRecord): Promise<string | null> {
  if (record.branchId === null) return null;
  let last: string | null = null;
  let after: string | undefined;
  for (;;) {
    const rows = await context.store.saver.readTimeline(record.threadId, {
      branchId: record.branchId,
      limit: 10_000,
      ...(after !== undefined && { after }),
    });
    for (const row of rows) if (row.runId === record.runId) last = row.checkpointId;
    after = rows.at(-1)?.checkpointId;
    if (rows.length < 10_000) break;
  }
  // A run that only asked again, or failed in its first step, made none: its values are those of the branch's tip.
  const tip = (await context.store.saver.readBranches(record.threadId)).find(
    (branch) => branch.branchId === record.branchId,
  );
  return last ?? tip?.tipId ?? null;
}
