import type { Library, Saver } from './contestants';
import { nowMs } from './rounds';

/** How the messages of a conversation are given: as plain data, or as LangChain's classes. */
export type MessageKind = 'plain' | 'instances';

/** What a turn's caller is given: by `invoke` a state of his own to change, by `stream` one that is shared. */
export type Reading = 'invoke' | 'stream';

/** Turns around the one that is asked for, of which the average is taken. */
const SPAN = 20;
const EARLY = 50;
const LATE = 500;

/** Milliseconds of CPU time that a turn of one conversation takes, around the 50th and around the 500th. */
export async function conversation(
  library: Library,
  kind: MessageKind,
  reading: Reading,
): Promise<{ earlyMs: number; lateMs: number }> {
  const { MessagesAnnotation, StateGraph, START, END } = library;
  const talk = kind === 'plain' ? plainTalk() : await instanceTalk();
  const graph = new StateGraph(MessagesAnnotation)
    .addNode('answer', () => ({ messages: [talk.answer()] }))
    .addEdge(START, 'answer')
    .addEdge('answer', END)
    .compile({ checkpointer: talk.saver(library) });
  let turns = 0;
  const take = async (count: number): Promise<number> => {
    const startedMs = nowMs('process');
    for (let turn = 0; turn < count; turn++) {
      const input = { messages: [talk.question()] };
      const config = { configurable: { thread_id: 'chat' }, streamMode: 'values' } as const;
      if (reading === 'invoke') await graph.invoke(input, config);
      else for await (const _ of await graph.stream(input, config));
    }
    turns += count;
    return (nowMs('process') - startedMs) / count;
  };
  await take(EARLY - SPAN / 2);
  const earlyMs = await take(SPAN);
  await take(LATE - SPAN / 2 - turns);
  return { earlyMs, lateMs: await take(SPAN) };
}

function plainTalk() {
  return {
    question: () => ({ role: 'user', ...newText('question') }),
    answer: () => ({ role: 'assistant', ...newText('answer') }),
    saver: ({ MemorySaver }: Library): Saver => new MemorySaver(),
  };
}

/** Ours stores instances of classes that it has a codec for; the peer knows LangChain's. */
async function instanceTalk() {
  const { AIMessage, HumanMessage } = await import('@langchain/core/messages');
  type Message = InstanceType<typeof AIMessage> | InstanceType<typeof HumanMessage>;
  const saver = ({ MemorySaver, createSerializer }: Library): Saver => {
    const serializer = createSerializer?.();
    serializer?.registerCodec<Message>({
      name: 'LangChain',
      matches: (value): value is Message => value instanceof AIMessage || value instanceof HumanMessage,
      encode: ({ type, id, content }) => [type, id, content],
      decode: (stored) => {
        const [type, id, content] = stored as [string, string, string];
        return type === 'ai' ? new AIMessage({ id, content }) : new HumanMessage({ id, content });
      },
    });
    return new MemorySaver(serializer);
  };
  return {
    question: (): Message => new HumanMessage(newText('question')),
    answer: (): Message => new AIMessage(newText('answer')),
    saver,
  };
}

let serial = 0;

/** A kilobyte that no other message shares. */
function newText(word: string): { id: string; content: string } {
  const id = `${word} ${serial++}`;
  return { id, content: Buffer.alloc(1_024, `${id} `).toString('latin1') };
}
