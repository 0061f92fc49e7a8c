import { describe, expect, it } from 'vitest';
import { UntrackedValueChannel } from '../../channels/untracked-value-channel';
import { MemorySaver } from '../../checkpoint/memory-saver';
import { Command } from '../../control/command';
import { interrupt } from '../../control/interrupt';
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

describe('the result of a run that stopped at a question', () => {
  it('has what the finished siblings wrote, as getState has it', async () => {
    const State = Annotation.Root({
      log: Annotation<string[]>({ reducer: (a, b) => a.concat(b), default: () => [] }),
      client: new UntrackedValueChannel<string>(),
    });
    const built = new StateGraph(State)
      .addNode('asks', () => ({ log: [interrupt<string, string>('?')] }))
      .addNode('works', () => ({ log: ['worked'], client: 'open' }))
      .addEdge('__start__', 'asks')
      .addEdge('__start__', 'works')
      .compile({ checkpointer: new MemorySaver() });
    const stopped = await built.invoke({}, { configurable: { thread_id: 'asked' } });
    expect(stopped).toMatchObject({ log: ['worked'], client: 'open', __interrupt__: [{ value: '?' }] });
    const state = await built.getState({ configurable: { thread_id: 'asked' } });
    expect(state.values.log).toEqual(['worked']);
    const resumed = await built.invoke(new Command({ resume: 'yes' }), { configurable: { thread_id: 'asked' } });
    expect(resumed.log).toEqual(['yes', 'worked']);
  });
});
