import { describe, expect, expectTypeOf, it } from 'vitest';
import type { BaseMessage, Messages } from '..';
import {
  Annotation,
  addMessages,
  END,
  MemorySaver,
  MessagesAnnotation,
  MessagesDeltaValue,
  MessagesValue,
  messagesDeltaReducer,
  messagesStateReducer,
  Overwrite,
  REMOVE_ALL_MESSAGES,
  RemoveMessage,
  START,
  StateGraph,
  StateSchema,
} from '..';

/** Shaped like LangChain's classes: a type of its own, the constructor's arguments kept beside. */
class ChatMessage {
  readonly type: string;
  id: string | undefined;
  content: string;
  lc_kwargs: Record<string, unknown>;

  constructor(type: string, content: string, id?: string) {
    this.type = type;
    this.content = content;
    this.id = id;
    this.lc_kwargs = { content, id };
  }
}

/** Shaped like LangChain's classes before 1.0, whose kind is a method. */
class OldMessage {
  id: string | undefined;
  content = 'old';
  private readonly kind: string;

  constructor(kind: string, id?: string) {
    this.kind = kind;
    this.id = id;
  }

  _getType() {
    return this.kind;
  }
}

const ai = (id: string, content = id) => ({ type: 'ai', id, content });
const ids = (messages: readonly BaseMessage[]) => messages.map(({ id }) => id);

