import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { Annotation, Command, END, Overwrite, Send, START, StateGraph } from '..';
import { withLangGraph } from '../zod';

const State = Annotation.Root({
  topic: Annotation<string>,
  log: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
  count: Annotation<number, string>({ reducer: (a, b) => a + b.length, default: () => 0 }),
});

const idle = () => ({});

describe('building', () => {
  it('knows the state in nodes and routers', () => {
    new StateGraph(State)
      .addNode('write', (state, runtime) => {
        expectTypeOf(state).toEqualTypeOf<{ topic: string; log: string[]; count: number }>();
        expectTypeOf(runtime.signal).toEqualTypeOf<AbortSignal>();
        return { log: new Overwrite([state.topic]), count: 'four', topic: 'x' };
      })
      .addEdge(START, 'write')
      .addConditionalEdges('write', (state) => {
        expectTypeOf(state.count).toEqualTypeOf<number>();
        return END;
      });
    // @ts-expect-error an update's values are typed
    new StateGraph(State).addNode('write', () => ({ topic: 5 }));
    // @ts-expect-error edges know the nodes
    expect(() => new StateGraph(State).addNode('a', idle).addEdge(START, 'b').compile()).toThrow();
  });

  it('knows the state of a zod object, and what its reducers take', async () => {
    const Zod = z.object({
      mood: z.enum(['good', 'bad']).default('good'),
      tags: withLangGraph(z.array(z.string()), {
        reducer: { fn: (list, tag: string) => [...list, tag], schema: z.string() },
        default: () => [],
      }),
    });
    const graph = new StateGraph(Zod)
      .addNode('tag', (state) => {
        expectTypeOf(state).toEqualTypeOf<{ mood: 'good' | 'bad'; tags: string[] }>();
        return { tags: 'one' };
      })
      .addEdge(START, 'tag')
      .compile();
    expect(await graph.invoke({})).toEqual({ mood: 'good', tags: ['one'] });
    expectTypeOf(graph.invoke).parameter(0).toMatchTypeOf<{ mood?: unknown } | Command<unknown, unknown> | null>();
  });

  it.each([
    [
      'a second node of one name',
      () => new StateGraph(State).addNode('a', idle).addNode('a', idle),
      /"a" was added twice/,
    ],
    [
      'a reserved name',
      () =>
        new StateGraph(State)
          .addNode(START, idle)
          .addEdge(START, START as never)
          .compile(),
      /reserved/,
    ],
    [
      'a separator in a name',
      () => new StateGraph(State).addNode('a:b', idle).addEdge(START, 'a:b').compile(),
      /separate namespaces/,
    ],
    ['no entry', () => new StateGraph(State).addNode('a', idle).compile(), /no entry/],
    [
      'an edge to nowhere',
      () =>
        new StateGraph(State)
          .addNode('a', idle)
          .addEdge(START, 'b' as 'a')
          .compile(),
      /leads to "b", which is no node/,
    ],
    [
      'an edge from END',
      () =>
        new StateGraph(State)
          .addNode('a', idle)
          .addEdge(START, 'a')
          .addEdge(END as never, 'a')
          .compile(),
      /starts at END/,
    ],
    [
      'an edge to START',
      () =>
        new StateGraph(State)
          .addNode('a', idle)
          .addEdge(START, 'a')
          .addEdge('a', START as never)
          .compile(),
      /leads to START/,
    ],
    [
      'a node out of reach',
      () => new StateGraph(State).addNode('a', idle).addNode('b', idle).addEdge(START, 'a').compile(),
      /"b" can't be reached/,
    ],
    [
      'a state key of the engine',
      () => new StateGraph({ __x: Annotation<string> }).addNode('a', idle).addEdge(START, 'a').compile(),
      /"__x"/,
    ],
    [
      'a breakpoint at no node',
      () =>
        new StateGraph(State)
          .addNode('a', idle)
          .addEdge(START, 'a')
          .compile({ interruptBefore: ['z'] }),
      /names "z"/,
    ],
  ])('refuses %s', (_what, build, message) => {
    expect(build).toThrow(message);
  });

  it('BETTER: refuses an unknown node option instead of ignoring it', () => {
    const build = () => new StateGraph(State).addNode('a', idle, { retries: {} } as never);
    expect(build).toThrow(/unknown option "retries"; the options are input, metadata, ends/);
  });

  it('refuses an unknown compile option as well', () => {
    const build = () =>
      new StateGraph(State)
        .addNode('a', idle)
        .addEdge(START, 'a')
        .compile({ stores: {} } as never);
    expect(build).toThrow(/no option "stores"/);
  });

  it('chains a sequence, an entry and a finish', async () => {
    const graph = new StateGraph(State)
      .addSequence([
        ['a', () => ({ log: ['a'] })],
        ['b', () => ({ log: ['b'] })],
      ])
      .setEntryPoint('a')
      .setFinishPoint('b')
      .compile();
    expect((await graph.invoke({})).log).toEqual(['a', 'b']);
  });

  it('gives a node that asks for it a state of its own', async () => {
    const graph = new StateGraph(State)
      .addNode('a', (state: { topic: string }) => ({ log: [Object.keys(state).join()] }), {
        input: Annotation.Root({ topic: Annotation<string> }),
      })
      .addEdge(START, 'a')
      .compile();
    expect((await graph.invoke({ topic: 't' })).log).toEqual(['topic']);
  });

  it('separates input, output and state', async () => {
    const graph = new StateGraph({
      stateSchema: State,
      input: Annotation.Root({ topic: Annotation<string> }),
      output: Annotation.Root({ log: Annotation<string[]> }),
    })
      .addNode('a', (state) => ({ log: [state.topic] }))
      .addEdge(START, 'a')
      .compile();
    expect(await graph.invoke({ topic: 't' })).toEqual({ log: ['t'] });
    await expect(graph.invoke({ log: ['x'] } as never)).rejects.toThrow(/input has the key "log"/);
  });

  it('draws itself as plain data', () => {
    const graph = new StateGraph(State)
      .addNode('plan', idle, { ends: ['work'] })
      .addNode('work', idle)
      .addEdge(START, 'plan')
      .addConditionalEdges('work', () => 'again', { again: 'work' } as never)
      .compile();
    const { nodes, edges } = graph.getGraph();
    expect(nodes.map(({ id, type }) => [id, type])).toEqual([
      ['__start__', 'schema'],
      ['plan', 'runnable'],
      ['work', 'runnable'],
      ['__end__', 'schema'],
    ]);
    expect(edges).toEqual([
      { source: '__start__', target: 'plan', conditional: false },
      { source: 'work', target: 'work', data: 'again', conditional: true },
      { source: 'work', target: '__end__', conditional: true },
      { source: 'plan', target: 'work', conditional: true },
    ]);
  });

  it('gives the JSON Schema of a zod state, and an open one for annotations', () => {
    const zod = new StateGraph(z.object({ mood: z.enum(['good', 'bad']), depth: z.number().int().optional() }))
      .addNode('a', () => ({ depth: 1 }))
      .addEdge(START, 'a')
      .compile()
      .getSchemas();
    expect(zod.state).toMatchObject({
      type: 'object',
      properties: { mood: { enum: ['good', 'bad'] }, depth: { type: 'integer' } },
      required: ['mood'],
    });
    expect(zod.input).not.toHaveProperty('required');
    const open = new StateGraph(State).addNode('a', idle).addEdge(START, 'a').compile().getSchemas();
    expect(open.state).toMatchObject({ type: 'object', properties: { topic: {}, log: {}, count: {} } });
  });
});

