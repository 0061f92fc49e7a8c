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
  const { namespace, checkpointId } = fork.origin;
  // The copy changes nothing, so its tasks are planned from the same state, under its own id.
  const next = planTasks(run.blueprint, run.state);
  refuseLostCalls(run, next, fork);
  const kept = {
    ...(namespace !== run.state.namespace && { copied_from: { namespace, checkpointId } }),
    ...(fork.descents.length > 0 && { descents: fork.descents }),
  };
  await saveStep(run, { source: 'fork', ran: [], next, kept });
  run.descents = { ...fork, checkpointId: checkpointIdOf(run.state) };
  emitState(run);
  return next;
}
