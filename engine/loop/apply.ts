import type { Channel } from '../channels/channel';
import type { PendingWrite } from '../checkpoint/checkpoint';
import { nextVersion } from '../checkpoint/version';
import type { LoopState } from './loop-state';

/** What `applyWrites` needs to know of a task. Without any trigger among them, tasks make no step: nothing expires. */
export interface AppliedTask {
  nodeName: string;
  /** Channels that made it run. Empty for writes that belong to no task. */
  triggers: readonly string[];
  writes: readonly PendingWrite[];
}

/**
 * Applies one super-step's writes to the state and answers the names of the channels that changed.
 * Tasks are taken in the order given, never in the order they finished, so that a replay gives the same values (I2).
 * @throws InvalidUpdateError when a channel can't combine its writes
 */
export function applyWrites(state: LoopState, tasks: readonly AppliedTask[]): string[] {
  const version = nextVersion(state.lastVersion, state.suffix);
  const changed: string[] = [];
  const mark = (name: string): void => {
    state.versions[name] = version;
    state.unsaved.add(name);
    changed.push(name);
  };

  let isStep = false;
  for (const task of tasks) {
    if (task.triggers.length === 0) continue;
    isStep = true;
    rememberSeen(state, task);
    for (const trigger of task.triggers) {
      if (state.channels.get(trigger)?.consume()) mark(trigger);
    }
  }

  const grouped = groupWrites(state, tasks);
  const expiring = isStep ? state.transient : [];
  const transient = isStep ? [] : [...state.transient];
  for (const [name, writes] of grouped) {
    const channel = state.channels.get(name) as Channel;
    if (!(isStep ? channel.update(writes, name) : channel.amend(writes, name))) continue;
    mark(name);
    if (channel.isTransient && channel.isAvailable && !transient.includes(name)) transient.push(name);
  }
  for (const name of expiring) {
    if (grouped.has(name)) continue;
    state.channels.get(name)?.clear();
    mark(name);
  }
  state.transient = transient;
  if (changed.length > 0) state.lastVersion = version;
  return changed;
}

function rememberSeen(state: LoopState, task: AppliedTask): void {
  const seen = { ...state.seen[task.nodeName] };
  for (const trigger of task.triggers) {
    const version = state.versions[trigger];
    if (version !== undefined) seen[trigger] = version;
  }
  state.seen[task.nodeName] = seen;
}

function groupWrites(state: LoopState, tasks: readonly AppliedTask[]): Map<string, unknown[]> {
  const grouped = new Map<string, unknown[]>();
  for (const task of tasks) {
    for (const [name, value] of task.writes) {
      if (!state.channels.has(name)) continue;
      const writes = grouped.get(name);
      if (writes) writes.push(value);
      else grouped.set(name, [value]);
    }
  }
  return grouped;
}
