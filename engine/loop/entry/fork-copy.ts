import type { Invocation } from '../invocation';
import { checkpointIdOf } from '../loop-state';
import { planTasks } from '../plan';
import { saveStep } from '../save';
import type { Task } from '../task/task';
import type { Fork } from './descent';
import { refuseLostCalls } from './descent';
import { emitState } from './emit-state';

/** Writes an eager copy of the checkpoint as the first of the run's new branch, which becomes the head. */
export async function saveForkCopy(run: Invocation, fork: Fork): Promise<Task[]> {
  const { origin, descents, takenOver } = fork;
  const { namespace, checkpointId } = origin;
  // The copy changes nothing, so its tasks are planned from the same state, under its own id.
  const next = planTasks(run.blueprint, run.state);
  refuseLostCalls(run, next, fork);
  const copied = {
    ...(namespace !== run.state.namespace && { copied_from: { namespace, checkpointId } }),
    ...(descents.length > 0 && { descents }),
    ...(takenOver.length > 0 && { taken_over: takenOver }),
  };
  await saveStep(run, { source: 'fork', ran: [], next, copied });
  run.descents = { checkpointId: checkpointIdOf(run.state), origin, descents };
  emitState(run);
  return next;
}
