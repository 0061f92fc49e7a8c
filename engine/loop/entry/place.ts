import { TASKS } from '../../channels/names';
import type { CallPath, TaskPath } from '../../checkpoint/checkpoint';
import { isCallPath } from '../../checkpoint/checkpoint';
import { childNamespace } from '../../checkpoint/namespace';
import type { Send } from '../../control/send';
import type { LoopState } from '../loop-state';
import { callsOf } from '../task/call-ledger';
import type { Task } from '../task/task';

// Where a graph is called, by what lasts from run to run: the names of the nodes on the way. A graph that keeps its state
// over the thread finds it there. Tasks that run side by side must not share one state, so where several tasks of a step
// run one node, all but the first are marked by their number, and a task function's calls by who made them as well.

/** The place of a graph that a task calls. @param place of the graph whose task it is */
export function placeOfCall(place: string, state: LoopState, task: Task, call: number): string {
  return childNamespace(place, task.node.name, markOf(state, task), call);
}

function markOf(state: LoopState, task: Task): string | null {
  if (isCallPath(task.path)) return `${callerMark(task.path[1])}.${callRank(state, task, task.path)}`;
  const rank = sendRank(state, task);
  return rank === 0 ? null : String(rank);
}

/** How many tasks of the step run the same node before this one: those of Sends come first. */
function sendRank({ channels }: LoopState, { node, path }: Task): number {
  const channel = channels.get(TASKS);
  if (!channel?.isAvailable) return 0;
  const sends = channel.read() as readonly Send[];
  const end = path[0] === '__pregel_push' ? (path[1] as number) : sends.length;
  let rank = 0;
  for (let index = 0; index < end; index++) if (sends[index]?.node === node.name) rank++;
  return rank;
}

/** How many calls of the same function its caller made before it. */
function callRank(state: LoopState, { node }: Task, [, caller, index]: CallPath): number {
  const calls = callsOf(state)?.tasks() ?? [];
  return calls.filter(({ node: { name }, path }) => name === node.name && path[1] === caller && (path[2] ?? 0) < index)
    .length;
}

function callerMark(caller: TaskPath): string {
  return isCallPath(caller) ? `${callerMark(caller[1])}.${caller[2]}` : String(caller[1]);
}
