import type { Channel } from '../channels/channel';
import type { PendingWrite } from '../checkpoint/checkpoint';
import { nextVersion } from '../checkpoint/version';
import type { LoopState } from './loop-state';

/** What `applyWrites` needs to know of a task. Without any trigger among them, tasks make no step: nothing expires. */
export interface AppliedTask {
  node: { name: string };
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
  const changed: string[] = [];
  const isStep = consumeTriggers(state, tasks, changed);
  const inboxes = sortWrites(state, tasks);
  const filled = isStep ? [] : [...state.transient];
  for (const { name, channel, writes } of inboxes) {
    if (!(isStep ? channel.update(writes, name) : channel.amend(writes, name))) continue;
    changed.push(name);
    if (channel.isTransient && channel.isAvailable && !filled.includes(name)) filled.push(name);
  }
  if (isStep) expire(state, inboxes, changed);
  state.transient = filled;
  if (state.suffix !== null) giveVersions(state, tasks, changed, state.suffix);
  return changed;
}

/** Nothing is left to run: what waited for that becomes available. Answers the channels that did. */
export function finishChannels(state: LoopState, names: readonly string[]): string[] {
  const finished = names.filter((name) => state.channels.get(name)?.finish());
  if (state.suffix !== null) giveVersions(state, [], finished, state.suffix);
  return finished;
}

/** Answers whether the tasks make a step. */
function consumeTriggers(state: LoopState, tasks: readonly AppliedTask[], changed: string[]): boolean {
  let isStep = false;
  for (const { triggers } of tasks) {
    for (const trigger of triggers) {
      isStep = true;
      if (state.channels.get(trigger)?.consume()) changed.push(trigger);
    }
  }
  return isStep;
}

/** All that a channel gets in this step, in task order. */
interface Inbox {
  name: string;
  channel: Channel;
  writes: unknown[];
}

/** In the order in which the channels were first written. A step writes few channels: a list is searched faster than a Map. */
function sortWrites(state: LoopState, tasks: readonly AppliedTask[]): Inbox[] {
  const inboxes: Inbox[] = [];
  for (const task of tasks) {
    for (const [name, value] of task.writes) {
      const inbox = inboxOf(inboxes, name);
      if (inbox) {
        inbox.writes.push(value);
        continue;
      }
      const channel = state.channels.get(name);
      if (channel) inboxes.push({ name, channel, writes: [value] });
    }
  }
  return inboxes;
}

function inboxOf(inboxes: readonly Inbox[], name: string): Inbox | undefined {
  for (const inbox of inboxes) if (inbox.name === name) return inbox;
  return undefined;
}

/** Empties the transient channels that this step has not written again. */
function expire(state: LoopState, inboxes: readonly Inbox[], changed: string[]): void {
  for (const name of state.transient) {
    if (inboxOf(inboxes, name)) continue;
    state.channels.get(name)?.clear();
    changed.push(name);
  }
}

/** For the record: what the nodes that ran have seen, and one new version for all that changed. */
function giveVersions(
  state: LoopState,
  tasks: readonly AppliedTask[],
  changed: readonly string[],
  suffix: string,
): void {
  for (const { node, triggers } of tasks) {
    if (triggers.length === 0) continue;
    const seen = { ...state.seen[node.name] };
    for (const trigger of triggers) {
      const version = state.versions[trigger];
      if (version !== undefined) seen[trigger] = version;
    }
    state.seen[node.name] = seen;
    state.unsavedSeen.add(node.name);
  }
  if (changed.length === 0) return;
  const version = nextVersion(state.lastVersion, suffix);
  for (const name of changed) {
    state.versions[name] = version;
    state.unsaved.add(name);
  }
  state.lastVersion = version;
}
