import type { ChannelVersions, CheckpointMetadata, CheckpointSource, PendingWrite, TaskRecord } from './checkpoint';

/** Who started a branch. */
export type BranchOrigin = 'input' | 'edit' | 'replay' | 'resume' | 'put';

/** A path of checkpoints from a root to a tip. */
export interface BranchRow {
  branchId: string;
  namespace: string;
  name: string;
  /** The checkpoint that the branch's first one is a child of; null for the thread's first branch. */
  forkCheckpointId: string | null;
  tipId: string;
  isHead: boolean;
  origin: BranchOrigin;
  hidden: boolean;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

/** Where a step goes. Two runs can never both extend one tip. */
export type Placement =
  /** Extend `branchId`, whose tip must be the step's parent; else ThreadConflictError. */
  | { kind: 'extend'; branchId: string }
  /**
   * Start a branch at the parent and make it the head. `isFirst`: the thread must not have a branch yet, else
   * ThreadConflictError. `isAside`: the head stays where it is, without a moment in which it is elsewhere; a first branch
   * is the head all the same.
   */
  | { kind: 'start'; branchId: string; origin: BranchOrigin; isFirst: boolean; isAside?: true };

/**
 * One finished super-step, as the engine hands it to a saver that knows branches: what it changed against the checkpoint
 * `parentId` (against nothing when there is none), so that a step costs the same however large the state is. Nothing of
 * it changes afterwards: a saver may keep it, and plain values by reference, since they are frozen.
 */
export interface StepCommit {
  threadId: string;
  namespace: string;
  /** Name of the graph that ran; registered with the thread on its first write. */
  graphName: string;
  parentId: string | null;
  placement: Placement;
  checkpointId: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  metadata: CheckpointMetadata;
  /** Channels whose version is new in this checkpoint. */
  newVersions: ChannelVersions;
  /** Values of the channels in `newVersions`; one that is missing here became empty. */
  newValues: Record<string, unknown>;
  /** Of each node that ran: all that it has seen, as in a checkpoint's `versions_seen`. */
  newSeen: Record<string, ChannelVersions>;
  /** Channels that have no version any more. */
  dropped: readonly string[];
  /** Nodes that run next, one entry per task. */
  next: readonly string[];
  /** The tasks that this step ran. */
  tasks: readonly TaskRecord[];
  /** Writes of the step's only task, `tasks[0]`, stored under the parent in the same transaction. */
  loneWrites?: PendingWrite[] | undefined;
  /** The caller goes on meanwhile: the saver may wait for more, and save it together with what comes soon. */
  mayWait?: boolean | undefined;
}

/** One checkpoint without its values: what a timeline draws. */
export interface TimelineRow {
  checkpointId: string;
  parentId: string | null;
  branchId: string;
  step: number;
  source: CheckpointSource;
  runId: string | null;
  /** Milliseconds since the epoch. */
  createdAt: number;
  next: string[];
  tasks: TaskRecord[];
  /** Channels that this step changed, with the stored size: of the new value, or of what is new in it. Engine-internal channels are left out. */
  changed: { channel: string; bytes: number }[];
  /** Tasks pending at this checkpoint that asked a question, or failed. Task ids. */
  interruptedTasks: string[];
  failedTasks: string[];
}

/** Only the checkpoints of which all this is true. */
export interface TimelineFilter {
  source?: CheckpointSource;
  step?: number;
  /** A node that ran in the step. */
  node?: string;
  /** True: marked by `addNode(…, { checkpoint })`. */
  milestone?: true;
  /** Keys of the metadata that must be equal. */
  metadata?: Readonly<Record<string, unknown>>;
}

export interface TimelineQuery {
  namespace?: string;
  /** Rows with a greater checkpoint id than this. */
  after?: string;
  /** Only this branch's own rows (not its ancestors'). */
  branchId?: string;
  filter?: TimelineFilter;
  /** Page size, 1 to 10,000. */
  limit: number;
}

/** What a thread takes, as the saver stores it, in all namespaces. */
export interface ThreadSizes {
  threadId: string;
  checkpoints: number;
  /** Values, writes and the checkpoints' own records. */
  bytes: number;
  /** Largest first; of all values that the channel held, but for small ones in the checkpoints' records. Engine-internal ones are left out. */
  channels: { channel: string; bytes: number }[];
}

/** What channels held at a checkpoint. */
export interface ChannelValues {
  checkpointId: string;
  values: Record<string, unknown>;
}
