import { expect, it } from 'vitest';
import { MemorySaver, StateGraph } from '../..';
import type { StepCommit } from '../../checkpoint/branching';
import { around, State, thread } from './subgraph-fixtures';

/** Takes the steps of graphs inside a while later. */
class SlowInside extends MemorySaver {
  open = 0;

  override commitStep(commit: StepCommit): void | Promise<void> {
    if (commit.namespace === '') return super.commitStep(commit);
    this.open++;
    return new Promise<void>((resolve) => setTimeout(resolve, 20)).then(() => {
      this.open--;
      return super.commitStep(commit);
    });
  }
}

it('a stopped run is over when the graphs inside of it have saved what they do', async () => {
  const stop = new AbortController();
  const child = new StateGraph(State)
    .addNode('first', () => stop.abort())
    .addNode('second', () => ({ value: 2 }))
    .addEdge('__start__', 'first')
    .addEdge('first', 'second')
    .compile();
  const saver = new SlowInside();
  const graph = around(child as never).compile({ checkpointer: saver });
  await expect(graph.invoke({ value: 1 }, { ...thread(), signal: stop.signal })).rejects.toMatchObject({
    code: 'ABORTED',
  });
  expect(saver.open).toBe(0);
  expect((await graph.invoke(null, thread())).value).toBe(2);
});
