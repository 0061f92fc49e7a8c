import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import type { BaseMessage, LangGraphRunnableConfig } from '..';
import {
  Annotation,
  addMessages,
  Command,
  END,
  interrupt,
  MemorySaver,
  MessagesAnnotation,
  MessagesValue,
  REMOVE_ALL_MESSAGES,
  ReducedValue,
  RemoveMessage,
  Send,
  START,
  StateGraph,
  StateSchema,
  Topic,
  UntrackedValue,
} from '..';

// Small graph files as people write them for LangGraph.js; here with another import.

const thread = (id: string) => ({ configurable: { thread_id: id } });
const said = (messages: readonly BaseMessage[]) => messages.map(({ type, content }) => `${type}: ${content}`);

describe('graph files', () => {
  it('an agent that calls tools until it has an answer', async () => {
    const model = (messages: BaseMessage[]): BaseMessage => {
      const result = messages.at(-1);
      if (result?.type === 'tool') return { id: 'a2', type: 'ai', content: `It is ${result.content}.` };
      const call = { id: 'call-1', name: 'weather', args: { city: 'Kyiv' } };
      return { id: 'a1', type: 'ai', content: '', tool_calls: [call] };
    };
    const callModel = async (state: typeof MessagesAnnotation.State) => ({ messages: [model(state.messages)] });
    const callTools = async ({ messages }: typeof MessagesAnnotation.State) => {
      const calls = messages.at(-1)?.tool_calls ?? [];
      return {
        messages: calls.map(({ id = '', args }) => ({
          type: 'tool',
          tool_call_id: id,
          content: `mild in ${args.city}`,
        })),
      };
    };
    const shouldContinue = ({ messages }: typeof MessagesAnnotation.State) =>
      messages.at(-1)?.tool_calls?.length ? 'tools' : END;
    const app = new StateGraph(MessagesAnnotation)
      .addNode('agent', callModel)
      .addNode('tools', callTools)
      .addEdge(START, 'agent')
      .addConditionalEdges('agent', shouldContinue, ['tools', END])
      .addEdge('tools', 'agent')
      .compile();
    const { messages } = await app.invoke({ messages: [{ role: 'user', content: 'weather?' }] });
    expect(said(messages)).toEqual(['human: weather?', 'ai: ', 'tool: mild in Kyiv', 'ai: It is mild in Kyiv.']);
  });

  it('a chat that is summarised and cut when it grows long', async () => {
    const State = Annotation.Root({ ...MessagesAnnotation.spec, summary: Annotation<string> });
    const app = new StateGraph(State)
      .addNode('converse', ({ messages, summary }) => ({
        messages: [{ role: 'assistant', content: `${summary ?? 'nothing'} then ${messages.length}` }],
      }))
      .addNode('summarise', ({ messages }) => ({
        summary: `${messages.length} messages`,
        messages: messages.slice(0, -2).map(({ id }) => new RemoveMessage({ id: id as string })),
      }))
      .addEdge(START, 'converse')
      .addConditionalEdges('converse', ({ messages }) => (messages.length > 3 ? 'summarise' : END))
      .addEdge('summarise', END)
      .compile({ checkpointer: new MemorySaver() });
    await app.invoke({ messages: 'one' }, thread('s'));
    await app.invoke({ messages: 'two' }, thread('s'));
    const { messages, summary } = await app.invoke({ messages: 'three' }, thread('s'));
    expect(summary).toBe('4 messages');
    expect(said(messages)).toEqual(['human: three', 'ai: 4 messages then 3']);
  });

  it('map and reduce with Send', async () => {
    const Overall = new StateSchema({
      subjects: z.array(z.string()).default(() => []),
      jokes: new ReducedValue(
        z.array(z.string()).default(() => []),
        { reducer: (a, b) => [...a, ...b] },
      ),
      best: z.string(),
    });
    const app = new StateGraph(Overall)
      .addNode('list', () => ({ subjects: ['cats', 'dogs', 'owls'] }))
      .addNode('joke', ({ subject }: { subject: string }) => ({ jokes: [`a joke about ${subject}`] }))
      .addNode('choose', ({ jokes }) => ({ best: jokes[1] as string }))
      .addEdge(START, 'list')
      .addConditionalEdges('list', ({ subjects }) => subjects.map((subject) => new Send('joke', { subject })), ['joke'])
      .addEdge('joke', 'choose')
      .addEdge('choose', END)
      .compile();
    const result = await app.invoke({});
    expect(result.jokes).toEqual(['a joke about cats', 'a joke about dogs', 'a joke about owls']);
    expect(result.best).toBe('a joke about dogs');
  });

  it('agents that hand over by Command', async () => {
    const State = new StateSchema({ messages: MessagesValue, visits: z.number().default(0) });
    const handOver = (to: 'writer' | 'critic', line: string, visits: number) =>
      new Command({ goto: to, update: { messages: { role: 'assistant', content: line }, visits: visits + 1 } });
    const writer: typeof State.Node = ({ visits }) => handOver('critic', `draft ${visits}`, visits);
    const critic: typeof State.Node = ({ visits }) =>
      visits < 3 ? handOver('writer', 'again', visits) : new Command({ goto: END, update: { messages: ['good'] } });
    const app = new StateGraph(State)
      .addNode('writer', writer, { ends: ['critic'] })
      .addNode('critic', critic, { ends: ['writer', END] })
      .addEdge(START, 'writer')
      .compile();
    const { messages, visits } = await app.invoke({});
    expect(visits).toBe(3);
    expect(said(messages)).toEqual(['ai: draft 0', 'ai: again', 'ai: draft 2', 'human: good']);
  });

  it('a person who edits a draft before it goes on', async () => {
    const State = z.object({ draft: z.string().default(''), isSent: z.boolean().default(false) });
    const app = new StateGraph(State)
      .addNode('write', () => ({ draft: 'Dear all' }))
      .addNode('review', ({ draft }) => {
        const edited = interrupt<{ draft: string }, string>({ draft });
        return { draft: edited };
      })
      .addNode('send', () => ({ isSent: true }))
      .addEdge(START, 'write')
      .addEdge('write', 'review')
      .addEdge('review', 'send')
      .compile({ checkpointer: new MemorySaver() });
    const asked = await app.invoke({}, thread('r'));
    expect(asked.__interrupt__?.[0]?.value).toEqual({ draft: 'Dear all' });
    expect(await app.invoke(new Command({ resume: 'Dear friends' }), thread('r'))).toEqual({
      draft: 'Dear friends',
      isSent: true,
    });
  });

  it('branches that run in parallel and gather what they find', async () => {
    const State = Annotation.Root({
      query: Annotation<string>,
      found: Annotation<string[]>({ reducer: (a, b) => a.concat(b), default: () => [] }),
      seen: () => new Topic<string>({ unique: true, accumulate: true }),
    });
    const search = (source: string) => (state: typeof State.State) => ({
      found: [`${source}: ${state.query}`],
      seen: ['web', source],
    });
    const app = new StateGraph(State)
      .addNode({ web: search('web'), books: search('books') })
      .addNode('report', ({ found, seen }) => ({ found: [`${found.length} of ${seen.join(', ')}`] }))
      .addEdge(START, 'books')
      .addEdge(START, 'web')
      .addEdge(['web', 'books'], 'report')
      .addEdge('report', END)
      .compile();
    expect((await app.invoke({ query: 'owls' })).found).toEqual(['books: owls', 'web: owls', '2 of web, books']);
  });

  it('a graph with input, output, private state, context and a client that is not saved', async () => {
    const Input = new StateSchema({ question: z.string() });
    const Output = new StateSchema({ answer: z.string() });
    const Full = new StateSchema({
      ...Input.fields,
      ...Output.fields,
      client: new UntrackedValue<{ ask: (question: string) => Promise<string> }>(),
    });
    const Notes = new StateSchema({ notes: z.array(z.string()), client: Full.fields.client });
    const app = new StateGraph({ state: Full, input: Input, output: Output, context: z.object({ user: z.string() }) })
      .addNode('open', ({ question }, { context }) => ({
        client: { ask: async (text: string) => `${context.user} asked ${text}` },
        notes: [question],
      }))
      .addNode('ask', async ({ notes, client }) => ({ answer: await client.ask(notes.join()) }), { input: Notes })
      .addEdge(START, 'open')
      .addEdge('open', 'ask')
      .compile({ checkpointer: new MemorySaver() });
    const result = await app.invoke({ question: 'why' }, { ...thread('p'), context: { user: 'Ada' } });
    expectTypeOf(result.answer).toEqualTypeOf<string>();
    expect(result).toEqual({ answer: 'Ada asked why' });
  });

  it('a message list of the own kind, cleared on request', async () => {
    interface Line {
      id?: string;
      type: 'human' | 'ai';
      content: string;
    }
    const State = Annotation.Root({ lines: Annotation<Line[]>({ reducer: addMessages, default: () => [] }) });
    async function reply(state: typeof State.State, config: LangGraphRunnableConfig): Promise<typeof State.Update> {
      const isOver = state.lines.at(-1)?.content === 'clear';
      const answer: Line = { type: 'ai', content: `for ${config.configurable?.thread_id}` };
      return { lines: isOver ? [new RemoveMessage({ id: REMOVE_ALL_MESSAGES }) as never, answer] : [answer] };
    }
    const app = new StateGraph(State)
      .addNode('reply', reply)
      .addEdge(START, 'reply')
      .compile({ checkpointer: new MemorySaver() });
    await app.invoke({ lines: [{ type: 'human', content: 'hi' }] }, thread('own'));
    const { lines } = await app.invoke({ lines: [{ type: 'human', content: 'clear' }] }, thread('own'));
    expect(lines).toEqual([{ type: 'ai', content: 'for own', id: expect.any(String) }]);
  });
});
