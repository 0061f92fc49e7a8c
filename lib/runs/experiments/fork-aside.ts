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
export function forkAside(context: RunsContext, { edit, asNode, ...fork }: AsideFork): Promise<ForkedState> {
  const way =
    edit === null ? { values: null, asNode: COPY } : { values: edit, ...(asNode !== undefined && { asNode }) };
  return forkThread(context, { ...fork, ...way, startsBranch: 'aside' });
}
