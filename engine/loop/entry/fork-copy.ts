import type { BranchOrigin } from '../../checkpoint/saver';
import type { Invocation } from '../invocation';
import { planTasks } from '../plan';
import { saveStep } from '../save';
import type { Task } from '../task/task';
import { emitState } from './emit-state';
import type { Position } from './position';
import { placementAfter } from './position';

/** Writes an eager copy of the checkpoint as the first of a branch of its own, which becomes the head. */
export async function copyCheckpoint(run: Invocation, position: Position, origin: BranchOrigin): Promise<Task[]> {
  const { store, state } = run;
  if (store) store.placement = placementAfter(position, true, origin);
  const next = planTasks(run.blueprint, state);
  // The copy changes nothing, so its tasks are planned from the same state, under its own id.
  await saveStep(run, { source: 'fork', ran: [], next });
  emitState(run);
  return next;
}
