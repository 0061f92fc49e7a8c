import { describe, expect, it } from 'vitest';
import type { CompileOptions, Runtime, StateSnapshot } from '..';
import { Command, END, MemorySaver, Send, START } from '..';
import type { Log } from './loose-graph';
import { LogState, logGraph, push, thread } from './loose-graph';

// SEMANTICS 2. Building and compiling.

async function answering(answer: unknown) {
  const built = logGraph()
    .addNode('a', () => answer, { ends: ['b'] })
    .addNode('b', push('b'))
    .addEdge(START, 'a');
  return (await built.compile().invoke({})).log;
}

describe('what a node answers', () => {
  it('a partial update, a Command, an array with Commands, null or undefined; at once or as a promise', async () => {
    expect(await answering({ log: ['update'] })).toEqual(['update']);
    expect(await answering(Promise.resolve({ log: ['promised'] }))).toEqual(['promised']);
    expect(await answering(new Command({ update: { log: ['command'] }, goto: 'b' }))).toEqual(['command', 'b']);
    expect(await answering([{ log: ['first'] }, new Command({ goto: 'b' })])).toEqual(['first', 'b']);
    expect(await answering(null)).toEqual([]);
    expect(await answering(undefined)).toEqual([]);
  });

  it.each([['a string'], [1], [true], [['a', 'list']]])(
    'anything else is an InvalidUpdateError: %j',
    async (answer) => {
      await expect(answering(answer)).rejects.toMatchObject({
        name: 'InvalidUpdateError',
        code: 'INVALID_GRAPH_NODE_RETURN_VALUE',
        message: expect.stringContaining('Node "a"'),
      });
    },
  );
});

describe('node options', () => {
  it('the options that there are', () => {
    const options = {
      input: LogState,
      metadata: { team: 'x' },
      retryPolicy: { maxAttempts: 2 },
      cachePolicy: { ttl: 1 },
      timeout: 1_000,
      defer: false,
      ends: [],
      checkpoint: 'after',
      errorHandler: () => ({}),
    };
    for (const [option, value] of Object.entries(options))
      expect(() => logGraph().addNode('a', push('a'), { [option]: value })).not.toThrow();
  });

  it('BETTER: an unknown option is an error, never ignored', () => {
    expect(() => logGraph().addNode('a', push('a'), { retryPolice: {} } as object)).toThrow(
      /unknown option "retryPolice"/,
    );
  });
});

describe('edges', () => {
  it('several edges from one node run all targets in parallel in the next step', async () => {
    const built = logGraph().addNode('a', push('a')).addNode('b', push('b')).addNode('c', push('c'));
    built.addEdge(START, 'a').addEdge('a', 'b').addEdge('a', 'c');
    const compiled = built.compile({ checkpointer: new MemorySaver() });
    await compiled.invoke({}, thread);
    const { metadata } = await compiled.getState(thread);
    expect([metadata?.step, (await compiled.getState(thread)).values.log]).toEqual([2, ['a', 'b', 'c']]);
  });

  it('an edge from several nodes waits for all of them, and runs its target once', async () => {
    const built = logGraph()
      .addNode('a', push('a'))
      .addNode('b', push('b'))
      .addNode('b2', push('b2'))
      .addNode('c', push('c'));
    built.addEdge(START, 'a').addEdge(START, 'b').addEdge('b', 'b2').addEdge(['a', 'b2'], 'c');
    expect((await built.compile().invoke({})).log).toEqual(['a', 'b', 'b2', 'c']);
  });

  it('addSequence, setEntryPoint and setFinishPoint are conveniences', async () => {
    const built = logGraph().addSequence([
      ['a', push('a')],
      ['b', push('b')],
    ]);
    built.setEntryPoint('a').setFinishPoint('b');
    expect((await built.compile().invoke({})).log).toEqual(['a', 'b']);
  });
});

describe('conditional edges', () => {
  const routed = (router: (state: Log) => unknown, pathMap?: unknown) => {
    const built = logGraph()
      .addNode('a', push('a'))
      .addNode('b', push('b'))
      .addNode('c', push('c'))
      .addEdge(START, 'a');
    return built
      .addConditionalEdges('a', router, pathMap ?? ['b', 'c'])
      .compile()
      .invoke({ log: ['in'] });
  };

  it('the router sees the state with its source’s own writes', async () => {
    let seen: string[] = [];
    await routed((state) => {
      seen = state.log;
      return END;
    });
    expect(seen).toEqual(['in', 'a']);
  });

  it('it answers a name, a Send, or an array of these', async () => {
    expect((await routed(() => 'b')).log).toEqual(['in', 'a', 'b']);
    expect((await routed(() => new Send('b', {}))).log).toEqual(['in', 'a', 'b']);
    expect((await routed(() => ['b', new Send('c', {})])).log).toEqual(['in', 'a', 'c', 'b']);
  });

  it('the path map is a list or an object', async () => {
    expect((await routed(() => 'c', ['b', 'c'])).log).toEqual(['in', 'a', 'c']);
    expect((await routed(() => 'yes', { yes: 'b', no: 'c' })).log).toEqual(['in', 'a', 'b']);
  });

  it('BETTER: END is always a legal answer, even when the path map omits it', async () => {
    expect((await routed(() => END, { yes: 'b', no: 'c' })).log).toEqual(['in', 'a']);
  });

  it('BETTER: any other answer that is no target is an InvalidRouteError with router, answer and legal targets', async () => {
    const decide = () => 'nowhere';
    await expect(routed(decide, { yes: 'b', no: 'c' })).rejects.toMatchObject({
      name: 'InvalidRouteError',
      message: expect.stringMatching(/Router "decide" of "a" answered "nowhere".*b, c, __end__/),
    });
  });
});

