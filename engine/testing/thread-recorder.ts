import { adopt } from '../channels/isolation';
import type {
  ChannelVersions,
  Checkpoint,
  CheckpointMetadata,
  PendingWrite,
  TaskRecord,
} from '../checkpoint/checkpoint';
import { nextCheckpointId, runId } from '../checkpoint/ids';
import type { BranchingSaver, BranchOrigin, StepCommit } from '../checkpoint/saver';
import { nextVersion, versionSuffix } from '../checkpoint/version';

interface RecorderState {
  branchId: string;
  tipId: string | null;
  step: number;
  values: Record<string, unknown>;
  versions: ChannelVersions;
  seen: Record<string, ChannelVersions>;
}

export interface RecordedStep {
  node?: string;
  next?: string[];
  metadata?: Record<string, unknown>;
  loneWrites?: PendingWrite[];
  /** Channels that become empty. */
  emptied?: string[];
}

/** Commits steps as the engine does, one branch each: what a run leaves behind, without a graph. */
export class ThreadRecorder {
  readonly saver: BranchingSaver;
  readonly threadId: string;
  readonly namespace: string;
  #state: RecorderState;
  #start: { origin: BranchOrigin; isFirst: boolean } | null;
  readonly #suffix = versionSuffix();

  constructor(saver: BranchingSaver, threadId: string, namespace = '') {
    this.saver = saver;
    this.threadId = threadId;
    this.namespace = namespace;
    this.#state = { branchId: runId(), tipId: null, step: -1, values: {}, versions: {}, seen: {} };
    this.#start = { origin: 'input', isFirst: true };
  }

  get branchId(): string {
    return this.#state.branchId;
  }

  get tipId(): string {
    return this.#state.tipId as string;
  }

  get values(): Record<string, unknown> {
    return this.#state.values;
  }

  /** Saves a step that gives `changes` new values, and answers its checkpoint id. */
  async step(changes: Record<string, unknown>, step: RecordedStep = {}): Promise<string> {
    const commit = this.prepare(changes, step);
    await this.saver.commitStep(commit);
    this.accept(commit);
    return commit.checkpoint.id;
  }

  /** A commit that is not saved yet: for two writers on one tip. */
  prepare(changes: Record<string, unknown>, step: RecordedStep = {}): StepCommit {
    const { branchId, tipId } = this.#state;
    const node = step.node ?? 'work';
    const newVersions: ChannelVersions = {};
    for (const channel of [...Object.keys(changes), ...(step.emptied ?? [])]) {
      newVersions[channel] = nextVersion(ownVersion(this.#state.versions, channel), this.#suffix);
    }
    const values = { ...this.#state.values, ...adopt(changes) };
    for (const channel of step.emptied ?? []) delete values[channel];
    const taskIdOfStep = `${tipId === null ? '00000000-0000-5000-8000-000000000000' : runId()}`;
    return {
      threadId: this.threadId,
      namespace: this.namespace,
      graphName: 'conformance',
      parentId: tipId,
      placement: this.#start ? { kind: 'start', branchId, ...this.#start } : { kind: 'extend', branchId },
      checkpoint: this.#checkpoint(values, { ...this.#state.versions, ...newVersions }, node),
      metadata: this.#metadata(step.metadata),
      newVersions,
      next: step.next ?? [node],
      tasks: this.#state.step < 0 ? [] : [taskRecord(taskIdOfStep, node)],
      ...(step.loneWrites && { loneWrites: { taskId: taskIdOfStep, writes: step.loneWrites } }),
    };
  }

  /** Goes on from a commit that was saved. */
  accept({ checkpoint }: StepCommit): void {
    this.#start = null;
    this.#state = {
      ...this.#state,
      tipId: checkpoint.id,
      step: this.#state.step + 1,
      values: checkpoint.channel_values,
      versions: checkpoint.channel_versions,
      seen: checkpoint.versions_seen,
    };
  }

  /** A recorder whose first step starts a branch at a checkpoint that is there. */
  async forkAt(checkpointId: string, origin: BranchOrigin = 'edit'): Promise<ThreadRecorder> {
    const tuple = await this.saver.getTuple({
      configurable: { thread_id: this.threadId, checkpoint_ns: this.namespace, checkpoint_id: checkpointId },
    });
    if (!tuple) throw new Error(`No checkpoint ${checkpointId} to fork at.`);
    const fork = new ThreadRecorder(this.saver, this.threadId, this.namespace);
    fork.#start = { origin, isFirst: false };
    fork.#state = {
      branchId: fork.branchId,
      tipId: checkpointId,
      step: tuple.metadata.step + 1,
      values: adopt(tuple.checkpoint.channel_values),
      versions: tuple.checkpoint.channel_versions,
      seen: tuple.checkpoint.versions_seen,
    };
    return fork;
  }

  #checkpoint(values: Record<string, unknown>, versions: ChannelVersions, node: string): Checkpoint {
    return {
      v: 4,
      id: nextCheckpointId(this.#state.tipId),
      ts: new Date().toISOString(),
      channel_values: values,
      channel_versions: versions,
      versions_seen: { ...this.#state.seen, [node]: { ...this.#state.versions } },
    };
  }

  #metadata(own: Record<string, unknown> | undefined): CheckpointMetadata {
    const source = this.#state.step < 0 ? 'input' : this.#start ? 'update' : 'loop';
    return { ...own, source, step: this.#state.step, parents: {} };
  }
}

/** A channel may be named like a method of every object. */
function ownVersion(versions: ChannelVersions, channel: string): ChannelVersions[string] | undefined {
  return Object.hasOwn(versions, channel) ? versions[channel] : undefined;
}

function taskRecord(id: string, node: string): TaskRecord {
  return {
    id,
    node,
    path: ['__pregel_pull', node],
    startMs: 1_700_000_000_000.25,
    durationMs: 1.5,
    attempts: 1,
    status: 'done',
  };
}
