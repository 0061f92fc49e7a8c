import { START, TASKS } from '../channels/names';
import { EngineError, UnserializableValueError } from '../errors';
import { builtInCodecs } from './built-in-codecs';
import { INTERRUPT, RESUME } from './checkpoint';
import type { MessageClasses } from './message-codec';
import { messageCodec } from './message-codec';
import { fromTagged, isPlainJson, toTagged } from './tagged-json';

/** How values become bytes and back, in the shape of LangGraph's SerializerProtocol. */
export interface SerializerProtocol {
  dumpsTyped(value: unknown): Promise<[type: string, bytes: Uint8Array]>;
  loadsTyped(type: string, bytes: Uint8Array | string): Promise<unknown>;
}

/** How one kind of object is stored: `encode` gives a value that the serialiser knows, `decode` makes the object of it. */
export interface Codec<Kind extends object = object> {
  /** Written with every value: never change it once values are stored. */
  name: string;
  matches(value: object): value is Kind;
  encode(value: Kind): unknown;
  decode(stored: unknown): Kind;
}

/**
 * What our own savers use. Every value comes back as it was (shared parts are copied), or `encode` throws.
 * `encode` @throws UnserializableValueError, with the path, for cycles, functions, symbols and classes without a codec.
 * `decode` @throws EngineError `UNREADABLE_VALUE`.
 */
export interface Serializer extends SerializerProtocol {
  encode(value: unknown): Uint8Array;
  decode(bytes: Uint8Array): unknown;
  registerCodec<Kind extends object>(codec: Codec<Kind>): void;
  /**
   * Stored messages come back as instances of these classes, found by name:
   * `useMessageClasses(await import('@langchain/core/messages'))`. Without it they are `StoredMessage`s.
   */
  useMessageClasses(classes: MessageClasses): void;
}

/** First byte of what `encode` gives: plain JSON, or JSON with tags (see tagged-json.ts). */
const PLAIN = 'J';
const TAGGED = 'T';
const TAGGED_TYPE = 'retrograph+json';

const textEncoder = new TextEncoder();
const textDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function createSerializer(codecs: readonly Codec[] = []): Serializer {
  const messageClasses: MessageClasses = {};
  let known: ReadonlyMap<string, Codec> = new Map();
  // The latest is asked first, so that a codec for one class of errors or messages is asked before the one for all.
  const register = (codec: Codec): void => {
    if (known.has(codec.name)) {
      throw new EngineError('INVALID_CONFIG', `There is a codec named "${codec.name}" already; give it another name.`);
    }
    known = new Map([[codec.name, codec], ...known]);
  };
  for (const codec of [...builtInCodecs, messageCodec(messageClasses), ...codecs]) register(codec);

  const taggedText = (value: unknown): string => JSON.stringify(toTagged(value, known));
  const decodeText = (format: string, text: string): unknown => {
    if (format === PLAIN) return parse(text);
    if (format === TAGGED) return untag(parse(text), known);
    throw new EngineError(
      'UNREADABLE_VALUE',
      `A stored value begins with the unknown format tag ${JSON.stringify(format)}; a newer version of Retrograph may have written it: read it with that one.`,
    );
  };

  return {
    registerCodec: (codec) => register(codec as unknown as Codec),
    useMessageClasses: (classes) => void Object.assign(messageClasses, classes),
    encode(value) {
      return bytesOf(isPlainJson(value) ? PLAIN + JSON.stringify(value) : TAGGED + taggedText(value));
    },
    decode(bytes) {
      if (bytes.length === 0) throw new EngineError('UNREADABLE_VALUE', 'A stored value has no bytes at all.');
      return decodeText(String.fromCharCode(bytes[0] as number), textOf(bytes.subarray(1)));
    },
    async dumpsTyped(value) {
      if (value instanceof Uint8Array && Object.getPrototypeOf(value) === Uint8Array.prototype) {
        return ['bytes', value.slice()];
      }
      return isPlainJson(value)
        ? ['json', textEncoder.encode(JSON.stringify(value))]
        : [TAGGED_TYPE, textEncoder.encode(taggedText(value))];
    },
    async loadsTyped(type, bytes) {
      if (type === 'bytes') return typeof bytes === 'string' ? textEncoder.encode(bytes) : Uint8Array.from(bytes);
      const text = typeof bytes === 'string' ? bytes : textOf(bytes);
      return decodeText(type === 'json' ? PLAIN : type === TAGGED_TYPE ? TAGGED : type, text);
    },
  };
}

/** The serialiser of savers that are given none. */
export const jsonSerializer: Serializer = createSerializer();

/** Up to here a loop over the letters is faster than the encoder, which most values of a step are too small for. */
const SHORT_TEXT = 48;

function bytesOf(text: string): Uint8Array {
  const { length } = text;
  if (length > SHORT_TEXT) return textEncoder.encode(text);
  const bytes = new Uint8Array(length);
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0x80) return textEncoder.encode(text);
    bytes[index] = code;
  }
  return bytes;
}

function textOf(bytes: Uint8Array): string {
  try {
    return textDecoder.decode(bytes);
  } catch (cause) {
    throw new EngineError('UNREADABLE_VALUE', 'A stored value is not UTF-8; its row was damaged.', { cause });
  }
}

function untag(parsed: unknown, codecs: ReadonlyMap<string, Codec>): unknown {
  try {
    return fromTagged(parsed, codecs);
  } catch (cause) {
    if (cause instanceof EngineError) throw cause;
    throw new EngineError('UNREADABLE_VALUE', `A stored value can't be made again: ${String(cause)}`, { cause });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EngineError('UNREADABLE_VALUE', 'A stored value is not JSON; its row was damaged.', { cause });
  }
}

/** Encodes a channel's value; one without a stored form is named by its channel, not by its place in the value alone. */
export function namingChannel<Result>(channel: string, encode: () => Result): Result {
  try {
    return encode();
  } catch (error) {
    if (!(error instanceof UnserializableValueError)) throw error;
    throw new UnserializableValueError(`${writtenThing(channel)} can't be saved. ${error.message}`, error.path);
  }
}

function writtenThing(channel: string): string {
  if (channel === INTERRUPT) return 'The question of an interrupt()';
  if (channel === RESUME) return 'The answer to an interrupt()';
  if (channel === START) return 'The input';
  return channel === TASKS ? 'The argument of a Send' : `State key "${channel}"`;
}
