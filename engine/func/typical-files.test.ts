import { describe, expect, expectTypeOf, it } from 'vitest';
import type { LangGraphRunnableConfig } from '..';
import { Command, entrypoint, getPreviousState, getWriter, interrupt, isInterrupted, MemorySaver, task } from '..';

// Files as people write them for LangGraph.js's functional API, with a stand-in for the model.

const thread = { configurable: { thread_id: 'typical' } };

describe('an essay that a person reviews', () => {
  interface Review {
    approved: boolean;
    note?: string;
  }
  const drafts: string[] = [];
  const write = task('write', async (topic: string, note?: string) => {
    drafts.push(topic);
    return `An essay about ${topic}${note ? `, ${note}` : ''}`;
  });
  const essay = entrypoint({ name: 'essay', checkpointer: new MemorySaver() }, async (topic: string) => {
    let text = await write(topic);
    for (;;) {
      const { approved, note } = interrupt<{ text: string }, Review>({ text });
      if (approved) return { topic, text };
      text = await write(topic, note);
    }
  });

  it('is written anew until it is approved, each draft once', async () => {
    const first = await essay.invoke('cats', thread);
    expectTypeOf(first.text).toEqualTypeOf<string>();
    expect(isInterrupted(first)).toBe(true);
    await essay.invoke(new Command({ resume: { approved: false, note: 'shorter' } }), thread);
    const done = await essay.invoke(new Command({ resume: { approved: true } }), thread);
    expect(done).toEqual({ topic: 'cats', text: 'An essay about cats, shorter' });
    expect(drafts).toEqual(['cats', 'cats']);
  });
});

describe('workers that an orchestrator hands sections to', () => {
  interface Section {
    title: string;
    body: string;
  }
  const plan = task('plan', async (topic: string) => ['Intro', 'Main', 'End'].map((part) => `${part} of ${topic}`));
  const section = task({ name: 'section', retry: { maxAttempts: 2 } }, async (title: string): Promise<Section> => {
    getWriter()?.(`writing ${title}`);
    return { title, body: title.toUpperCase() };
  });
  const report = entrypoint('report', async (input: { topic: string }) => {
    const titles = await plan(input.topic);
    const sections = await Promise.all(titles.map((title) => section(title)));
    expectTypeOf(sections).toEqualTypeOf<Section[]>();
    return sections.map(({ body }) => body).join('\n');
  });

  it('write side by side and tell what they do', async () => {
    const events: unknown[] = [];
    for await (const event of report.stream({ topic: 'x' }, { streamMode: ['custom', 'updates'] })) events.push(event);
    expect(events.filter((event) => Array.isArray(event) && event[0] === 'custom')).toHaveLength(3);
    expect(events.at(-1)).toEqual(['updates', { report: 'INTRO OF X\nMAIN OF X\nEND OF X' }]);
  });
});

describe('an agent with a tool and a memory', () => {
  type Message = { role: 'user' | 'assistant' | 'tool'; content: string };
  const callModel = task('callModel', async (messages: Message[]): Promise<Message> => {
    const last = messages.at(-1);
    return { role: 'assistant', content: last?.role === 'tool' ? `It is ${last.content}.` : 'tool: add' };
  });
  const callTool = task('callTool', async (_: Message): Promise<Message> => ({ role: 'tool', content: '4' }));
  const agent = entrypoint(
    { name: 'agent', checkpointer: new MemorySaver() },
    async (inputs: Message[], config: LangGraphRunnableConfig) => {
      const messages = [...(getPreviousState<Message[] | undefined>() ?? []), ...inputs];
      let answer = await callModel(messages);
      messages.push(answer);
      while (answer.content.startsWith('tool:')) {
        messages.push(await callTool(answer));
        answer = await callModel(messages);
        messages.push(answer);
      }
      return entrypoint.final({ value: { answer, thread: config.configurable?.thread_id }, save: messages });
    },
  );

  it('remembers the conversation, and answers its last message', async () => {
    const ask = () => agent.invoke([{ role: 'user', content: '2 + 2?' }], thread);
    const { answer } = await ask();
    expectTypeOf(answer).toEqualTypeOf<Message>();
    expect(answer).toEqual({ role: 'assistant', content: 'It is 4.' });
    await ask();
    const kept = entrypoint({ name: 'agent', checkpointer: agent.checkpointer ?? false }, () =>
      getPreviousState<Message[]>().map(({ role }) => role),
    );
    const turn = ['user', 'assistant', 'tool', 'assistant'];
    expect(await kept.invoke(1, thread)).toEqual([...turn, ...turn]);
  });
});
