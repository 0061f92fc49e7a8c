import { adopt } from '../channels/isolation';
import type { BranchOrigin, StepCommit } from '../checkpoint/branching';
import type {
  ChannelVersions,
  Checkpoint,
  CheckpointMetadata,
  PendingWrite,
  TaskRecord,
} from '../checkpoint/checkpoint';
import { CHECKPOINT_FORMAT } from '../checkpoint/checkpoint';
import { nextCheckpointId, runId } from '../checkpoint/ids';
import type { BranchingSaver } from '../checkpoint/saver';
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
  /** Nodes that ran beside it. */
  siblings?: string[];
  next?: string[];
  metadata?: Record<string, unknown>;
  loneWrites?: PendingWrite[];
  /** Channels that become empty. */
  emptied?: string[];
  /** Channels that lose their version. */
  dropped?: string[];
}

/** Commits steps as the engine does, one branch each: what a run leaves behind, without a graph. */
export class ThreadRecorder {
  readonly saver: BranchingSaver;
  readonly threadId: string;
  readonly namespace: string;
  #state: RecorderState;
  #start: { origin: BranchOrigin; isFirst: boolean; isAside?: true } | null;
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
    return commit.checkpointId;
  }

  /** A commit that is not saved yet: for two writers on one tip. */
  prepare(changes: Record<string, unknown>, step: RecordedStep = {}): StepCommit {
    const { branchId, tipId } = this.#state;
    const node = step.node ?? 'work';
    const newVersions: ChannelVersions = {};
    for (const channel of [...Object.keys(changes), ...(step.emptied ?? [])]) {
      newVersions[channel] = nextVersion(ownVersion(this.#state.versions, channel), this.#suffix);
    }
    const taskIdOfStep = `${tipId === null ? '00000000-0000-5000-8000-000000000000' : runId()}`;
    return {
      threadId: this.threadId,
      namespace: this.namespace,
      graphName: 'conformance',
      parentId: tipId,
      placement: this.#start ? { kind: 'start', branchId, ...this.#start } : { kind: 'extend', branchId },
      checkpointId: nextCheckpointId(tipId),
      createdAt: Date.now(),
      metadata: this.#metadata(step.metadata),
      newVersions,
      newValues: adopt(changes),
      newSeen: { [node]: { ...this.#state.versions } },
      dropped: step.dropped ?? [],
      next: step.next ?? [node],
      tasks: this.#state.step < 0 ? [] : tasksOf(taskIdOfStep, node, step.siblings),
      ...(step.loneWrites && { loneWrites: step.loneWrites }),
    };
  }

  /** Goes on from a commit that was saved. */
  accept(commit: StepCommit): void {
    const { id, channel_values, channel_versions, versions_seen } = this.checkpointAfter(commit);
    this.#start = null;
    this.#state = {
      ...this.#state,
      tipId: id,
      step: this.#state.step + 1,
      values: channel_values,
      versions: channel_versions,
      seen: versions_seen,
    };
  }

  /** What a saver must give back when the prepared commit is saved. */
  checkpointAfter({ checkpointId, createdAt, newVersions, newValues, newSeen, dropped }: StepCommit): Checkpoint {
    const versions = { ...this.#state.versions, ...newVersions };
    const values = { ...this.#state.values };
    for (const channel of [...Object.keys(newVersions), ...dropped]) delete values[channel];
    for (const channel of dropped) delete versions[channel];
    return {
      v: CHECKPOINT_FORMAT,
      id: checkpointId,
      ts: new Date(createdAt).toISOString(),
      channel_values: { ...values, ...newValues },
      channel_versions: versions,
      versions_seen: { ...this.#state.seen, ...newSeen },
    };
  }

  /** A recorder whose first step starts a branch at a checkpoint that is there; aside: beside the head, which stays. */
  async forkAt(checkpointId: string, origin: BranchOrigin = 'edit', isAside = false): Promise<ThreadRecorder> {
    const tuple = await this.saver.getTuple({
      configurable: { thread_id: this.threadId, checkpoint_ns: this.namespace, checkpoint_id: checkpointId },
    });
    if (!tuple) throw new Error(`No checkpoint ${checkpointId} to fork at.`);
    const fork = new ThreadRecorder(this.saver, this.threadId, this.namespace);
    fork.#start = { origin, isFirst: false, ...(isAside && { isAside }) };
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

  #metadata(own: Record<string, unknown> | undefined): CheckpointMetadata {
    const source = this.#state.step < 0 ? 'input' : this.#start ? 'update' : 'loop';
    return { parents: {}, ...own, source, step: this.#state.step };
  }
}

/** A channel may be named like a method of every object. */
function ownVersion(versions: ChannelVersions, channel: string): ChannelVersions[string] | undefined {
  return Object.hasOwn(versions, channel) ? versions[channel] : undefined;
}

function tasksOf(id: string, node: string, siblings: string[] = []): TaskRecord[] {
  return [taskRecord(id, node), ...siblings.map((sibling) => taskRecord(runId(), sibling))];
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
