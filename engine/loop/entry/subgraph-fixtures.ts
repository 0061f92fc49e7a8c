import { interrupt } from '../../control/interrupt';
import { Annotation } from '../../graph/annotation';
import { StateGraph } from '../../graph/state-graph';

export const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (a, b) => a.concat(b), default: () => [] }),
  value: Annotation<number>,
});
export const thread = (id = 't') => ({ configurable: { thread_id: id } });

/** A child whose node `ask` asks before `add` adds. */
export function asking() {
  const Child = Annotation.Root({ value: Annotation<number> });
  return new StateGraph(Child)
    .addNode('ask', () => ({ value: interrupt<string, number>('how much?') }))
    .addNode('add', ({ value }) => ({ value: value + 1 }))
    .addEdge('__start__', 'ask')
    .addEdge('ask', 'add')
    .addEdge('add', '__end__');
}

/** `child` between two nodes that note what they see. */
export function around(child: ReturnType<ReturnType<typeof asking>['compile']>) {
  return new StateGraph(State)
    .addNode('before', () => ({ log: ['before'] }))
    .addNode('child', child)
    .addNode('after', ({ value }) => ({ log: [`after ${value}`] }))
    .addEdge('__start__', 'before')
    .addEdge('before', 'child')
    .addEdge('child', 'after')
    .addEdge('after', '__end__');
}
