import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  Annotation,
  Command,
  entrypoint,
  getPreviousState,
  InMemoryStore,
  interrupt,
  isCompiledGraph,
  type LangGraphRunnableConfig,
  MemorySaver,
  START,
  StateGraph,
} from '..';
import { listOf } from '../testing/list-of';
import { thread } from './workflow-fixtures';

describe('an entrypoint', () => {
  it.each([
    ['a text', 'text'],
    ['a number', 0],
    ['a list', [1, { two: 2 }]],
    ['an object', { a: 1 }],
    ['null', null],
    ['nothing', undefined],
    ['a date', new Date(0)],
  ])('answers %s as its function returned it, and keeps it', async (_what, value) => {
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, () => value);
    expect(await workflow.invoke(1, thread)).toEqual(value);
    expect((await workflow.getState(thread)).values).toEqual(value);
  });

  it.each([['a text'], [7], [''], [0], [false], [['a', 'b']], [{ a: { b: 1 } }]])(
    'takes %j as its input',
    async (input) => {
      const echo = entrypoint('echo', async (given: unknown) => ({ given }));
      expect(await echo.invoke(input)).toEqual({ given: input });
    },
  );

  it('leaves two checkpoints: the input and its result', async () => {
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, (n: number) => n * 2);
    await workflow.invoke(21, thread);
    const states = await listOf(workflow.getStateHistory(thread));
    expect(states.map(({ values, next, metadata }) => [values, next, metadata?.source, metadata?.step])).toEqual([
      [42, [], 'loop', 0],
      [null, ['workflow'], 'input', -1],
    ]);
    expect(states[1]?.tasks).toMatchObject([{ name: 'workflow', status: 'done', result: 42 }]);
  });

  it('may change its input: it is its own', async () => {
    const input = { list: [1], deep: { list: [1] } };
    const workflow = entrypoint('workflow', (given: typeof input) => {
      given.deep.list.push(2);
      return given.deep.list;
    });
    expect(await workflow.invoke(input)).toEqual([1, 2]);
    expect(input.deep.list).toEqual([1]);
  });

  it('gets what nodes get as a second argument', async () => {
    const store = new InMemoryStore();
    const workflow = entrypoint({ name: 'workflow', store }, (_: number, config: LangGraphRunnableConfig) => [
      config.executionInfo?.node,
      config.store === store,
      config.context,
    ]);
    expect(await workflow.invoke(1, { context: 'c' })).toEqual(['workflow', true, 'c']);
  });

  it('is a compiled graph of one node', () => {
    const workflow = entrypoint('workflow', () => 1);
    expect(isCompiledGraph(workflow)).toBe(true);
    expect(workflow.nodes).toEqual(['workflow']);
    expect(workflow.getGraph().edges.map(({ source, target }) => [source, target])).toEqual([
      ['__start__', 'workflow'],
      ['workflow', '__end__'],
    ]);
  });

  it('refuses names, functions and options that can not work', () => {
    expect(() => entrypoint('a|b', () => 1)).toThrow(/separate namespaces/);
    expect(() => entrypoint('__start__', () => 1)).toThrow(/reserved/);
    expect(() => entrypoint({ name: 'a', checkpoint: 1 } as { name: string }, () => 1)).toThrow(
      /no option "checkpoint"/,
    );
    const generator = function* () {} as unknown as () => number;
    expect(() => entrypoint('a', generator)).toThrow(/"a" is a generator/);
    expect(() => entrypoint('a', undefined as unknown as () => number)).toThrow(/needs a function/);
  });

  it('streams its result under its name, and values when it is done', async () => {
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, (n: number) => n + 1);
    expect(await listOf(workflow.stream(1, { ...thread, streamMode: ['updates', 'values'] }))).toEqual([
      ['updates', { workflow: 2 }],
      ['values', 2],
    ]);
    const tasks = await listOf(workflow.stream(5, { ...thread, streamMode: 'tasks' }));
    expect(tasks).toMatchObject([
      { name: 'workflow', input: 5, triggers: ['__start__'] },
      { name: 'workflow', result: { __end__: 6 } },
    ]);
  });
});

