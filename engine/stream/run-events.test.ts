import { describe, expect, it } from 'vitest';
import type { LangGraphRunnableConfig, RunEvent } from '..';
import { Annotation, START, StateGraph } from '..';
import type { CallbackManager } from '../callbacks/callback-manager';
import { FakeChatModel } from '../testing/fake-chat-model';

const State = Annotation.Root({ n: Annotation<number> });
const model = new FakeChatModel('Hel', 'lo');

/** Reports in the way of LangChain's tools and of its dispatchCustomEvent. */
async function callTool(config: LangGraphRunnableConfig): Promise<void> {
  const manager = (config.callbacks as unknown as CallbackManager).copy();
  const run = await manager.handleToolStart(
    { id: ['tools', 'Search'] },
    { q: 'x' },
    undefined,
    undefined,
    [],
    {},
    'search',
  );
  await run.handleToolEnd('found');
  await manager.handleCustomEvent('progress', { done: 1 }, manager.getParentRunId());
}

const graph = new StateGraph(State)
  .addNode('ask', async (_state, config) => {
    await model.invoke(['?'], config);
    await callTool(config);
    return { n: 1 };
  })
  .addNode('quiet', () => ({ n: 2 }))
  .addEdge(START, 'ask')
  .addEdge('ask', 'quiet')
  .compile({ name: 'asker' });

async function eventsOf(options: object = {}): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of graph.streamEvents({}, { version: 'v2', ...options })) events.push(event);
  return events;
}
const named = (events: RunEvent[]) => events.map(({ event, name }) => `${event} ${name}`);

describe('streamEvents', () => {
  it('tells what the graph, its nodes, models and tools do, the end of the graph last', async () => {
    const events = named(await eventsOf());
    expect(events.at(-1)).toBe('on_chain_end asker');
    // What the graph streams is told while its nodes go on.
    expect(events.filter((event) => event === 'on_chain_stream asker')).toHaveLength(2);
    expect(events.filter((event) => event !== 'on_chain_stream asker')).toEqual([
      'on_chain_start asker',
      'on_chain_start ask',
      'on_chat_model_start FakeChatModel',
      'on_chat_model_stream FakeChatModel',
      'on_chat_model_stream FakeChatModel',
      'on_chat_model_end FakeChatModel',
      'on_tool_start search',
      'on_tool_end search',
      'on_custom_event progress',
      'on_chain_end ask',
      'on_chain_start quiet',
      'on_chain_end quiet',
      'on_chain_end asker',
    ]);
  });

  it('gives each its run, tags, metadata and data', async () => {
    const events = await eventsOf({ tags: ['mine'], metadata: { user: 'u' } });
    const of = (name: string) => events.find(({ event, name: own }) => `${event} ${own}` === name);
    const graphStart = of('on_chain_start asker');
    expect(graphStart).toMatchObject({ tags: ['mine'], metadata: { user: 'u' }, data: { input: {} } });
    expect(of('on_chain_end asker')).toMatchObject({ run_id: graphStart?.run_id, data: { output: { n: 2 } } });
    expect(of('on_chain_end ask')).toMatchObject({
      run_id: of('on_chain_start ask')?.run_id,
      tags: ['graph:step:1', 'mine'],
      metadata: { user: 'u', langgraph_node: 'ask' },
      data: { output: { n: 1 }, input: {} },
    });
    expect(of('on_chat_model_start FakeChatModel')?.data).toEqual({ input: { messages: [['?']] } });
    expect(of('on_chat_model_end FakeChatModel')?.data).toMatchObject({ output: { content: 'Hello' } });
    expect(of('on_tool_end search')?.data).toEqual({ output: 'found', input: { q: 'x' } });
    expect(of('on_custom_event progress')).toMatchObject({
      run_id: of('on_chain_start ask')?.run_id,
      data: { done: 1 },
    });
    const chunks = events.filter(({ event, name }) => event === 'on_chain_stream' && name === 'asker');
    expect(chunks.map(({ data }) => data)).toEqual([{ chunk: { ask: { n: 1 } } }, { chunk: { quiet: { n: 2 } } }]);
  });

  it('streams the modes that are asked for', async () => {
    const chunks = (await eventsOf({ streamMode: ['values'] })).filter(({ event }) => event === 'on_chain_stream');
    expect(chunks.map(({ data }) => data)).toEqual([{ chunk: ['values', { n: 1 }] }, { chunk: ['values', { n: 2 }] }]);
  });

  it('includes and excludes runs by name, kind and tag', async () => {
    const names = async (filter: object) => [...new Set((await eventsOf(filter)).map(({ name }) => name))];
    expect(await names({ includeNames: ['quiet'] })).toEqual(['quiet']);
    expect(await names({ includeTypes: ['tool', 'chat_model'] })).toEqual(['FakeChatModel', 'search']);
    expect(await names({ includeTags: ['graph:step:2'] })).toEqual(['quiet']);
    expect(
      await names({ excludeNames: ['asker'], excludeTypes: ['tool', 'chat_model'], excludeTags: ['graph:step:1'] }),
    ).toEqual(['quiet']);
  });

  it('passes on what the caller listens to as well', async () => {
    const heard: string[] = [];
    await eventsOf({ callbacks: [{ handleLLMEnd: () => heard.push('model') }] });
    expect(heard).toEqual(['model']);
  });

  it.each(['v1', 'v3', undefined])('refuses version %s', async (version) => {
    await expect(eventsOf({ version })).rejects.toThrow(/version "v2"/);
  });

  it('throws what the run threw, after its events; leaving it early stops the run', async () => {
    const failing = new StateGraph(State)
      .addNode('bad', () => {
        throw new Error('boom');
      })
      .addEdge(START, 'bad')
      .compile();
    const seen: RunEvent[] = [];
    const attempt = (async () => {
      for await (const event of failing.streamEvents({}, { version: 'v2' })) seen.push(event);
    })();
    await expect(attempt).rejects.toThrow('boom');
    expect(named(seen)).toEqual(['on_chain_start LangGraph', 'on_chain_start bad']);

    let isAborted = false;
    const waiting = new StateGraph(State)
      .addNode('wait', (_state, { signal }) => {
        signal.addEventListener('abort', () => {
          isAborted = true;
        });
        return new Promise<never>(() => {});
      })
      .addEdge(START, 'wait')
      .compile();
    for await (const { name } of waiting.streamEvents({}, { version: 'v2' })) if (name === 'wait') break;
    expect(isAborted).toBe(true);
  });
});
