import { expect, it } from 'vitest';
import { END, START } from '../../channels/names';
import { taskId } from '../../checkpoint/ids';
import { MemorySaver } from '../../checkpoint/memory-saver';
import { Annotation } from '../../graph/annotation';
import { StateGraph } from '../../graph/state-graph';

const State = Annotation.Root({ log: Annotation<string[]>({ reducer: (left, right) => [...left, ...right] }) });

it('gives each recorded task, in subgraphs too, the id that its place in the run makes', async () => {
  const tell = (name: string) => () => ({ log: [name] });
  const inner = new StateGraph(State)
    .addNode('within', tell('within'))
    .addEdge(START, 'within')
    .addEdge('within', END)
    .compile();
  const saver = new MemorySaver();
  const graph = new StateGraph(State)
    .addNode('before', tell('before'))
    .addNode('inner', inner)
    .addEdge(START, 'before')
    .addEdge('before', 'inner')
    .addEdge('inner', END)
    .compile({ checkpointer: saver });
  await graph.invoke({ log: [] }, { configurable: { thread_id: 't' } });
  const namespaces = new Set<string>();
  for await (const { config } of saver.list({})) namespaces.add(config.configurable?.checkpoint_ns ?? '');
  expect(namespaces.size).toBe(2);
  const found: string[] = [];
  for (const namespace of namespaces) {
    for (const { tasks, parentId, step } of await saver.readTimeline('t', { namespace, limit: 100 })) {
      for (const { id, node, path } of tasks) {
        expect(id).toBe(taskId(parentId as string, namespace, step, node, path));
        found.push(node);
      }
    }
  }
  expect(found.toSorted()).toEqual(['__start__', '__start__', 'before', 'inner', 'within']);
});
