import type { StepCommit } from '../checkpoint/branching';
import type { ChannelVersions, Checkpoint, PendingWrite, TaskRecord } from '../checkpoint/checkpoint';
import { CHECKPOINT_FORMAT } from '../checkpoint/checkpoint';
import type { Invocation } from './invocation';
import type { LoopState } from './loop-state';
import { checkpointIdOf } from './loop-state';
import { callsOf } from './task/call-ledger';
import { RanTask } from './task/ran-task';
import type { Task } from './task/task';
import { originOf } from './task/task';
import { storableWrites } from './task/task-events';

type Changes = Pick<StepCommit, 'newVersions' | 'newValues' | 'newSeen' | 'dropped'>;

/** What is new in the state since it was last saved. */
export function changesOf(state: LoopState): Changes {
  const newVersions: ChannelVersions = {};
  const newValues: Record<string, unknown> = {};
  const newSeen: Record<string, ChannelVersions> = {};
  for (const name of state.unsaved) {
    const channel = state.channels.get(name);
    if (!channel?.isTracked) continue;
    newVersions[name] = state.versions[name] as string;
    if (channel.isSaved) newValues[name] = channel.save();
  }
  for (const node of state.unsavedSeen) newSeen[node] = state.seen[node] as ChannelVersions;
  return { newVersions, newValues, newSeen, dropped: state.dropped };
}

export function countAsSaved(state: LoopState): void {
  state.unsaved.clear();
  state.unsavedSeen.clear();
  if (state.dropped.length > 0) state.dropped = [];
}

/** The whole state as one checkpoint, for savers of other engines. */
export function wholeCheckpoint(state: LoopState, createdAt: number): Checkpoint {
  const values: Record<string, unknown> = {};
  for (const [name, channel] of state.channels) {
    if (channel.isSaved) values[name] = channel.save();
  }
  const versions: ChannelVersions = {};
  for (const [name, version] of Object.entries(state.versions)) {
    if (state.channels.get(name)?.isTracked !== false) versions[name] = version;
  }
  return {
    v: CHECKPOINT_FORMAT,
    id: checkpointIdOf(state),
    ts: new Date(createdAt).toISOString(),
    channel_values: values,
    channel_versions: versions,
    versions_seen: { ...state.seen },
  };
}

/** How the step's tasks went, and the writes of an only one. Asked before the state moves on: they ran on this checkpoint. */
export function ranTasks(
  run: Invocation,
  ran: readonly Task[],
): { tasks: readonly TaskRecord[]; loneWrites: PendingWrite[] | undefined } {
  const [only] = ran;
  if (!only) return { tasks: [], loneWrites: undefined };
  const { state } = run;
  const origin = originOf(state);
  const calls = state.calls && callsOf(state);
  const isLone = ran.length === 1 && !only.isReused;
  const all = calls ? [...ran, ...calls.tasks()] : ran;
  return {
    tasks: all.map((task) => new RanTask(task, origin)),
    loneWrites: isLone ? storableWrites(run, only.writes) : undefined,
  };
}