describe('what an entrypoint keeps for its next run', () => {
  it('is what it returned', async () => {
    const words = entrypoint({ name: 'words', checkpointer: new MemorySaver() }, (word: string) => {
      const previous = getPreviousState<string | undefined>();
      return previous === undefined ? word : `${previous} ${word}`;
    });
    expect(await words.invoke('hello', thread)).toBe('hello');
    expect(await words.invoke('world', thread)).toBe('hello world');
    expect(await words.invoke('again', { configurable: { thread_id: 'other' } })).toBe('again');
  });

  it('or what entrypoint.final saves, apart from what the caller gets', async () => {
    const counter = entrypoint({ name: 'counter', checkpointer: new MemorySaver() }, (n: number) =>
      entrypoint.final({ value: getPreviousState<number>() ?? 0, save: 2 * n }),
    );
    expect(await counter.invoke(3, thread)).toBe(0);
    expect((await counter.getState(thread)).values).toBe(0);
    expect(await counter.invoke(1, thread)).toBe(6);
  });

  it('and may be changed by the function, without changing what was kept', async () => {
    const saver = new MemorySaver();
    const lists = entrypoint({ name: 'lists', checkpointer: saver }, (n: number) => {
      const previous = getPreviousState<{ all: number[] } | undefined>() ?? { all: [] };
      previous.all.push(n);
      return entrypoint.final({ value: previous.all.length, save: n < 9 ? { all: [n] } : undefined });
    });
    await lists.invoke(1, thread);
    expect(await lists.invoke(2, thread)).toBe(2);
    expect(await lists.invoke(9, thread)).toBe(2);
    expect(await lists.invoke(9, thread)).toBe(1);
  });

  it('is out of reach outside of a run', () => {
    expect(() => getPreviousState()).toThrow(expect.objectContaining({ code: 'OUTSIDE_NODE' }));
  });

  it('is not the answer of a run that stops at a question', async () => {
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, (n: number) =>
      n === 1 ? { first: true } : { answer: interrupt<string, string>('why?') },
    );
    await workflow.invoke(1, thread);
    expect(await workflow.invoke(2, thread)).toEqual({ __interrupt__: [{ id: expect.any(String), value: 'why?' }] });
    const state = await workflow.getState(thread);
    expect(state.next).toEqual(['workflow']);
    expect(state.tasks).toMatchObject([{ status: 'interrupted', interrupts: [{ value: 'why?' }] }]);
    expect(await workflow.invoke(new Command({ resume: 'so' }), thread)).toEqual({ answer: 'so' });
  });
});

describe('an edit of an entrypoint', () => {
  it('stands for what its function returned', async () => {
    const words = entrypoint(
      { name: 'words', checkpointer: new MemorySaver() },
      (word: string) => `${getPreviousState<string | undefined>() ?? ''}${word}`,
    );
    await words.invoke('a', thread);
    const { next } = await words.updateState(thread, 'edited ');
    expect(next).toEqual([]);
    expect((await words.getState(thread)).values).toBe('edited ');
    expect(await words.invoke('b', thread)).toBe('edited b');
    await words.updateState(thread, entrypoint.final({ value: 'shown', save: 'kept ' }));
    expect((await words.getState(thread)).values).toBe('shown');
    expect(await words.invoke('c', thread)).toBe('kept c');
  });
});

describe('an entrypoint inside of a graph', () => {
  const State = Annotation.Root({ n: Annotation<number>() });

  it('is a node that takes the state and answers an update', async () => {
    const double = entrypoint('double', async ({ n }: { n: number }) => ({ n: n * 2 }));
    const graph = new StateGraph(State).addNode('double', double).addEdge(START, 'double').compile();
    expect(await graph.invoke({ n: 4 })).toEqual({ n: 8 });
  });

  it('can be called by a node, or by another entrypoint, and its question reaches the outermost caller', async () => {
    const ask = entrypoint('ask', async (question: string) => interrupt<string, string>(question));
    const outer = entrypoint({ name: 'outer', checkpointer: new MemorySaver() }, async (n: number) => [
      await ask.invoke(`${n}?`),
    ]);
    expect(await outer.invoke(1, thread)).toMatchObject({ __interrupt__: [{ value: '1?' }] });
    expect(await outer.invoke(new Command({ resume: 'yes' }), thread)).toEqual(['yes']);
  });
});

describe('types of an entrypoint', () => {
  it('follow from its function', () => {
    const plain = entrypoint('plain', async (_: { topic: string }) => 'essay');
    expectTypeOf(plain.invoke).parameter(0).toEqualTypeOf<{ topic: string } | Command<unknown, unknown> | null>();
    expectTypeOf(plain.invoke).returns.resolves.toEqualTypeOf<string>();
    const final = entrypoint('final', async (n: number) => entrypoint.final({ value: n > 1, save: { n } }));
    expectTypeOf(final.invoke).returns.resolves.toEqualTypeOf<boolean>();
    const either = entrypoint('either', (n: number) => (n > 1 ? entrypoint.final({ value: 'a', save: 1 }) : n));
    expectTypeOf(either.invoke).returns.resolves.toEqualTypeOf<string | number>();
    expectTypeOf(plain.getState).returns.resolves.toHaveProperty('values').toEqualTypeOf<string>();
  });
});