describe('compile checks name the node and the way out', () => {
  const named = () => logGraph().addNode('a', push('a')).addEdge(START, 'a');
  it.each<[string, () => unknown, RegExp]>([
    ['an unknown node', () => named().addEdge('a', 'b').compile(), /"b", which is no node\. Add it/],
    ['a duplicate node', () => named().addNode('a', push('a')), /"a"/],
    ['an edge from END', () => named().addEdge(END, 'a').compile(), /END/],
    ['an edge to START', () => named().addEdge('a', START).compile(), /START/],
    ['a reserved name', () => logGraph().addNode(START, push('x')).addEdge(START, START).compile(), /reserved|START/],
    ['an unreachable node', () => named().addNode('island', push('i')).compile(), /"island"/],
    ['no entry', () => logGraph().addNode('a', push('a')).compile(), /entry/],
  ])('%s', (_, build, message) => {
    expect(build).toThrow(message);
  });
});

describe('compile options', () => {
  it('checkpointer, store, cache, interruptBefore, interruptAfter, durability, name, version', () => {
    const options: CompileOptions = {
      checkpointer: new MemorySaver(),
      interruptBefore: ['a'],
      interruptAfter: '*',
      durability: 'sync',
      name: 'mine',
      version: '1.2.0',
    };
    const graph = logGraph().addNode('a', push('a')).addEdge(START, 'a').compile(options);
    expect([graph.name, graph.version]).toEqual(['mine', '1.2.0']);
  });

  it('version: drawn with the graph, seen by its nodes, and kept in every checkpoint that a run or an edit makes', async () => {
    let seen: unknown;
    const built = logGraph()
      .addNode('a', (_: unknown, { metadata }: Runtime) => {
        seen = metadata?.graph_version;
        return { log: ['a'] };
      })
      .addEdge(START, 'a');
    const checkpointer = new MemorySaver();
    const [first, second] = ['1', '2'].map((version) => built.compile({ checkpointer, version }).withConfig({}));
    await first?.invoke({}, thread);
    await second?.updateState(thread, { log: ['edited'] });
    await built.compile({ checkpointer }).updateState(thread, { log: ['by a graph that says nothing'] });
    const versions: unknown[] = [];
    for await (const { metadata } of built.compile({ checkpointer }).getStateHistory(thread))
      versions.push(metadata?.graph_version);
    expect(versions).toEqual([undefined, '2', '1', '1', '1']);
    expect(seen).toBe('1');
    expect(JSON.parse(JSON.stringify(first?.getGraph()))).toMatchObject({ version: '1' });
    expect(built.compile().getGraph()).not.toHaveProperty('version');
  });

  it('version: a subgraph has its own, else that of the graph around it', async () => {
    const inner = (version?: string) =>
      logGraph()
        .addNode('a', push('a'))
        .addEdge(START, 'a')
        .compile({ interruptBefore: ['a'], ...(version !== undefined && { version }) });
    const versionsOf = async (version?: string) => {
      const outer = logGraph()
        .addNode('in', inner(version))
        .addEdge(START, 'in')
        .compile({ checkpointer: new MemorySaver(), version: 'outer' });
      await outer.invoke({}, thread);
      const { tasks, metadata } = await outer.getState(thread, { subgraphs: true });
      const inside = tasks[0]?.state as StateSnapshot | undefined;
      return [metadata?.graph_version, inside?.metadata?.graph_version];
    };
    expect(await versionsOf('inner')).toEqual(['outer', 'inner']);
    expect(await versionsOf()).toEqual(['outer', 'outer']);
  });

  it('a version that is no text, like an option that does not exist, is an error', () => {
    const compile = (options: object) => () => logGraph().addNode('a', push('a')).addEdge(START, 'a').compile(options);
    expect(compile({ version: 2 })).toThrow(/got 2 as version; give a text/);
    expect(compile({ version: '' })).toThrow(/got an empty text as version/);
    expect(compile({ versions: '2' })).toThrow(/no option "versions".*name, version/);
  });

  it('`checkpointer: true` on a root graph is an error', async () => {
    const root = logGraph().addNode('a', push('a')).addEdge(START, 'a').compile({ checkpointer: true });
    await expect(root.invoke({})).rejects.toThrow(/for subgraphs/);
  });
});