describe('what a node may answer', () => {
  const run = (answer: unknown) =>
    new StateGraph(State)
      .addNode('a', () => answer as never, { ends: ['b'] })
      .addNode('b', () => ({ log: ['b'] }))
      .addEdge(START, 'a')
      .compile()
      .invoke({ topic: 't' });

  it('an update, a Command, a list with Commands, or nothing', async () => {
    expect((await run({ log: ['a'] })).log).toEqual(['a']);
    expect((await run(new Command({ update: { log: ['a'] }, goto: 'b' }))).log).toEqual(['a', 'b']);
    expect(
      (
        await run([
          { log: ['x'] },
          new Command({
            update: [
              ['log', ['y']],
              ['log', ['z']],
            ],
          }),
        ])
      ).log,
    ).toEqual(['x', 'y', 'z']);
    expect((await run(new Command({ goto: [new Send('b', {}), 'b'] }))).log).toEqual(['b', 'b']);
    expect((await run(null)).log).toEqual([]);
    expect((await run(undefined)).log).toEqual([]);
  });

  it.each([['a string'], [7], [['a list']], [true]])('nothing else: %j', async (answer) => {
    await expect(run(answer)).rejects.toMatchObject({ code: 'INVALID_GRAPH_NODE_RETURN_VALUE' });
  });

  it('BETTER: an unknown key is an error that names it and the known ones', async () => {
    await expect(run({ lgo: [] })).rejects.toThrow(/wrote the state key "lgo".*topic, log, count/);
  });

  it('a Command to no node is an error', async () => {
    await expect(run(new Command({ goto: 'nowhere' }))).rejects.toThrow(/answered "nowhere", which is no target/);
  });
});
