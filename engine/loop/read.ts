import type { Channel } from '../channels/channel';
import { detach } from '../channels/detach';
import { adopt, taskCopy } from '../channels/isolation';
import { START } from '../channels/names';
import type { PendingWrite } from '../checkpoint/checkpoint';
import { isCallPath } from '../checkpoint/checkpoint';
import type { LoopState } from './loop-state';
import type { Task } from './task/task';

/** Values by key; keys of empty channels are absent. The values are shared and frozen (I6). */
export function readValues(channels: ReadonlyMap<string, Channel>, keys: Iterable<string>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const key of keys) {
    const channel = channels.get(key);
    if (channel?.isAvailable) values[key] = channel.read();
  }
  return values;
}

/** What a task's function gets: its own shallow copies, so that a push or an assignment stays its own affair. */
export function inputOf(state: LoopState, task: Task): unknown {
  if (task.path[0] === '__pregel_push') return copyOfArgs(task.args);
  if (task.node.takesInput) return wholeInput(state, task);
  const input: Record<string, unknown> = {};
  for (const key of task.node.reads) {
    const channel = state.channels.get(key);
    if (channel?.isAvailable) input[key] = channel.isTracked ? taskCopy(channel.read()) : channel.read();
  }
  return input;
}

/** A function's input is its own to change, like an argument. START passes the input on. */
function wholeInput(state: LoopState, { node }: Task): unknown {
  const input = state.channels.get(START)?.read();
  return node.body ? detach(input) : input;
}

/** A Send's argument stands for a state, so its top-level lists and records are the task's own too. */
function copyOfArgs(args: unknown): unknown {
  const copy = taskCopy(args);
  if (copy === args || Array.isArray(copy)) return copy;
  const record = copy as Record<string, unknown>;
  for (const key of Object.keys(record)) record[key] = taskCopy(record[key]);
  return record;
}

/** What streams and timelines show as a task's input: the same values, shared and frozen. */
export function shownInputOf(state: LoopState, task: Task): unknown {
  if (isCallPath(task.path)) return shownArgs(task.args);
  if (task.path[0] === '__pregel_push') return task.args;
  if (task.node.takesInput) return state.channels.get(START)?.read();
  return readValues(state.channels, task.node.reads);
}

/** A call's arguments are the caller's own and are shown as they are now; what contains itself can only be shared. */
function shownArgs(args: unknown): unknown {
  try {
    return adopt(args);
  } catch {
    return args;
  }
}

/** The state with one task's own writes applied, for its routers. The state itself stays as it is. */
export function readWithWrites(
  state: LoopState,
  keys: readonly string[],
  writes: readonly PendingWrite[],
): Record<string, unknown> {
  const values = readSharedWithWrites(state, keys, writes);
  for (const key of Object.keys(values)) values[key] = ownCopy(state, key, values[key]);
  return values;
}

/** What a router gets of a value of `readSharedWithWrites`. */
export function ownCopy(state: LoopState, key: string, value: unknown): unknown {
  return state.channels.get(key)?.isTracked ? taskCopy(value) : value;
}

/** The same as `readWithWrites`, with values that are shared and frozen. */
export function readSharedWithWrites(
  state: LoopState,
  keys: readonly string[],
  writes: readonly PendingWrite[],
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const key of keys) {
    const channel = state.channels.get(key);
    if (!channel) continue;
    const own = writesTo(key, writes);
    if (!own && !channel.isAvailable) continue;
    values[key] = own ? channel.preview(own, key) : channel.read();
  }
  return values;
}

function writesTo(key: string, writes: readonly PendingWrite[]): unknown[] | null {
  let own: unknown[] | null = null;
  for (const [name, value] of writes) {
    if (name !== key) continue;
    if (own) own.push(value);
    else own = [value];
  }
  return own;
}
