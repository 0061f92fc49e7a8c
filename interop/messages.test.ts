import { load } from '@langchain/core/load';
import * as core from '@langchain/core/messages';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';
import { describe, expect, it } from 'vitest';
import { createSerializer, jsonSerializer, MemorySaver, StoredMessage } from '@/engine';
import { SqliteSaver } from '@/lib/storage/sqlite';
import { newSqliteFile } from '@/lib/storage/test-databases';

const call = { name: 'search', args: { q: 'time' }, id: 'c1', type: 'tool_call' as const };
const usage = { input_tokens: 3, output_tokens: 5, total_tokens: 8 };

const messages: [name: string, message: core.BaseMessage][] = [
  ['HumanMessage', new core.HumanMessage({ content: 'hello', id: 'h', name: 'Ann' })],
  [
    'HumanMessage',
    new core.HumanMessage({
      content: [
        { type: 'text', text: 'see' },
        { type: 'image_url', image_url: 'i' },
      ],
    }),
  ],
  ['AIMessage', new core.AIMessage({ content: '', id: 'a', tool_calls: [call], usage_metadata: usage })],
  [
    'AIMessageChunk',
    new core.AIMessageChunk({ content: 'so', id: 'k', tool_call_chunks: [{ name: 'f', args: '{"a":1}', id: 'f' }] }),
  ],
  ['SystemMessage', new core.SystemMessage('be kind')],
  ['ToolMessage', new core.ToolMessage({ content: '42', tool_call_id: 'c1', artifact: { at: 5 }, status: 'success' })],
  ['ChatMessage', new core.ChatMessage({ content: 'as the critic', role: 'critic' })],
  ['FunctionMessage', new core.FunctionMessage({ content: 'done', name: 'f' })],
  ['RemoveMessage', new core.RemoveMessage({ id: 'h' })],
];

describe('a stored message of LangChain', () => {
  it.each(messages)('is %s again for LangChain, with what it held', (name, message) => {
    const read = jsonSerializer.decode(jsonSerializer.encode(message)) as core.BaseMessage;
    expect(core.BaseMessage.isInstance(read)).toBe(true);
    expect([read.constructor.name, read.type, read.getType(), read.text]).toEqual([
      name,
      message.type,
      message.getType(),
      message.text,
    ]);
    expect(read.toDict()).toEqual(message.toDict());
    expect(jsonSerializer.encode(read)).toEqual(jsonSerializer.encode(message));
  });

  it('is an instance of its class, as LangChain tells instances', () => {
    const [human, , ai, , system, tool] = messages.map(([, each]) =>
      jsonSerializer.decode(jsonSerializer.encode(each)),
    );
    expect(human).toBeInstanceOf(StoredMessage);
    expect(human).toBeInstanceOf(core.HumanMessage);
    expect(ai).toBeInstanceOf(core.AIMessage);
    expect(system).toBeInstanceOf(core.SystemMessage);
    expect(tool).toBeInstanceOf(core.ToolMessage);
    expect(tool).not.toBeInstanceOf(core.AIMessage);
  });

  it.each(messages)('is made with the class %s where the classes are given', (_name, message) => {
    const serializer = createSerializer();
    serializer.useMessageClasses(core);
    const read = serializer.decode(jsonSerializer.encode(message));
    expect(Object.getPrototypeOf(read)).toBe(Object.getPrototypeOf(message));
    expect((read as core.BaseMessage).toDict()).toEqual(message.toDict());
  });

  it('can be loaded by LangChain from its JSON', async () => {
    for (const [, message] of messages.filter(([name]) => /^(Human|AI|System|Tool)Message$/.test(name))) {
      const read = jsonSerializer.decode(jsonSerializer.encode(message));
      const loaded = await load<core.BaseMessage>(JSON.stringify(read));
      expect(Object.getPrototypeOf(loaded)).toBe(Object.getPrototypeOf(message));
      expect(loaded.content).toEqual(message.content);
    }
  });
});

describe('a chat of LangGraph.js', () => {
  const chat = (checkpointer: MemorySaver | SqliteSaver) => {
    const model = new FakeListChatModel({ responses: ['first', 'second'] });
    const answer = async (state: typeof MessagesAnnotation.State) => ({
      messages: [await model.invoke(state.messages)],
    });
    return new StateGraph(MessagesAnnotation)
      .addNode('answer', answer)
      .addEdge(START, 'answer')
      .compile({ checkpointer });
  };
  const thread = { configurable: { thread_id: 'chat' } };

  it('goes on in another process with the messages that its model knows', async () => {
    const file = newSqliteFile();
    const before = SqliteSaver.fromConnString(file.url);
    await chat(before).invoke({ messages: [new core.HumanMessage('hello')] }, thread);
    before.close();
    const after = SqliteSaver.fromConnString(file.url);
    const graph = chat(after);
    const { messages: list } = await graph.invoke({ messages: [new core.HumanMessage('again')] }, thread);
    expect(list.map(({ type, content }) => [type, content])).toEqual([
      ['human', 'hello'],
      ['ai', 'first'],
      ['human', 'again'],
      ['ai', 'first'],
    ]);
    const { values } = await graph.getState(thread);
    expect(values.messages.map((each: unknown) => core.HumanMessage.isInstance(each))).toEqual([
      true,
      false,
      true,
      false,
    ]);
    after.close();
    await file.remove();
  });

  it('replaces a message by its id, and removes one', async () => {
    const graph = chat(new MemorySaver());
    await graph.invoke({ messages: [new core.HumanMessage({ content: 'hello', id: 'h' })] }, thread);
    await graph.updateState(thread, { messages: [new core.HumanMessage({ content: 'edited', id: 'h' })] });
    expect((await graph.getState(thread)).values.messages[0].content).toBe('edited');
    await graph.updateState(thread, { messages: [new core.RemoveMessage({ id: 'h' })] });
    expect((await graph.getState(thread)).values.messages).toHaveLength(1);
  });
});
