import { adopt } from '../channels/isolation';
import type { Interrupt } from '../checkpoint/snapshot';
import { EngineError } from '../errors';
import { currentTask } from './task-context';

const BRAND = Symbol.for('retrograph.interrupt');

/** The key under which an interrupted run's result lists its questions. */
export const INTERRUPT_KEY = '__interrupt__';

/** Thrown by `interrupt()` to leave the node. Not an error of the run: let it pass through `catch` blocks. */
export class GraphInterrupt extends Error {
  readonly interrupts: Interrupt[];

  constructor(interrupts: Interrupt[]) {
    super('The node waits for an answer. If this reached a catch block of the node, throw it on.');
    this.name = 'GraphInterrupt';
    this.interrupts = interrupts;
  }

  get [BRAND](): true {
    return true;
  }
}

export function isGraphInterrupt(error: unknown): error is GraphInterrupt {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/**
 * Stops the node with a question and saves the thread. When the run is resumed the node starts again from its top, and
 * its k-th `interrupt()` call returns the k-th answer.
 * @throws EngineError `OUTSIDE_NODE` outside of a node, `MISSING_CHECKPOINTER` when the graph has nowhere to save,
 *   UnserializableValueError for a question that contains itself
 */
export function interrupt<Value = unknown, Answer = unknown>(value: Value): Answer {
  const task = currentTask();
  if (!task)
    throw new EngineError('OUTSIDE_NODE', 'interrupt() was called outside of a node; call it inside a node function.');
  if (!task.canInterrupt) {
    throw new EngineError(
      'MISSING_CHECKPOINTER',
      `Node "${task.node}" called interrupt(), but the graph has no checkpointer; compile it with { checkpointer }.`,
    );
  }
  const index = task.asked++;
  if (index < task.answers.length) return task.answers[index] as Answer;
  throw new GraphInterrupt([{ id: task.interruptIdAt(index), value: adopt(value) }]);
}

/** True for a result that stopped at an interrupt. */
export function isInterrupted<Value = unknown>(values: unknown): values is { [INTERRUPT_KEY]: Interrupt<Value>[] } {
  return typeof values === 'object' && values !== null && INTERRUPT_KEY in values;
}
