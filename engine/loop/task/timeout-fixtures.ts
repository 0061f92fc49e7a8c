import type { NodeOptions, Runtime } from '../..';
import { Annotation, MemorySaver, START, StateGraph } from '../..';

export const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
});
export const thread = { configurable: { thread_id: 't' } };

/** What the node does in one of its attempts. */
export type AttemptBody = (runtime: Runtime, attempt: number) => Promise<string> | string;

/** A graph of one node. */
export function graphOf(body: AttemptBody, options: NodeOptions) {
  let attempts = 0;
  return new StateGraph(State)
    .addNode('a', async (_state, runtime) => ({ log: [await body(runtime, ++attempts)] }), options)
    .addEdge(START, 'a')
    .compile({ checkpointer: new MemorySaver() });
}
