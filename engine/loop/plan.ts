import { TASKS } from '../channels/names';
import type { Send } from '../control/send';
import type { Blueprint, NodePlan } from '../graph/blueprint';
import type { LoopState } from './loop-state';
import type { Task } from './task/task';
import { createTask } from './task/task';

/**
 * The tasks of the next step: one per pending Send, in order, then one per triggered node, by name (I1).
 * Looks only at nodes that `changed` channels trigger; without `changed`, at all of them. Nodes that the graph no longer
 * has are left out: see `lostNodes`.
 */
export function planTasks(blueprint: Blueprint, state: LoopState, changed?: readonly string[]): Task[] {
  const nodes = changed ? nodesTriggeredBy(blueprint, state, changed) : allTriggered(blueprint, state);
  if (nodes.length > 1) nodes.sort((a, b) => (a.name < b.name ? -1 : 1));
  const pulled = nodes.map((node) => createTask(node, node.path));
  const channel = state.channels.get(TASKS);
  return channel?.isAvailable ? pushedTasks(blueprint, channel.read() as readonly Send[]).concat(pulled) : pulled;
}

function pushedTasks(blueprint: Blueprint, sends: readonly Send[]): Task[] {
  const tasks: Task[] = [];
  for (const [index, send] of sends.entries()) {
    const node = blueprint.nodes.get(send.node);
    if (node) tasks.push(createTask(node, ['__pregel_push', index], send.args, send.timeout));
  }
  return tasks;
}

/** What changed last has a version that nobody has seen. */
function nodesTriggeredBy(blueprint: Blueprint, state: LoopState, changed: readonly string[]): NodePlan[] {
  let found: NodePlan[] | null = null;
  for (const name of changed) {
    const nodes = blueprint.triggered.get(name);
    if (!nodes || !state.channels.get(name)?.isAvailable) continue;
    // Most steps trigger one node: a list that is pushed to has room for 16 more.
    if (!found) found = [...nodes];
    else for (const node of nodes) if (!found.includes(node)) found.push(node);
  }
  return found ?? [];
}

function allTriggered(blueprint: Blueprint, state: LoopState): NodePlan[] {
  const found: NodePlan[] = [];
  for (const node of blueprint.nodes.values()) {
    if (node.triggers.some((trigger) => isTriggeredBy(state, node, trigger))) found.push(node);
  }
  return found;
}

/** Versions only grow along a path, so "newer than seen" is "other than seen". */
function isTriggeredBy(state: LoopState, node: NodePlan, trigger: string): boolean {
  if (!state.channels.get(trigger)?.isAvailable) return false;
  if (state.suffix === null) return true;
  const version = state.versions[trigger];
  return version !== undefined && state.seen[node.name]?.[trigger] !== version;
}
