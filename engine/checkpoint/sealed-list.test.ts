import { describe, expect, it } from 'vitest';
import { append, isSameGrowth } from '../channels/growth';
import { adopt } from '../channels/isolation';
import { Annotation, END, MemorySaver, START, StateGraph } from '../index';
import { seal, unseal } from './seal';
import type { Sealed } from './sealed';
import type { Codec, Serializer } from './serializer';
import { createSerializer } from './serializer';

/** Shaped like LangChain's message classes. */
class Message {
  content: string;

  constructor(content: string) {
    this.content = content;
  }

  getType() {
    return 'human';
  }
}

function messageSerializer(): { serializer: Serializer; encoded: string[]; decoded: string[] } {
  const [encoded, decoded]: [string[], string[]] = [[], []];
  const codec: Codec<Message> = {
    name: 'Message',
    matches: (value): value is Message => value instanceof Message,
    encode({ content }) {
      encoded.push(content);
      return content;
    },
    decode(stored) {
      decoded.push(stored as string);
      return new Message(stored as string);
    },
  };
  const serializer = createSerializer();
  serializer.registerCodec(codec);
  return { serializer, encoded, decoded };
}

const list = (...contents: string[]): readonly unknown[] => adopt(contents.map((content) => new Message(content)));
const contents = (sealed: unknown, serializer: Serializer) =>
  (unseal(sealed, serializer) as Message[]).map(({ content }) => content);

describe('sealing a list of messages that grew', () => {
  it('seals what was added, behind what was sealed before', () => {
    const { serializer } = messageSerializer();
    const first = append(list('a'), [new Message('b')]);
    const sealed = [first, append(first, [new Message('c')]), append(first, [new Message('d')])].map((each) =>
      seal(each, serializer),
    ) as (readonly Sealed[])[];
    expect(sealed.map((each) => contents(each, serializer))).toEqual([
      ['a', 'b'],
      ['a', 'b', 'c'],
      ['a', 'b', 'd'],
    ]);
    expect(sealed[1]?.[0]).toBe(sealed[0]?.[0]);
    const longer = seal(append(append(first, [new Message('e')]), [{ plain: 1 }]), serializer);
    expect(unseal(longer, serializer)).toEqual([new Message('a'), new Message('b'), new Message('e'), { plain: 1 }]);
  });

  it('gives lists whose common start needs no comparison', () => {
    const { serializer } = messageSerializer();
    let grown = append(list('a'), [new Message('b')]);
    const sealed = ['c', 'd', 'e'].map((content) => {
      grown = append(grown, [new Message(content)]);
      return seal(grown, serializer) as object;
    });
    expect(isSameGrowth(sealed[1] as object, sealed[2] as object)).toBe(true);
  });

  it('seals a shorter list of the same growth, and each list for its own serializer', () => {
    const [one, other] = [messageSerializer(), messageSerializer()];
    const short = append(list('a'), [new Message('b')]);
    const long = append(short, [new Message('c')]);
    expect(contents(seal(long, one.serializer), one.serializer)).toEqual(['a', 'b', 'c']);
    expect(contents(seal(short, one.serializer), one.serializer)).toEqual(['a', 'b']);
    expect(contents(seal(long, other.serializer), other.serializer)).toEqual(['a', 'b', 'c']);
    expect(other.encoded).toEqual(['a', 'b', 'c']);
  });

  it('looks again at what can change where it is', () => {
    const { serializer } = messageSerializer();
    const map = new Map([['a', 1]]);
    const first = append(list('a'), [map]);
    seal(first, serializer);
    map.set('a', 2);
    const again = unseal(seal(append(first, [new Message('b')]), serializer), serializer) as unknown[];
    expect(again[1]).toEqual(new Map([['a', 2]]));
  });

  it('says which part of a longer list has no stored form', () => {
    const { serializer } = messageSerializer();
    class Unknown extends Map {
      getType() {
        return 'human';
      }
    }
    const grown = append(append(list('a'), [new Message('b')]), [new Unknown()]);
    expect(() => seal(grown, serializer)).toThrow(/\[2\] is an instance of Unknown, which has no codec/);
  });
});

describe('a chat of class instances in memory', () => {
  const State = Annotation.Root({
    messages: Annotation<Message[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
  });
  const thread = { configurable: { thread_id: 't' } };

  async function chatOf(turns: number) {
    const codec = messageSerializer();
    const graph = new StateGraph(State)
      .addNode('answer', ({ messages }) => ({ messages: [new Message(`answer ${messages.length}`)] }))
      .addEdge(START, 'answer')
      .addEdge('answer', END)
      .compile({ checkpointer: new MemorySaver(codec.serializer) });
    for (let turn = 0; turn < turns; turn++)
      await graph.invoke({ messages: [new Message(`question ${turn}`)] }, thread);
    return { graph, ...codec };
  }

  it('encodes and decodes what a turn adds, not what was there', async () => {
    const { graph, encoded, decoded } = await chatOf(20);
    const [encodedBefore, decodedBefore] = [encoded.length, decoded.length];
    await graph.invoke({ messages: [new Message('one more')] }, thread);
    expect(encoded.length - encodedBefore).toBeLessThanOrEqual(2);
    expect(decoded.length - decodedBefore).toBeLessThanOrEqual(2);
  });

  it('reads every state as it was stored, whatever became of the instances', async () => {
    const { graph } = await chatOf(12);
    const { messages } = await graph.invoke({ messages: [new Message('last')] }, thread);
    for (const message of messages) message.content = 'changed by the caller';
    const { values } = await graph.getState(thread);
    expect(values.messages).toHaveLength(26);
    expect(values.messages[0]).toEqual(new Message('question 0'));
    Object.assign(values.messages[0] as Message, { content: 'changed again' });
    for await (const snapshot of graph.getStateHistory(thread)) {
      for (const message of snapshot.values.messages) expect(message.content).toMatch(/question|answer|last/);
    }
  });

  it('forks from an old state as it was stored', async () => {
    const { graph } = await chatOf(12);
    const states = [];
    for await (const snapshot of graph.getStateHistory(thread)) states.push(snapshot);
    const old = states.find(({ values }) => values.messages?.length === 6);
    const fork = await graph.invoke({ messages: [new Message('other')] }, old?.config);
    expect(fork.messages.map(({ content }: Message) => content).slice(4)).toEqual([
      'question 2',
      'answer 5',
      'other',
      'answer 7',
    ]);
    expect((await graph.getState(thread)).values.messages).toHaveLength(8);
  });
});