describe('a list of messages', () => {
  it('appends new messages and replaces the one with the same id in its place', () => {
    const merged = addMessages([ai('1'), ai('2')], [ai('1', 'new'), ai('3')]);
    expect(merged).toEqual([ai('1', 'new'), ai('2'), ai('3')]);
  });

  it('takes single messages on both sides', () => {
    expect(addMessages(ai('1'), ai('2'))).toEqual([ai('1'), ai('2')]);
  });

  it('takes text, pairs and objects with a role, and gives each a type and an id', () => {
    const merged = addMessages([], ['hi', ['assistant', 'hello'], { role: 'system', content: 'be brief' }]);
    expect(merged).toMatchObject([
      { type: 'human', role: 'user', content: 'hi' },
      { type: 'ai', role: 'assistant', content: 'hello' },
      { type: 'system', role: 'system', content: 'be brief' },
    ]);
    expect(new Set(ids(merged)).size).toBe(3);
    expect(merged[0]?.id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4/);
  });

  it('leaves messages that have an id as they are, instances too', () => {
    const given = [new ChatMessage('human', 'hi', '1'), ai('2')];
    const merged = messagesStateReducer<unknown>([], given);
    expect(merged[0]).toBe(given[0]);
    expect(merged[1]).toBe(given[1]);
  });

  it('gives an instance without an id a copy of its class with one, and leaves the given one alone', () => {
    const given = new ChatMessage('human', 'hi');
    const [message] = messagesStateReducer<ChatMessage>([], given);
    expect(message).toBeInstanceOf(ChatMessage);
    expect(message?.id).toEqual(message?.lc_kwargs.id);
    expect([given.id, given.lc_kwargs.id]).toEqual([undefined, undefined]);
  });

  it("reads LangChain's serialized form", () => {
    const given = {
      lc: 1,
      type: 'constructor',
      id: ['langchain_core', 'messages', 'AIMessageChunk'],
      kwargs: { content: 'x' },
    };
    expect(addMessages([], [given])).toMatchObject([{ type: 'ai', content: 'x' }]);
  });

  it.each([
    ['ours', new RemoveMessage({ id: '1' })],
    ['an instance', new ChatMessage('remove', '', '1')],
    ['an instance of an older version', new OldMessage('remove', '1')],
    ['plain data', { type: 'remove', id: '1' }],
    ['plain data with a role', { role: 'remove', content: '', id: '1' }],
  ])('takes a message out: %s', (_, removal) => {
    expect(messagesStateReducer<unknown>([ai('1'), ai('2')], removal)).toEqual([ai('2')]);
  });

  it('refuses to take out what is not there', () => {
    expect(() => addMessages([ai('1')], new RemoveMessage({ id: '9' }))).toThrow(/"9" can't be removed/);
  });

  it('forgets everything before the last remove-all, and keeps what follows', () => {
    const all = new RemoveMessage({ id: REMOVE_ALL_MESSAGES });
    expect(addMessages([ai('1')], [ai('2'), all, ai('3')])).toEqual([ai('3')]);
  });

  it('a message that comes back in the same write keeps its place', () => {
    expect(addMessages([ai('1'), ai('2')], [new RemoveMessage({ id: '1' }), ai('1', 'back')])).toEqual([
      ai('1', 'back'),
      ai('2'),
    ]);
  });

  it('takes many messages at once like one after another', () => {
    const many = Array.from({ length: 40 }, (_, n) => ai(String(n % 25), `content ${n}`));
    const removals = [new RemoveMessage({ id: '3' }), ai('3', 'again'), new RemoveMessage({ id: '7' })];
    let oneByOne = addMessages([], []);
    for (const message of [...many, ai('3', 'again')]) oneByOne = addMessages(oneByOne, message);
    oneByOne = addMessages(oneByOne, new RemoveMessage({ id: '7' }));
    expect(addMessages([], [...many, ...removals])).toEqual(oneByOne);
  });

  it('refuses what is no message', () => {
    expect(() => addMessages([], [5 as never])).toThrow(/got 5; give messages/);
    expect(() => addMessages([], [{ text: 'hi' } as never])).toThrow(/an object with text/);
    expect(() => addMessages([], [new Date() as never])).toThrow(/A list of messages got/);
  });

  it('knows its types, with a message class of the user too', () => {
    expectTypeOf(addMessages([], 'hi')).toEqualTypeOf<BaseMessage[]>();
    const State = Annotation.Root({
      messages: Annotation<ChatMessage[]>({ reducer: messagesStateReducer, default: () => [] }),
    });
    expectTypeOf<typeof State.State>().toEqualTypeOf<{ messages: ChatMessage[] }>();
    expectTypeOf<typeof MessagesAnnotation.State>().toEqualTypeOf<{ messages: BaseMessage[] }>();
    const update: typeof MessagesAnnotation.Update = { messages: [['user', 'hi'], ai('1')] };
    expect(update.messages).toBeDefined();
    // @ts-expect-error a number is no message
    const wrong: typeof MessagesAnnotation.Update = { messages: 5 };
    expect(wrong.messages).toBe(5);
  });
});

describe('the batch reducer', () => {
  it('gives the same in one batch as in several', () => {
    const writes: Messages[] = [[ai('1'), ai('2')], new RemoveMessage({ id: '1' }), [ai('1', 'back')], ai('2', 'new')];
    const inOne = messagesDeltaReducer([], writes);
    const inTwo = messagesDeltaReducer(messagesDeltaReducer([], writes.slice(0, 2)), writes.slice(2));
    expect(inOne).toEqual([ai('2', 'new'), ai('1', 'back')]);
    expect(inTwo).toEqual(inOne);
  });

  it('keeps messages without an id and passes over unknown removals', () => {
    expect(messagesDeltaReducer([], [['hi', 'hi'], new RemoveMessage({ id: '9' })])).toMatchObject([
      { content: 'hi' },
      { content: 'hi' },
    ]);
  });
});

describe('a graph with messages', () => {
  const thread = { configurable: { thread_id: 't' } };

  it.each([
    ['MessagesAnnotation', MessagesAnnotation],
    ['MessagesValue', new StateSchema({ messages: MessagesValue })],
    ['MessagesDeltaValue', new StateSchema({ messages: MessagesDeltaValue })],
    ['spread fields', Annotation.Root({ ...MessagesAnnotation.spec, step: Annotation<number> })],
  ])('takes an input and answers: %s', async (_, schema) => {
    const graph = new StateGraph(schema as typeof MessagesAnnotation)
      .addNode('answer', ({ messages }) => ({
        messages: [{ role: 'assistant', content: `${messages.length} so far` }],
      }))
      .addEdge(START, 'answer')
      .addEdge('answer', END)
      .compile({ checkpointer: new MemorySaver() });
    await graph.invoke({ messages: 'hi' }, thread);
    const { messages } = await graph.invoke({ messages: [{ role: 'user', content: 'again' }] }, thread);
    expect(messages).toMatchObject([
      { type: 'human', content: 'hi' },
      { type: 'ai', content: '1 so far' },
      { type: 'human', content: 'again' },
      { type: 'ai', content: '3 so far' },
    ]);
  });

  it('BETTER: a router sees a new message under the id that it is kept with', async () => {
    let seen: unknown;
    const graph = new StateGraph(MessagesAnnotation)
      .addNode('answer', () => ({ messages: [{ role: 'assistant', content: 'hello' }] }))
      .addEdge(START, 'answer')
      .addConditionalEdges('answer', ({ messages }) => {
        seen = messages.at(-1)?.id;
        return END;
      })
      .compile();
    const { messages } = await graph.invoke({ messages: 'hi' });
    expect(messages.at(-1)?.id).toBe(seen);
  });

  it('stores a removal of any class, next to a task that fails', async () => {
    let mayPass = false;
    const graph = new StateGraph(MessagesAnnotation)
      .addNode('forget', ({ messages }) => ({ messages: new RemoveMessage({ id: messages[0]?.id as string }) }))
      .addNode('fail', () => {
        if (!mayPass) throw new Error('not yet');
      })
      .addEdge(START, 'forget')
      .addEdge(START, 'fail')
      .compile({ checkpointer: new MemorySaver() });
    await expect(graph.invoke({ messages: ['a', 'b'] }, thread)).rejects.toThrow('not yet');
    mayPass = true;
    expect((await graph.invoke(null, thread)).messages).toMatchObject([{ content: 'b' }]);
  });

  it('lets Overwrite replace the list, ids included', async () => {
    const graph = new StateGraph(MessagesAnnotation)
      .addNode('replace', () => ({ messages: new Overwrite([{ type: 'human', content: 'only' }]) }))
      .addEdge(START, 'replace')
      .compile();
    const { messages } = await graph.invoke({ messages: ['a', 'b'] });
    expect(messages).toEqual([{ type: 'human', content: 'only', id: expect.any(String) }]);
  });
});
