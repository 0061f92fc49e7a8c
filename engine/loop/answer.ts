import type { PendingWrite, TaskPath } from '../checkpoint/checkpoint';

/** A node that is about to run. */
export interface TaskToAnswer {
  readonly node: string;
  /** Nodes on the way to the graph, outermost first; none for the root. */
  readonly path: readonly string[];
  /** The step that the task is a part of. */
  readonly step: number;
  /** How many tasks of the same node stand before it in its step. */
  readonly index: number;
  readonly taskPath: TaskPath;
  readonly triggers: readonly string[];
}

/** What stands in for a node that does not run. */
export type GivenAnswer =
  /** All that the node wrote another time, as a checkpoint's pending writes tell it: its routes are among it and not asked for anew. */
  | { kind: 'reused'; writes: readonly PendingWrite[] }
  /** What the node would have returned, checked as such. The node's edges and routers follow. */
  | { kind: 'mocked'; result: unknown };

/**
 * Answers for a node in its place, or nothing to let it run. What it throws, the task fails with. It may call `interrupt()` as
 * the node would: the task waits then, and when it was answered the rule is asked again.
 */
export type AnswerRule = (task: TaskToAnswer) => GivenAnswer | undefined | Promise<GivenAnswer | undefined>;
