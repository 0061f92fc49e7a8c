import type { ServerInfo } from '../graph/runtime';
import type { BaseStore } from '../store/base-store';

/** A channel's version. Ours are strings (see `version.ts`); other engines' savers may hold numbers. */
export type ChannelVersion = string | number;
export type ChannelVersions = Record<string, ChannelVersion>;

/** One saved state, in LangGraph's shape. `channel_values` holds only channels that have a value. */
export interface Checkpoint {
  v: number;
  /** UUIDv6: string order is time order. */
  id: string;
  /** Creation instant, ISO 8601 UTC. */
  ts: string;
  channel_values: Record<string, unknown>;
  channel_versions: ChannelVersions;
  /** node → trigger channel → the version it last ran on. */
  versions_seen: Record<string, ChannelVersions>;
}

export const CHECKPOINT_FORMAT = 4;

export type CheckpointSource = 'input' | 'loop' | 'update' | 'fork';

/** Plain JSON; filterable by savers. */
export interface CheckpointMetadata {
  source: CheckpointSource;
  /** The first input checkpoint is -1, START's own step 0, the first node's 1. */
  step: number;
  /** Checkpoint ids of the enclosing graphs, by namespace. */
  parents: Readonly<Record<string, string>>;
  run_id?: string;
  /** Of a subgraph whose namespace does not tell it: its place, which graphs inside that keep their state go by. */
  place?: string;
  /** Of a graph that keeps its state over the thread: the task that called it. */
  called_by?: string;
  /** The same, when the checkpoint around it at which it was made was pruned: the branch that led on from there. */
  host_branch?: string;
  /** Of a copy: the checkpoints inside at which subgraph calls of its tasks go on. */
  descents?: readonly Descent[];
  /** Of a copy: the original's finished tasks, and calls of task functions, that are not run again. Ids. */
  taken_over?: readonly string[];
  /** Of a copy in another namespace than its original: the original. */
  copied_from?: CheckpointPlace;
  [key: string]: unknown;
}

/** What a checkpoint of a graph inside tells of its call, besides the checkpoints around it. */
export type CallMetadata = Pick<CheckpointMetadata, 'place' | 'called_by'>;

export interface CheckpointPlace {
  namespace: string;
  checkpointId: string;
}

/** The way from a graph's checkpoint down to one inside, a subgraph's checkpoint for each level: outermost first. */
export type Descent = readonly DescentStep[];

export interface DescentStep extends CheckpointPlace {
  /** As of a copy: finished tasks of that checkpoint that are not run again. */
  taken_over?: readonly string[];
}

export type PendingWrite = [channel: string, value: unknown];
export type CheckpointPendingWrite = [taskId: string, channel: string, value: unknown];

/** What a caller passes along with a run. Names are LangGraph's. */
export interface RunnableConfig {
  configurable?: Configurable;
  /** Super-steps allowed per invocation, START's own not counted. Default 25. */
  recursionLimit?: number;
  maxConcurrency?: number;
  tags?: readonly string[];
  metadata?: Record<string, unknown>;
  signal?: AbortSignal;
  /** Identifies the run; stored as `run_id` in metadata. */
  runId?: string;
  runName?: string;
  /** LangChain's callbacks: a list of handlers, or its CallbackManager. They hear of the graph, its nodes and what these call. */
  callbacks?: object;
  context?: unknown;
  /** Long-term memory for this call, instead of the graph's own. */
  store?: BaseStore | undefined;
  /** Given by a server that runs the graph for others. */
  serverInfo?: ServerInfo | undefined;
}

export interface Configurable {
  thread_id?: string;
  checkpoint_ns?: string;
  checkpoint_id?: string;
  /** Checkpoint ids of a subgraph's checkpoint and of those that enclose it, by namespace. */
  checkpoint_map?: Readonly<Record<string, string>>;
  /** Retrograph's own: the branch to read or to continue, when no checkpoint id is given. Default: the head. */
  branch?: string;
  /** Retrograph's own: an edit starts a branch also at a tip, which becomes the head; `aside`: the head stays where it is. */
  fork?: boolean | 'aside';
  // biome-ignore lint/suspicious/noExplicitAny: the caller's own values; files for LangGraph.js read them unchecked.
  [key: string]: any;
}

/** Names a checkpoint. */
export type CheckpointConfig = Pick<RunnableConfig, 'configurable'>;

