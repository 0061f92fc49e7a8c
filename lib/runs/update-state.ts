import type { RunnableConfig } from '@/engine';
import { AppError, isAppError } from './app-error';
import type { RunsContext } from './context';
import { requireTuple } from './placement';
import { requireGraphOfThread, requireThread } from './served-thread';

export interface StateUpdate {
  threadId: string;
  /** Null: the head's tip. */
  checkpointId: string | null;
  /** Of a subgraph: what is edited is its state. */
  namespace?: string;
  values: unknown;
  asNode?: string;
  /** Kept with the checkpoint. */
  metadata?: Record<string, unknown> | undefined;
  /** Starts a branch even where the edit could extend one; `aside` leaves the thread's head where it is. */
  startsBranch?: true | 'aside';
}

export interface UpdatedState {
  checkpointId: string;
  /** Of a subgraph's checkpoint: those around it and itself, by namespace. */
  checkpointMap: Readonly<Record<string, string>> | null;
  branchId: string;
  next: string[];
}

export interface ForkedState {
  branchId: string;
  /** The root graph's. */
  checkpointId: string;
  next: string[];
  /** The edit, when it is one of a graph inside. */
  inside: { namespace: string; checkpointId: string } | null;
}

/**
 * Saves an edit as a new checkpoint; from an older checkpoint it starts a branch, which becomes the head.
 * @throws AppError THREAD_BUSY when a run works on the tip that would be edited.
 */
export async function updateState(context: RunsContext, update: StateUpdate): Promise<UpdatedState> {
  const thread = await requireThread(context, update.threadId);
  const graph = requireGraphOfThread(context, thread);
  await refuseBusyTip(context, update);
  const config = { ...configOf(update), ...(update.metadata !== undefined && { metadata: update.metadata }) };
  const updated = await runGraphCode(() => graph.updateState(config, update.values, update.asNode));
  const checkpointId = String(updated.configurable?.checkpoint_id);
  const branchId = updated.branchId ?? (await branchOf(context, update.threadId, checkpointId));
  const parentId = update.checkpointId ?? thread.head?.tipId ?? null;
  // The timeline is the root graph's: an edit inside of a subgraph adds no row to it.
  const isRoot = (update.namespace ?? '') === '';
  if (isRoot) context.bus.publish({ type: 'edit', threadId: update.threadId, branchId, parentId });
  else context.bus.publish({ type: 'thread', threadId: update.threadId });
  context.log.write('state-updated', { thread: update.threadId, checkpoint: checkpointId, branch: branchId });
  return { checkpointId, checkpointMap: updated.configurable?.checkpoint_map ?? null, branchId, next: updated.next };
}

/** An edit on a branch of its own, also at a tip, which becomes the head unless it is aside; what was there stays as it is. */
export async function forkThread(context: RunsContext, fork: StateUpdate & { name?: string }): Promise<ForkedState> {
  const updated = await updateState(context, { startsBranch: true, ...fork });
  const forked = await rootForkOf(context, fork, updated);
  if (fork.name !== undefined) await nameFork(context, { ...forked, threadId: fork.threadId, name: fork.name });
  return forked;
}

export async function nameFork(
  { store, bus }: RunsContext,
  { threadId, branchId, name }: { threadId: string; branchId: string; name: string },
): Promise<void> {
  await store.saver.updateBranch(threadId, branchId, { name });
  bus.publish({ type: 'thread', threadId });
}

/** An edit inside made a copy of each graph around: the root's is what the timeline shows of it. */
async function rootForkOf(context: RunsContext, fork: StateUpdate, updated: UpdatedState): Promise<ForkedState> {
  const { checkpointId, checkpointMap, branchId, next } = updated;
  const rootId = checkpointMap?.[''];
  if (rootId === undefined) return { branchId, checkpointId, next, inside: null };
  const namespace = Object.entries(checkpointMap ?? {}).find(([, id]) => id === checkpointId)?.[0] ?? '';
  const rootBranch = await branchOf(context, fork.threadId, rootId);
  context.bus.publish({ type: 'edit', threadId: fork.threadId, branchId: rootBranch, parentId: null });
  return { branchId: rootBranch, checkpointId: rootId, next, inside: { namespace, checkpointId } };
}

export function configOf({
  threadId,
  checkpointId,
  namespace = '',
  startsBranch,
}: Omit<StateUpdate, 'values' | 'asNode' | 'metadata'>): RunnableConfig {
  return {
    configurable: {
      thread_id: threadId,
      checkpoint_ns: namespace,
      ...(checkpointId !== null && { checkpoint_id: checkpointId }),
      ...(startsBranch && { fork: startsBranch }),
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
  const place = await rootPlaceOf(context, update);
  const branches = await context.store.saver.readBranches(threadId);
  const edited = branches.find((branch) => (place === null ? branch.isHead : branch.tipId === place));
  if (place !== null && edited === undefined) {
    if (place === checkpointId) await requireTuple(context, threadId, '', checkpointId);
    return;
  }
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

/**
 * The root graph's checkpoint that an edit is at; null for the head's tip. A subgraph's state belongs to the one that its
 * graph was called from, unless it is kept over the thread: then the head's next call goes on from it.
 */
async function rootPlaceOf(context: RunsContext, update: StateUpdate): Promise<string | null> {
  const { threadId, checkpointId, namespace = '' } = update;
  if (namespace === '') return checkpointId;
  const tuple = await requireTuple(context, threadId, namespace, checkpointId);
  return namespace.includes(':') ? (tuple.metadata.parents[''] ?? null) : null;
}

async function branchOf(context: RunsContext, threadId: string, tipId: string): Promise<string> {
  const branches = await context.store.saver.readBranches(threadId);
  return branches.find((branch) => branch.tipId === tipId)?.branchId ?? '';
}
