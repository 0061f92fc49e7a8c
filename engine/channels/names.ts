export const START = '__start__';
export const END = '__end__';
/** Holds the Sends that become tasks in the next step. */
export const TASKS = '__pregel_tasks';
/** Pseudo node name for values that a caller applies as if they were input. */
export const INPUT = '__input__';
/** Pseudo node name for a copy of a checkpoint beside it. */
export const COPY = '__copy__';
/** Holds what an entrypoint's last run saved for its next one. */
export const PREVIOUS = '__previous__';
/** What a call of a task function returned; no channel of the state. */
export const RETURN = '__return__';
/** Marks a finished task that wrote nothing, so that it is not run again. */
export const NO_WRITES = '__no_writes__';
/** Writes that a `Command` given as input makes; they belong to no task. */
export const NULL_TASK_ID = '00000000-0000-0000-0000-000000000000';

const BRANCH_PREFIX = 'branch:to:';
const JOIN_PREFIX = 'join:';

export function branchChannel(node: string): string {
  return BRANCH_PREFIX + node;
}

/** The node that a channel triggers by itself; null for other channels. */
export function nodeOfBranch(channel: string): string | null {
  return channel.startsWith(BRANCH_PREFIX) ? channel.slice(BRANCH_PREFIX.length) : null;
}

export function joinChannel(sources: readonly string[], target: string): string {
  return `${JOIN_PREFIX}${sources.join('+')}:${target}`;
}

/** True for the engine's own channels, which are not part of the state a person sees. */
export function isInternalChannel(name: string): boolean {
  return name.startsWith('__') || name.startsWith(BRANCH_PREFIX) || name.startsWith(JOIN_PREFIX);
}

/** True for what a finished task wrote, as against what is kept about how it went. */
export function isRegularWrite(channel: string): boolean {
  return !channel.startsWith('__') || channel === TASKS || channel === NO_WRITES || isResultChannel(channel);
}

/** True for what functions return as a whole, where nodes write state keys. */
export function isResultChannel(name: string): boolean {
  return name === RETURN || name === END || name === PREVIOUS;
}
