import type { RunToTakeBack } from '@/engine';
import type { RunsContext } from './context';
import type { Placement } from './placement';

/** What taking a run back puts back. */
export type RunBegin = Omit<RunToTakeBack, 'runId'>;

/** A run with a new input writes nothing but checkpoints of its own, so nothing need be read for it. */
export function beginWithInput({ headBranchId }: Placement): RunBegin {
  return { headBranchId, start: null };
}

/** Of a run that goes on at a branch's tip. To be read when it holds the branch, so that nobody else moves the tip. */
export async function beginAtTip(context: RunsContext, threadId: string, placement: Placement): Promise<RunBegin> {
  const { saver } = context.store;
  const { branchId, headBranchId } = placement;
  if (branchId === null) return beginWithInput(placement);
  const tip = (await saver.readBranches(threadId)).find((branch) => branch.branchId === branchId);
  return { headBranchId, start: tip === undefined ? null : await saver.readStart(threadId, tip.tipId) };
}
