import type { Configurable } from '../checkpoint/checkpoint';

/** The second argument of every node and router: what the node may know and use of its run. */
export interface Runtime<Context = unknown> {
  /** What the caller passed, plus `thread_id`, `checkpoint_id` and `branch` of the checkpoint that the task runs on. */
  readonly configurable: Configurable;
  readonly metadata: Record<string, unknown>;
  readonly tags: readonly string[];
  readonly recursionLimit: number;
  /** The caller's `context`. */
  readonly context: Context;
  /** Aborts when the run is stopped; pass it on to what the node waits for. */
  readonly signal: AbortSignal;
  /** Sends a value to streams of mode `custom`; does nothing when nobody listens. */
  readonly writer: (chunk: unknown) => void;
  readonly executionInfo: ExecutionInfo;
}

export interface ExecutionInfo {
  threadId: string | undefined;
  runId: string | undefined;
  checkpointId: string;
  taskId: string;
  node: string;
  step: number;
  /** 1 for the first attempt. */
  attempt: number;
}

/** LangGraph.js's name for what a node gets as its second argument. */
export type LangGraphRunnableConfig<Context = unknown> = Runtime<Context>;
