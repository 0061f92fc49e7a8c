import { adopt } from '../channels/isolation';
import type { Interrupt } from '../checkpoint/snapshot';
import { EngineError, GraphValueError } from '../errors';
import { GraphBubbleUp, isGraphBubbleUp } from './bubble-up';
import { currentTask } from './task-context';

/** The key under which an interrupted run's result lists its questions. */
export const INTERRUPT_KEY = '__interrupt__';

/** A question as it is thrown: only `interrupt()` knows the ids before the task ends. */
type ThrownInterrupt<Value = unknown> = Omit<Interrupt<Value>, 'id'> & { id?: string };

/** Thrown by `interrupt()` to leave the node. Not an error of the run: let it pass through `catch` blocks. */
export class GraphInterrupt extends GraphBubbleUp {
  override name = 'GraphInterrupt';
  readonly interrupts: ThrownInterrupt[];

  constructor(interrupts: ThrownInterrupt[] = []) {
    super('The node waits for an answer. If this reached a catch block of the node, throw it on.');
    this.interrupts = interrupts;
  }
}

/** Thrown by a node to stop the run until its input has changed: resumed, the node runs again and may throw it again. */
export class NodeInterrupt extends GraphInterrupt {
  override name = 'NodeInterrupt';

  constructor(message: unknown) {
    super([{ value: message }]);
  }
}

/** True for questions of any copy of the engine, and of LangGraph.js itself. */
export function isGraphInterrupt(error: unknown): error is GraphInterrupt {
  return isGraphBubbleUp(error) && Array.isArray((error as { interrupts?: unknown }).interrupts);
}

/**
 * Stops the node with a question and saves the thread. When the run is resumed the node starts again from its top, and
 * its k-th `interrupt()` call returns the k-th answer.
 * @throws EngineError `OUTSIDE_NODE` outside of a node, GraphValueError `MISSING_CHECKPOINTER` when the graph has nowhere to save,
 *   UnserializableValueError for a question that contains itself
 */
// biome-ignore lint/suspicious/noExplicitAny: what a person answers; files for LangGraph.js read it unchecked.
export function interrupt<Value = unknown, Answer = any>(value: Value): Answer {
  const task = currentTask();
  if (!task)
    throw new EngineError('OUTSIDE_NODE', 'interrupt() was called outside of a node; call it inside a node function.');
  if (!task.canInterrupt) {
    throw new GraphValueError(
      `Node "${task.node}" called interrupt(), but the graph has no checkpointer; compile it with { checkpointer }.`,
      { lc_error_code: 'MISSING_CHECKPOINTER' },
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
