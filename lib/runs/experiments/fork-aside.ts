import type { RunsContext } from '../context';
import { type ForkedState, forkThread, type StateUpdate } from '../update-state';

/** Of an edit; without one the checkpoint is copied, with the same nodes to run next. */
export interface AsideFork extends Pick<StateUpdate, 'threadId' | 'metadata'> {
  checkpointId: string;
  edit: Record<string, unknown> | null;
  asNode: string | undefined;
  name: string;
}

/** The engine's name for an update that copies a checkpoint. */
const COPY = '__copy__';

/** A fork that leaves the thread's head where it is: nobody looks at these branches before they have ended. */
export async function forkAside(context: RunsContext, fork: AsideFork): Promise<ForkedState> {
  const { threadId, checkpointId, edit, asNode, name, metadata } = fork;
  const { saver } = context.store;
  const head = (await saver.readBranches(threadId)).find((branch) => branch.isHead);
  const way =
    edit === null ? { values: null, asNode: COPY } : { values: edit, ...(asNode !== undefined && { asNode }) };
  const forked = await forkThread(context, { threadId, checkpointId, metadata, name, ...way });
  const now = (await saver.readBranches(threadId)).find((branch) => branch.isHead);
  // Somebody else may have moved it meanwhile: that stands.
  if (head === undefined || now?.branchId !== forked.branchId) return forked;
  await saver.updateBranch(threadId, head.branchId, { isHead: true });
  context.bus.publish({ type: 'thread', threadId });
  return forked;
}
