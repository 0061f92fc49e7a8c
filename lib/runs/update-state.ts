import type { RunnableConfig } from '@/engine';
import { AppError, isAppError } from './app-error';
import type { RunsContext } from './context';
import { requireCheckpoint } from './placement';
import { requireGraphOfThread, requireThread } from './served-thread';

export interface StateUpdate {
  threadId: string;
  /** Null: the head's tip. */
  checkpointId: string | null;
  values: unknown;
  asNode?: string;
  /** Starts a branch even where the edit could extend one. */
  startsBranch?: true;
}

export interface UpdatedState {
  checkpointId: string;
  branchId: string;
  next: string[];
}

/**
 * Saves an edit as a new checkpoint; from an older checkpoint it starts a branch, which becomes the head.
 * @throws AppError THREAD_BUSY when a run works on the tip that would be edited.
 */
export async function updateState(context: RunsContext, update: StateUpdate): Promise<UpdatedState> {
  const thread = await requireThread(context, update.threadId);
  const graph = requireGraphOfThread(context, thread);
  await refuseBusyTip(context, update);
  const config = configOf(update);
  const updated = await runGraphCode(() => graph.updateState(config, update.values, update.asNode));
  const checkpointId = String(updated.configurable?.checkpoint_id);
  const branchId = updated.branchId ?? (await branchOf(context, update.threadId, checkpointId));
  const parentId = update.checkpointId ?? thread.head?.tipId ?? null;
  context.bus.publish({ type: 'edit', threadId: update.threadId, branchId, parentId });
  context.log.write('state-updated', { thread: update.threadId, checkpoint: checkpointId, branch: branchId });
  return { checkpointId, branchId, next: updated.next };
}

/** An edit on a branch of its own, also at a tip, which becomes the head; what was there stays as it is. */
export async function forkThread(context: RunsContext, fork: StateUpdate & { name?: string }): Promise<UpdatedState> {
  const updated = await updateState(context, { ...fork, startsBranch: true });
  if (fork.name !== undefined) {
    await context.store.saver.updateBranch(fork.threadId, updated.branchId, { name: fork.name });
    context.bus.publish({ type: 'thread', threadId: fork.threadId });
  }
  return updated;
}

export function configOf({
  threadId,
  checkpointId,
  startsBranch,
}: Omit<StateUpdate, 'values' | 'asNode'>): RunnableConfig {
  return {
    configurable: {
      thread_id: threadId,
      checkpoint_ns: '',
      ...(checkpointId !== null && { checkpoint_id: checkpointId }),
      ...(startsBranch && { fork: true }),
    },
  };
}

/** What the graph's own routers and reducers throw is the graph's failure, not the server's. */
export async function runGraphCode<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    const isOurs = isAppError(error) || (error as { lc_error_code?: unknown } | null)?.lc_error_code !== undefined;
    if (isOurs) throw error;
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new AppError('GRAPH_CODE_FAILED', `The graph's own code failed: ${message}`, { cause: error });
  }
}

/** Beside a running branch anything may be edited; the tip that the run is about to extend may not. */
async function refuseBusyTip(context: RunsContext, update: StateUpdate): Promise<void> {
  const { threadId, checkpointId } = update;
  const branches = await context.store.saver.readBranches(threadId);
  const edited = branches.find((branch) => (checkpointId === null ? branch.isHead : branch.tipId === checkpointId));
  if (checkpointId !== null && edited === undefined) return requireCheckpoint(context, threadId, checkpointId);
  const live = await context.store.runs.live(threadId);
  const holder = update.startsBranch ? undefined : live.find((run) => run.branchId === (edited?.branchId ?? null));
  if (holder !== undefined) {
    throw new AppError(
      'THREAD_BUSY',
      'A run is working here. Wait for its end, stop it, or edit an earlier checkpoint.',
      {
        detail: { run_id: holder.runId },
      },
    );
  }
}

async function branchOf(context: RunsContext, threadId: string, tipId: string): Promise<string> {
  const branches = await context.store.saver.readBranches(threadId);
  return branches.find((branch) => branch.tipId === tipId)?.branchId ?? '';
}
