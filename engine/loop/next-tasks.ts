import type { Blueprint } from '../graph/blueprint';
import { finishChannels } from './apply';
import type { LoopState } from './loop-state';
import { planTasks } from './plan';
import type { Task } from './task/task';

/**
 * The tasks that follow from what a step changed; when there are none, those of deferred nodes that waited for that.
 * Without `changed`: from all that the state holds.
 */
export function nextTasks(blueprint: Blueprint, state: LoopState, changed?: readonly string[]): Task[] {
  const tasks = planTasks(blueprint, state, changed);
  if (tasks.length > 0 || blueprint.deferred.length === 0) return tasks;
  return planTasks(blueprint, state, finishChannels(state, blueprint.deferred));
}
