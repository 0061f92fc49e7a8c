import type { RetryPolicy } from '../..';
import { Annotation, MemorySaver, START, StateGraph } from '../..';
import type { FakeClock } from '../../testing';

export const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
});
export const thread = { configurable: { thread_id: 't' } };
export const steady: RetryPolicy = { jitter: false };

/** A graph of one node that fails with these errors, one an attempt, and notes when it began. */
export function failing(errors: unknown[], retryPolicy: RetryPolicy | RetryPolicy[], clock: FakeClock) {
  const beganMs: number[] = [];
  const left = [...errors];
  const graph = new StateGraph(State)
    .addNode(
      'a',
      () => {
        beganMs.push(clock.now());
        if (left.length > 0) throw left.shift();
        return { log: ['a'] };
      },
      { retryPolicy },
    )
    .addEdge(START, 'a')
    .compile({ checkpointer: new MemorySaver() });
  return { graph, beganMs };
}
