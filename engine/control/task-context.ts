import { AsyncLocalStorage } from 'node:async_hooks';
import type { PendingWrite } from '../checkpoint/checkpoint';
import type { Runtime } from '../graph/runtime';

/** What a running node can reach without being handed it. */
export interface TaskContext {
  readonly node: string;
  /** Answers stored for this task, in the order of its `interrupt()` calls. */
  readonly answers: readonly unknown[];
  /** `interrupt()` calls so far. */
  asked: number;
  readonly canInterrupt: boolean;
  /** State writes that `pushMessage` made; they go before what the node returns. */
  pushed: PendingWrite[] | null;
  interruptIdAt(index: number): string;
  /** The node's second argument. */
  readonly runtime: Runtime;
  /** The task of the root graph in which this one runs, through however many subgraphs; of a root graph's, itself. */
  readonly outermost: TaskContext;
  /** The node's first argument, once more. */
  input(): unknown;
}

const storage = new AsyncLocalStorage<TaskContext>();

export function runInTask<Result>(context: TaskContext, body: () => Result): Result {
  return storage.run(context, body);
}

export function currentTask(): TaskContext | undefined {
  return storage.getStore();
}
