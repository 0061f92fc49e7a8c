import { describe, expect, it } from 'vitest';
import { MemorySaver } from '../../checkpoint/memory-saver';
import { Annotation } from '../../graph/annotation';
import { StateGraph } from '../../graph/state-graph';

describe('what is shown of a state', () => {
  const graph = () =>
    new StateGraph({
      stateSchema: Annotation.Root({ question: Annotation<string>, answer: Annotation<string> }),
      output: Annotation.Root({ answer: Annotation<string> }),
    })
      .addNode('think', () => ({ answer: '42' }))
      .addEdge('__start__', 'think')
      .compile({ checkpointer: new MemorySaver() });
  const thread = { configurable: { thread_id: 't' } };

  it('is every key in snapshots and streams; the result has those of the output schema', async () => {
    const built = graph();
    expect(await built.invoke({ question: 'why?' }, thread)).toEqual({ answer: '42' });
    expect((await built.getState(thread)).values).toEqual({ question: 'why?', answer: '42' });
    const streamed: unknown[] = [];
    for await (const values of built.stream({ question: 'why?' }, { ...thread, streamMode: 'values' }))
      streamed.push(values);
    expect(streamed.at(-1)).toEqual({ question: 'why?', answer: '42' });
  });
});
