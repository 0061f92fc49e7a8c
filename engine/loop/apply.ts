import type { Channel } from '../channels/channel';
import type { ChannelVersion, PendingWrite } from '../checkpoint/checkpoint';
import { nextVersion } from '../checkpoint/version';
import type { LoopState } from './loop-state';

/** What `applyWrites` needs to know of a task. Without any trigger among them, tasks make no step: nothing expires. */
export interface AppliedTask {
  node: { name: string };
  /** Channels that made it run. Empty for writes that belong to no task. */
  triggers: readonly string[];
  writes: readonly PendingWrite[];
}

/** What one call changes: these channels, which all get this version. */
interface Changes {
  version: ChannelVersion;
  names: string[];
}

/**
 * Applies one super-step's writes to the state and answers the names of the channels that changed.
 * Tasks are taken in the order given, never in the order they finished, so that a replay gives the same values (I2).
 * @throws InvalidUpdateError when a channel can't combine its writes
 */
export function applyWrites(state: LoopState, tasks: readonly AppliedTask[]): string[] {
  const changes: Changes = { version: versionAfter(state), names: [] };
  const isStep = consumeTriggers(state, tasks, changes);
  const inboxes = sortWrites(state, tasks);
  const held = isStep ? [] : [...state.transient];
  for (const { name, channel, writes } of inboxes) {
    if (!(isStep ? channel.update(writes, name) : channel.amend(writes, name))) continue;
    mark(state, name, changes);
    if (channel.isTransient && channel.isAvailable && !held.includes(name)) held.push(name);
  }
  if (isStep) expire(state, inboxes, changes);
  state.transient = held;
  if (changes.names.length > 0) state.lastVersion = changes.version;
  return changes.names;
}

function versionAfter({ lastVersion, suffix }: LoopState): ChannelVersion {
  return suffix === null ? Number(lastVersion ?? 0) + 1 : nextVersion(lastVersion, suffix);
}

/** Answers whether the tasks make a step. */
function consumeTriggers(state: LoopState, tasks: readonly AppliedTask[], changes: Changes): boolean {
  let isStep = false;
  for (const { node, triggers } of tasks) {
    if (triggers.length === 0) continue;
    isStep = true;
    rememberSeen(state, node.name, triggers);
    for (const trigger of triggers) {
      if (state.channels.get(trigger)?.consume()) mark(state, trigger, changes);
    }
  }
  return isStep;
}

function rememberSeen(state: LoopState, node: string, triggers: readonly string[]): void {
  // Nobody holds the object of a run that is not recorded.
  const seen = state.suffix === null ? (state.seen[node] ?? {}) : { ...state.seen[node] };
  for (const trigger of triggers) {
    const version = state.versions[trigger];
    if (version !== undefined) seen[trigger] = version;
  }
  state.seen[node] = seen;
  if (state.suffix !== null) state.unsavedSeen.add(node);
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
function expire(state: LoopState, inboxes: readonly Inbox[], changes: Changes): void {
  for (const name of state.transient) {
    if (inboxOf(inboxes, name)) continue;
    state.channels.get(name)?.clear();
    mark(state, name, changes);
  }
}

function mark(state: LoopState, name: string, { version, names }: Changes): void {
  state.versions[name] = version;
  state.unsaved.add(name);
  names.push(name);
}
