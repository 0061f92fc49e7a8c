import { describe, expect, it } from 'vitest';
import type { LangGraphRunnableConfig } from '..';
import { Annotation, Command, MemorySaver, START, StateGraph } from '..';
import { FakeChatModel, FakeMessage } from '../testing/fake-chat-model';
import { emitMessage } from './message-stream';

const State = Annotation.Root({
  messages: Annotation<FakeMessage[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
});
type Node = (state: typeof State.State, config: LangGraphRunnableConfig) => Promise<object> | object;

const model = new FakeChatModel('Hel', 'lo');
const graphOf = (node: Node) => new StateGraph(State).addNode('talk', node).addEdge(START, 'talk').compile();

type Told = [{ id: string; content: string }, Record<string, unknown>];

async function messagesOf(node: Node, config: object = {}): Promise<Told[]> {
  const told: Told[] = [];
  const input = { messages: [new FakeMessage('hi', 'question')] };
  for await (const event of graphOf(node).stream(input, { streamMode: 'messages', ...config }))
    told.push(event as Told);
  return told;
}

describe('stream mode messages', () => {
  it('tells the parts of a chat model, each with the place of the node that called it', async () => {
    const told = await messagesOf(
      async ({ messages }, config) => ({ messages: [await model.invoke(messages, config)] }),
      {
        tags: ['mine'],
        metadata: { user: 'u' },
      },
    );
    expect(told.map(([{ content }]) => content)).toEqual(['Hel', 'lo']);
    expect(new Set(told.map(([{ id }]) => id)).size).toBe(1);
    expect(told[0]?.[1]).toEqual({
      tags: ['mine'],
      user: 'u',
      langgraph_step: 1,
      langgraph_node: 'talk',
      langgraph_triggers: ['branch:to:talk'],
      langgraph_path: ['__pregel_pull', 'talk'],
      langgraph_checkpoint_ns: expect.stringMatching(/^talk:[0-9a-f-]{36}$/),
      checkpoint_ns: expect.stringMatching(/^talk:[0-9a-f-]{36}$/),
      ls_model_type: 'chat',
    });
  });

  it('hears a model that was not given the config', async () => {
    const told = await messagesOf(async ({ messages }) => ({ messages: [await model.invoke(messages)] }));
    expect(told.map(([{ content }]) => content)).toEqual(['Hel', 'lo']);
  });

  it('hears a model that was given a copy of the config', async () => {
    const told = await messagesOf(async ({ messages }, config) => ({
      messages: [await model.invoke(messages, { ...config, tags: ['copy'] })],
    }));
    expect(told.map(([, { tags }]) => tags)).toEqual([['copy'], ['copy']]);
  });

  it.each(['nostream', 'langsmith:nostream'])('leaves a model out that is tagged %s', async (tag) => {
    const told = await messagesOf(async ({ messages }, config) => {
      await model.invoke(messages, { ...config, tags: [tag] });
      return {};
    });
    expect(told).toEqual([]);
  });

  it('tells what a node returns: once, not what came with its input, and under the id that the state shows', async () => {
    const graph = graphOf(({ messages }) => ({
      messages: [...messages, new FakeMessage('own', 'own'), new FakeMessage('own', 'own'), new FakeMessage('unnamed')],
    }));
    const told: Told[] = [];
    let last: typeof State.State | undefined;
    const input = { messages: [new FakeMessage('hi', 'question')] };
    for await (const [mode, payload] of graph.stream(input, { streamMode: ['messages', 'values'] })) {
      if (mode === 'messages') told.push(payload as Told);
      else last = payload as typeof State.State;
    }
    expect(told.map(([{ content }]) => content)).toEqual(['own', 'unnamed']);
    expect(told[1]?.[1]).toMatchObject({ name: 'talk', tags: ['graph:step:1'], langgraph_node: 'talk' });
    expect(told[1]?.[0].id).toMatch(/^run-[0-9a-f-]{36}-out-3$/);
    expect(last?.messages.at(-1)?.id).toBe(told[1]?.[0].id);
  });

  it('tells the messages of Commands', async () => {
    const update = { messages: [new FakeMessage('a', 'a')] };
    const other = { messages: [new FakeMessage('b', 'b')] };
    expect((await messagesOf(() => new Command({ update }))).map(([{ id }]) => id)).toEqual(['a']);
    const both = await messagesOf(() => [new Command({ update }), other]);
    expect(both.map(([{ id }]) => id)).toEqual(['a', 'b']);
  });

  it('tells an answer as a whole when the model did not stream it', async () => {
    const whole = new FakeChatModel();
    const told = await messagesOf(async ({ messages }, config) => ({
      messages: [await whole.invoke(messages, config)],
    }));
    expect(told).toHaveLength(1);
  });

  it('tells a message that a node sends on its own at once, and not again when the node returns it', async () => {
    const told = await messagesOf((_state, config) => {
      const message = new FakeMessage('pushed', 'pushed');
      emitMessage(config, message);
      return { messages: [message] };
    });
    expect(told).toEqual([
      [expect.objectContaining({ id: 'pushed' }), expect.objectContaining({ langgraph_node: 'talk' })],
    ]);
  });

  it('comes with other modes in the order of events', async () => {
    const graph = graphOf(async ({ messages }, config) => {
      config.writer?.('thinking');
      return { messages: [await model.invoke(messages, config)] };
    });
    const modes: string[] = [];
    for await (const [mode] of graph.stream(
      { messages: [new FakeMessage('hi', 'h')] },
      { streamMode: ['messages', 'custom', 'updates', 'values'] },
    ))
      modes.push(mode);
    expect(modes).toEqual(['values', 'custom', 'messages', 'messages', 'updates', 'values']);
  });

  it('a failing node still ends the stream with its error', async () => {
    const attempt = messagesOf(() => {
      throw new Error('boom');
    });
    await expect(attempt).rejects.toThrow('boom');
  });

  describe('of graphs inside of the graph', () => {
    const speak: Node = async ({ messages }, config) => ({ messages: [await model.invoke(messages, config)] });
    const child = graphOf(speak);
    const parent = new StateGraph(State).addNode('child', child).addEdge(START, 'child').compile();

    it('tells, with subgraphs: true, their parts under their path, and nothing of it again for the node around', async () => {
      const told: [string[], Told][] = [];
      for await (const event of parent.stream({}, { streamMode: 'messages', subgraphs: true }))
        told.push(event as [string[], Told]);
      expect(told.map(([path, [{ content }]]) => [path.map((level) => level.split(':')[0]), content])).toEqual([
        [['child'], 'Hel'],
        [['child'], 'lo'],
      ]);
      expect(told[0]?.[1][1].langgraph_node).toBe('talk');
    });

    it('tells otherwise only what the node around them gave', async () => {
      const told: Told[] = [];
      for await (const event of parent.stream({}, { streamMode: 'messages' })) told.push(event as Told);
      expect(told.map(([{ content }, { langgraph_node }]) => [content, langgraph_node])).toEqual([['Hello', 'child']]);
    });

    it('tells a graph that a node streams itself what happens in it, as in any stream', async () => {
      const inner: string[] = [];
      const outer = graphOf(async (_state, config) => {
        for (let call = 0; call < 2; call++) {
          for await (const [{ content }] of child.stream(
            {},
            { ...config, streamMode: 'messages' },
          ) as AsyncIterable<Told>)
            inner.push(content);
        }
        return {};
      });
      await outer.invoke({});
      expect(inner).toEqual(['Hel', 'lo', 'Hel', 'lo']);
    });

    it('keeps where the calling node was out of the metadata of the checkpoints below', async () => {
      const Plain = Annotation.Root({ n: Annotation<number> });
      const counter = new StateGraph(Plain)
        .addNode('count', () => ({ n: 1 }))
        .addEdge(START, 'count')
        .compile();
      const outer = new StateGraph(Plain)
        .addNode('call', (_state, config) => counter.invoke({}, config))
        .addEdge(START, 'call')
        .compile({ checkpointer: new MemorySaver() });
      const config = { configurable: { thread_id: 't' }, metadata: { mine: 1 } };
      const stored: object[] = [];
      const options = { ...config, streamMode: 'checkpoints', subgraphs: true } as const;
      for await (const [path, event] of outer.stream({}, options))
        if (path.length > 0) stored.push((event as { metadata: object }).metadata);
      expect(stored.map((metadata) => Object.keys(metadata).toSorted())).toEqual(
        stored.map(() => ['mine', 'parents', 'source', 'step']),
      );
      expect(stored.length).toBeGreaterThan(0);
    });
  });
});
