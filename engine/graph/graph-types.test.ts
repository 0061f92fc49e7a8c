import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import type {
  ConditionalEdgeRouter,
  ExtractStateType,
  ExtractUpdateType,
  GraphNode,
  LangGraphRunnableConfig,
  NodeType,
  OverwriteValue,
  StateType,
  ToStateDefinition,
  UpdateType,
} from '..';
import {
  Annotation,
  Command,
  END,
  interrupt,
  LastValue,
  MemorySaver,
  Send,
  START,
  StateGraph,
  StateSchema,
  Topic,
  writer,
} from '..';

const State = Annotation.Root({
  topic: Annotation<string>,
  log: Annotation<string[], string>({ reducer: (list, line) => [...list, line], default: () => [] }),
});

const idle = () => ({});

describe('the types of a graph file', () => {
  it('a state by its keys, under all its names', () => {
    type Values = { topic: string; log: string[] };
    type Update = { topic?: string; log?: string | OverwriteValue<string[]> };
    expectTypeOf<typeof State.State>().toEqualTypeOf<Values>();
    expectTypeOf<typeof State.Update>().toEqualTypeOf<Update>();
    expectTypeOf<StateType<typeof State.spec>>().toEqualTypeOf<Values>();
    expectTypeOf<UpdateType<typeof State.spec>>().toEqualTypeOf<Update>();
    expectTypeOf<ExtractStateType<typeof State>>().toEqualTypeOf<Values>();
    expectTypeOf<ExtractUpdateType<typeof State>>().toEqualTypeOf<Update>();
    expectTypeOf<ExtractStateType<ToStateDefinition<typeof State>>>().toEqualTypeOf<Values>();
    expectTypeOf<NodeType<typeof State.spec>>().toEqualTypeOf<typeof State.Node>();
  });

  it('a state of channels', () => {
    const Channels = Annotation.Root({
      last: new LastValue<number>(() => 0),
      list: () => new Topic<string>({ accumulate: true }),
    });
    expectTypeOf<typeof Channels.State>().toEqualTypeOf<{ last: number; list: string[] }>();
    expectTypeOf<NonNullable<(typeof Channels.Update)['list']>>().toEqualTypeOf<
      string | string[] | OverwriteValue<string[]>
    >();
  });

  it('nodes and routers written apart from the graph', async () => {
    const first: typeof State.Node = (state) => ({ log: state.topic });
    const second: GraphNode<typeof State, { user: string }> = (state, config) => ({
      log: `${config.context?.user} ${state.log.length}`,
    });
    const route: ConditionalEdgeRouter<typeof State, Record<string, unknown>, 'second'> = (state) =>
      state.log.length < 3 ? 'second' : END;
    const withConfig = async (_: typeof State.State, config: LangGraphRunnableConfig) => ({
      log: config.runId ?? 'no id',
    });
    const tenant = ({ configurable, context }: LangGraphRunnableConfig): string =>
      configurable?.tenant ?? context?.tenant;
    expectTypeOf(tenant).returns.toEqualTypeOf<string>();
    const graph = new StateGraph(State)
      .addNode('first', first)
      .addNode('second', second)
      .addNode('third', withConfig)
      .addEdge(START, 'first')
      .addConditionalEdges('first', route, ['second', END])
      .addEdge('second', 'third')
      .compile();
    const { log } = await graph.invoke({ topic: 'x' }, { context: { user: 'Ada' } });
    expect(log).toEqual(['x', 'Ada 1', 'no id']);
    // @ts-expect-error the log takes lines
    const wrong: typeof State.Node = () => ({ log: 5 });
    // @ts-expect-error a router answers its nodes
    const lost: ConditionalEdgeRouter<typeof State, Record<string, unknown>, 'second'> = () => 'nowhere';
    expect([wrong, lost]).toHaveLength(2);
  });

  it('a node by a bag of schemas', () => {
    const In = new StateSchema({ question: z.string() });
    const Out = new StateSchema({ answer: z.string() });
    const Context = z.object({ user: z.string() });
    const node: GraphNode<{
      InputSchema: typeof In;
      OutputSchema: typeof Out;
      ContextSchema: typeof Context;
      Nodes: 'next';
    }> = (state, config) => {
      expectTypeOf(state).toEqualTypeOf<{ question: string }>();
      expectTypeOf(config.context).toEqualTypeOf<{ user: string } | undefined>();
      return new Command({ goto: 'next', update: { answer: state.question } });
    };
    new StateGraph({ state: new StateSchema({ ...In.fields, ...Out.fields }), context: Context }).addNode('a', node);
    // @ts-expect-error a Command names one of the node's targets
    const lost: typeof node = () => new Command({ goto: 'nowhere' });
    expect(lost).toBeDefined();
  });

  it('edges know the nodes that were added, one by one, by object or by list', () => {
    const graph = new StateGraph(State)
      .addNode('a', idle)
      .addNode({ b: idle, c: idle })
      .addNode([
        ['d', idle],
        ['e', idle, { metadata: { note: 1 } }],
      ])
      .addSequence([
        ['f', idle],
        ['g', idle],
      ])
      .addEdge(START, 'a')
      .addEdge('a', 'b')
      .addEdge(['b', 'c'], 'd');
    // @ts-expect-error no such node
    graph.addEdge('typo', 'a');
    // @ts-expect-error no such target
    graph.addConditionalEdges('a', () => 'b', { yes: 'typo' });
    // @ts-expect-error no such node in the list
    graph.addEdge(['b', 'typo'], 'd');
    expect(() => graph.compile()).toThrow();
  });

  it('nodes that are named first may be pointed at before they are added', () => {
    const graph = new StateGraph(State, { nodes: ['a', 'b'] }).addEdge(START, 'a').addEdge('a', 'b');
    const a: typeof graph.Node = () => new Command({ goto: 'b' });
    // @ts-expect-error a Command names a node of the graph
    const lost: typeof graph.Node = () => new Command({ goto: 'typo' });
    expect([a, lost]).toHaveLength(2);
  });

  it('`ends` names the targets of Commands, which edges then know', async () => {
    const graph = new StateGraph(State)
      .addNode('ask', () => new Command({ goto: 'tell', update: { log: 'asked' } }), { ends: ['tell', END] })
      .addEdge('tell', END)
      .addNode('tell', () => new Command({ update: { log: 'told' } }))
      .addEdge(START, 'ask')
      .compile();
    expect((await graph.invoke({})).log).toEqual(['asked', 'told']);
  });

  it('a Send and the node that takes it', async () => {
    const send = new Send('one', { line: 'x' });
    expectTypeOf(send).toEqualTypeOf<Send<'one', { line: string }>>();
    const graph = new StateGraph(State)
      .addNode('one', (args: { line: string }) => ({ log: args.line }))
      .addConditionalEdges(START, () => [send, new Send('one', { line: 'y' })])
      .compile();
    expect((await graph.invoke({})).log).toEqual(['x', 'y']);
  });

  it("input and output, and the caller's context", async () => {
    const graph = new StateGraph(State, {
      input: Annotation.Root({ topic: Annotation<string> }),
      output: z.object({ log: z.array(z.string()) }),
      context: z.object({ depth: z.number().default(2) }),
    })
      .addNode('a', (state, runtime) => {
        expectTypeOf(runtime.context).toEqualTypeOf<{ depth: number }>();
        return { log: `${state.topic} ${runtime.context.depth}` };
      })
      .addEdge(START, 'a')
      .compile();
    const result = await graph.invoke({ topic: 'x' });
    expectTypeOf(result.log).toEqualTypeOf<string[]>();
    expect(result).toEqual({ log: ['x 2'] });
    // @ts-expect-error the input has no log
    await expect(graph.invoke({ log: 'x' })).rejects.toThrow();
  });

  it('questions and chunks of the graph, by name', async () => {
    const graph = new StateGraph({
      state: State,
      interrupt: { approve: interrupt<{ draft: string }, boolean> },
      writer: writer<{ percent: number }>,
    })
      .addNode('a', (state, runtime) => {
        runtime.writer({ percent: 50 });
        // @ts-expect-error a chunk has a number
        const wrong = () => runtime.writer('half');
        const isApproved = runtime.interrupt.approve({ draft: state.topic });
        expectTypeOf(isApproved).toEqualTypeOf<boolean>();
        expect(wrong).toBeDefined();
        return { log: isApproved ? 'yes' : 'no' };
      })
      .addEdge(START, 'a')
      .compile({ checkpointer: new MemorySaver() });
    const thread = { configurable: { thread_id: 't' } };
    const asked = await graph.invoke({ topic: 'x' }, thread);
    expect(asked.__interrupt__?.[0]?.value).toEqual({ draft: 'x' });
    expect((await graph.invoke(new Command({ resume: true }), thread)).log).toEqual(['yes']);
  });

  it('a question and chunks of the graph beside the state, which are no context', async () => {
    const graph = new StateGraph(State, { interrupt: interrupt<string, boolean>, writer: writer<number> })
      .addNode('a', (state, runtime) => {
        runtime.writer(1);
        const isApproved = runtime.interrupt(state.topic);
        expectTypeOf(isApproved).toEqualTypeOf<boolean>();
        return { log: isApproved ? 'yes' : 'no' };
      })
      .addEdge(START, 'a')
      .compile({ checkpointer: new MemorySaver() });
    expect(graph.getSchemas()).not.toHaveProperty('context');
    const thread = { configurable: { thread_id: 't' } };
    expect((await graph.invoke({ topic: 'x' }, thread)).__interrupt__?.[0]?.value).toBe('x');
    expect((await graph.invoke(new Command({ resume: true }), thread)).log).toEqual(['yes']);
  });

  it('the first form of a state, by channels', async () => {
    interface Values {
      name: string;
      log: string[];
    }
    const graph = new StateGraph<Values>({
      channels: {
        name: null,
        log: { value: (list: string[], more: string[]) => list.concat(more), default: () => [] },
      },
    })
      .addNode('a', (state) => {
        expectTypeOf(state).toEqualTypeOf<Values>();
        return { log: [state.name] };
      })
      .addEdge(START, 'a')
      .compile();
    expect(await graph.invoke({ name: 'x' })).toEqual({ name: 'x', log: ['x'] });
  });

  it('an annotation by the older name of its reducer', async () => {
    const Sum = Annotation.Root({ total: Annotation<number>({ value: (a, b) => a + b, default: () => 1 }) });
    const graph = new StateGraph(Sum)
      .addNode('a', () => ({ total: 2 }))
      .addEdge(START, 'a')
      .compile();
    expect(await graph.invoke({ total: 4 })).toEqual({ total: 7 });
  });
});