export interface CheckpointTuple {
  config: CheckpointConfig;
  checkpoint: Checkpoint;
  metadata: CheckpointMetadata;
  parentConfig?: CheckpointConfig;
  pendingWrites: CheckpointPendingWrite[];
  /** Where the checkpoint stands. Present for Retrograph's own savers, which know branches. */
  position?: BranchPosition;
}

/** As savers of other engines may give it. */
export type ForeignTuple = Omit<CheckpointTuple, 'metadata' | 'pendingWrites'> &
  Partial<Pick<CheckpointTuple, 'metadata' | 'pendingWrites'>>;

export interface BranchPosition {
  branchId: string;
  /** True when nothing extends this checkpoint on its branch. */
  isTip: boolean;
  /** True when the branch is the thread's head. */
  isHead: boolean;
}

/**
 * Pulled by a trigger channel: `['__pregel_pull', node]`; pushed by a Send: `['__pregel_push', index]`; the n-th call of a
 * task function: `['__pregel_push', path of the task that called, n]`.
 */
export type TaskPath = ['__pregel_pull', string] | ['__pregel_push', number] | CallPath;

export type CallPath = ['__pregel_push', caller: TaskPath, index: number];

export function isCallPath(path: TaskPath): path is CallPath {
  return path.length === 3;
}

export type TaskStatus = 'pending' | 'running' | 'done' | 'failed' | 'interrupted' | 'cancelled';

/** How one task of a finished step went; kept with the step so that a timeline needs no values. */
export interface TaskRecord {
  /** In what the engine commits, worked out when it is read. */
  readonly id: string;
  node: string;
  path: TaskPath;
  /** Start, milliseconds since the epoch, with fraction. */
  startMs: number;
  durationMs: number;
  attempts: number;
  status: TaskStatus;
  /** True when this run took over the writes that an earlier, cut-off run had already stored. */
  reused?: boolean;
  /** True when its result came from the cache. */
  cached?: boolean;
  /** True when all attempts failed and the node's error handler answered. */
  handled?: boolean;
  /** The node did not run: the run's `answerFor` gave what it wrote another time, or what it would have returned. */
  answered?: 'reused' | 'mocked' | undefined;
  /** How what follows was chosen; absent where only fixed edges lead on, of a task that was reused, and in records made before this was kept. */
  routes?: readonly RouteChoice[];
}

/** A choice of what follows a task: by a router of its node, or by the Command that it answered. */
export interface RouteChoice {
  /** The router's name; null for a Command. A Command comes first, then the routers as they were added. */
  router: string | null;
  /** In the order answered; none for an empty list. */
  answers: readonly RouteAnswer[];
  /** State keys that the router read before it answered, in the order of its first look at each. A key without a value leaves no trace. */
  reads: readonly string[];
}

export interface RouteAnswer {
  /** A label of the router's path map, or a node's name. */
  to: string;
  /** How many Sends to that node; 0 for an answer that is no Send. */
  sends: number;
}

/** Reserved write channels. Savers place them at fixed negative indexes so that they are replaced, not kept twice. */
export const ERROR = '__error__';
export const SCHEDULED = '__scheduled__';
export const INTERRUPT = '__interrupt__';
export const RESUME = '__resume__';
/** Retrograph's own: the body of a task is done and its writes are the value, but a router failed. */
export const BODY_DONE = '__body__';
/** Retrograph's own: the node failed for good and its error handler asks: resumed, the handler runs and the node does not. */
export const HANDLING = '__handling__';
/** Retrograph's own: the task was in flight when the run was stopped. Nothing failed; it runs again. */
export const CANCELLED = '__cancelled__';
/** Its value where the task stands at a breakpoint of its subgraph, which stopped it and asks nothing. */
export const HELD = 'held';
/** Retrograph's own: ids of the questions of a task's subgraphs that were answered; the answers lie in the subgraphs. */
export const ANSWERED = '__answered__';
/** Retrograph's own: where the task stands among those of its step, as LangGraph.js tells it. No reader sees it. */
export const TASK_PATH = '__path__';

export const WRITE_INDEX: Readonly<Record<string, number>> = {
  [ERROR]: -1,
  [SCHEDULED]: -2,
  [INTERRUPT]: -3,
  [RESUME]: -4,
  [BODY_DONE]: -5,
  [CANCELLED]: -6,
  [ANSWERED]: -7,
  [HANDLING]: -8,
  [TASK_PATH]: -9,
};
