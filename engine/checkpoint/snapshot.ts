import type { BranchPosition, CheckpointMetadata, RunnableConfig, TaskPath, TaskStatus } from './checkpoint';

/** A question that a node asked. `id` is unique for each `interrupt()` call. */
export interface Interrupt<Value = unknown> {
  id: string;
  value: Value;
}

/** One task pending at a checkpoint, with what has become of it so far. */
export interface StateTask {
  id: string;
  name: string;
  path: TaskPath;
  status: TaskStatus;
  /** Present when the task failed: the message and, when known, the error's name and stack. */
  error?: { name: string; message: string; stack?: string };
  interrupts: Interrupt[];
  /** What the finished task wrote, as an update, or what an entrypoint returned: present when it is done. */
  result?: unknown;
  /** Of a task that runs a subgraph: where its checkpoints are, or with `subgraphs: true` the state there. */
  state?: StateSnapshot | RunnableConfig;
}

/** The state at one checkpoint, the caller's own copy. */
export interface StateSnapshot<Values = Record<string, unknown>> {
  values: Values;
  /** Nodes that run next, one entry per task that is not done. */
  next: string[];
  tasks: StateTask[];
  config: RunnableConfig;
  metadata?: CheckpointMetadata;
  /** ISO 8601 UTC. */
  createdAt?: string;
  parentConfig?: RunnableConfig;
  /** False when the thread has no checkpoint at all: an empty state and no thread look alike otherwise. */
  exists: boolean;
  /** With a saver that knows branches. */
  position?: BranchPosition;
}
