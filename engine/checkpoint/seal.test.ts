import { describe, expect, it } from 'vitest';
import { deltaOf } from './delta';
import { seal, unseal } from './seal';
import { Sealed } from './sealed';
import type { Codec } from './serializer';
import { createSerializer } from './serializer';

/** Shaped like LangChain's message classes. */
class Message {
  readonly lc_serializable = true;
  readonly content: string;

  constructor(content: string) {
    this.content = content;
  }

  getType() {
    return 'human';
  }
}

/** Changed where it is, as classes may be. */
class Counter {
  count = 0;
}

function countingSerializer() {
  const encoded: object[] = [];
  const message: Codec<Message> = {
    name: 'Message',
    matches: (value): value is Message => value instanceof Message,
    encode(value) {
      encoded.push(value);
      return value.content;
    },
    decode: (stored) => new Message(stored as string),
  };
  const counter: Codec<Counter> = {
    name: 'Counter',
    matches: (value): value is Counter => value instanceof Counter,
    encode: ({ count }) => count,
    decode: (count) => Object.assign(new Counter(), { count }),
  };
  const serializer = createSerializer();
  serializer.registerCodec(message);
  serializer.registerCodec(counter);
  return { serializer, encoded };
}

describe('sealing messages of a class', () => {
  it('encodes each once, however often its list is written: they count as immutable', () => {
    const { serializer, encoded } = countingSerializer();
    const [first, second] = [new Message('a'), new Message('b')];
    const before = seal([first], serializer);
    const after = seal([first, second], serializer);
    expect(encoded).toEqual([first, second]);
    expect(deltaOf(before, after)).toMatchObject({ op: 'list', keep: 1 });
  });

  it('does not encode again those that were read back', () => {
    const { serializer, encoded } = countingSerializer();
    const sealed = seal([new Message('a')], serializer);
    const read = unseal(sealed, serializer) as Message[];
    const again = seal([...read, new Message('b')], serializer) as unknown[];
    expect(read).toEqual([new Message('a')]);
    expect(again[0]).toBe((sealed as unknown[])[0]);
    expect(encoded).toHaveLength(2);
  });

  it('encodes one again for another serializer', () => {
    const message = new Message('a');
    const [one, other] = [countingSerializer(), countingSerializer()];
    seal(message, one.serializer);
    seal(message, other.serializer);
    expect(other.encoded).toEqual([message]);
  });

  it('still finds what changed inside of other instances', () => {
    const { serializer } = countingSerializer();
    const counter = new Counter();
    const before = seal(counter, serializer);
    counter.count = 1;
    const after = seal(counter, serializer);
    expect(after).toBeInstanceOf(Sealed);
    expect(deltaOf(before, after)).toMatchObject({ op: 'set' });
  });
});
