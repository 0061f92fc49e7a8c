import { describe, expect, it } from 'vitest';
import { Annotation, Command, entrypoint, interrupt, MemorySaver, START, StateGraph, task } from '..';
import { goOn, noted, question, thread } from './workflow-fixtures';

describe('a workflow that stopped at a question', () => {
  it('runs again from its top; finished calls answer what they answered, without running', async () => {
    const slow = noted('slow', (n) => ({ twice: Number(n) * 2 }));
    let tops = 0;
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, async (n: number) => {
      tops++;
      const results = await Promise.all([slow.call(n), slow.call(n + 1)]);
      return { results, answer: question() };
    });
    expect(await workflow.invoke(1, thread)).toMatchObject({ __interrupt__: [{ value: 'go on?' }] });
    expect(await workflow.invoke(goOn, thread)).toEqual({ results: [{ twice: 2 }, { twice: 4 }], answer: 'yes' });
    expect([tops, slow.ran]).toEqual([2, [[1], [2]]]);
  });

  it('in a new input, or another thread, calls run anew', async () => {
    let runs = 0;
    const count = noted('count', () => ++runs);
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, () => count.call());
    expect(await workflow.invoke(1, thread)).toBe(1);
    expect(await workflow.invoke(1, thread)).toBe(2);
    expect(await workflow.invoke(1, { configurable: { thread_id: 'other' } })).toBe(3);
  });

  it('BETTER: each question gets its own answer, in the function and in its calls', async () => {
    const ask = noted('ask', (text) => interrupt<unknown, string>(text));
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, async () => [
      await ask.call('first?'),
      interrupt<string, string>('second?'),
      await ask.call('third?'),
    ]);
    expect(await workflow.invoke(1, thread)).toMatchObject({ __interrupt__: [{ value: 'first?' }] });
    expect((await workflow.getState(thread)).tasks).toMatchObject([
      { name: 'workflow', status: 'interrupted', interrupts: [{ value: 'first?' }] },
    ]);
    expect(await workflow.invoke(new Command({ resume: 'a' }), thread)).toMatchObject({
      __interrupt__: [{ value: 'second?' }],
    });
    expect(await workflow.invoke(new Command({ resume: 'b' }), thread)).toMatchObject({
      __interrupt__: [{ value: 'third?' }],
    });
    expect(await workflow.invoke(new Command({ resume: 'c' }), thread)).toEqual(['a', 'b', 'c']);
    expect(ask.ran).toEqual([['first?'], ['first?'], ['third?'], ['third?']]);
  });

  it('a call asks several questions, one after another', async () => {
    const ask = task('ask', () => [interrupt<string, string>('1?'), interrupt<string, string>('2?')]);
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, () => ask());
    await workflow.invoke(1, thread);
    await workflow.invoke(new Command({ resume: 'a' }), thread);
    expect(await workflow.invoke(new Command({ resume: 'b' }), thread)).toEqual(['a', 'b']);
  });

  it('calls that ask side by side are all shown, and answered together or in turn', async () => {
    const ask = noted('ask', (text) => interrupt<unknown, string>(text));
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, () =>
      Promise.all([ask.call('a?'), ask.call('b?')]),
    );
    const { __interrupt__: asked = [] } = (await workflow.invoke(1, thread)) as {
      __interrupt__?: { id: string; value: string }[];
    };
    expect(asked.map(({ value }) => value)).toEqual(['a?', 'b?']);
    await expect(workflow.invoke(goOn, thread)).rejects.toMatchObject({ code: 'AMBIGUOUS_RESUME' });
    const answer = (index: number, text: string) => ({ [asked[index]?.id ?? '']: text });
    expect(await workflow.invoke(new Command({ resume: answer(1, 'B') }), thread)).toEqual({
      __interrupt__: [asked[0]],
    });
    expect(ask.ran).toEqual([['a?'], ['b?'], ['b?']]);
    expect(await workflow.invoke(new Command({ resume: answer(0, 'A') }), thread)).toEqual(['A', 'B']);
    expect(ask.ran).toHaveLength(4);

    const both = { configurable: { thread_id: 'both' } };
    const { __interrupt__: again = [] } = (await workflow.invoke(1, both)) as { __interrupt__?: { id: string }[] };
    const resume = Object.fromEntries(again.map(({ id }, index) => [id, index]));
    expect(await workflow.invoke(new Command({ resume }), both)).toEqual([0, 1]);
  });

  it('a question of a call inside a call comes up, and the calls before it are not made again', async () => {
    const inner = noted('inner', (n) => n);
    const ask = task('ask', async () => [await inner.call('in ask'), question()]);
    const outer = task('outer', async () => [await inner.call('in outer'), await ask()]);
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, () => outer());
    await workflow.invoke(1, thread);
    expect(await workflow.invoke(goOn, thread)).toEqual(['in outer', ['in ask', 'yes']]);
    expect(inner.ran).toEqual([['in outer'], ['in ask']]);
  });

  it('a graph called inside of a call asks too, and goes on where it stood', async () => {
    const State = Annotation.Root({
      log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
    });
    let firsts = 0;
    const graph = new StateGraph(State)
      .addNode('first', () => ({ log: [`first ${++firsts}`] }))
      .addNode('ask', () => ({ log: [question()] }))
      .addEdge(START, 'first')
      .addEdge('first', 'ask')
      .compile();
    const call = task('call', async () => (await graph.invoke({})).log);
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, () => call());
    await workflow.invoke(1, thread);
    expect(await workflow.invoke(goOn, thread)).toEqual(['first 1', 'yes']);
  });

  it('in a node of a graph its calls are kept as well', async () => {
    const slow = noted('slow', (n) => n);
    const State = Annotation.Root({
      log: Annotation<unknown[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
    });
    const graph = new StateGraph(State)
      .addNode('a', async () => ({ log: [await slow.call('a'), question()] }))
      .addNode('b', async () => ({ log: [await slow.call('b')] }))
      .addEdge(START, 'a')
      .addEdge(START, 'b')
      .compile({ checkpointer: new MemorySaver() });
    await graph.invoke({}, thread);
    expect((await graph.invoke(goOn, thread)).log).toEqual(['a', 'yes', 'b']);
    expect(slow.ran).toEqual([['a'], ['b']]);
  });
});
