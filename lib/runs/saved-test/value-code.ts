import { jsonSerializer, Overwrite, type Send, START, StoredMessage } from '@/engine';
import type { Code, CodeGroup, CodeItem } from './lay-out';

/** Names that the code of values uses. */
export interface UsedNames {
  /** Of `retrograph`. */
  engine: Set<string>;
  /** Of `retrograph/testing`. */
  testing: Set<string>;
}

export interface ValueCodeOptions {
  used: UsedNames;
  /** Ids of messages that the file knows from elsewhere. Any other was made by the run, and is another one each time. */
  knownIds?: ReadonlySet<string>;
}

const SEND = Symbol.for('retrograph.send');
const decoder = new TextDecoder();

/** A value as code: plain data as it is written by hand, what has a class by its constructor, all else as a saver stores it. */
export function codeOf(value: unknown, options: ValueCodeOptions): Code {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return numberCode(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value))
    return Object.keys(value).length === value.length ? listCode(value, options) : storedCode(value, options);
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return recordCode(value, options);
  return instanceCode(value, options);
}

function numberCode(number: number): string {
  if (Number.isNaN(number)) return 'Number.NaN';
  if (Number.isFinite(number)) return Object.is(number, -0) ? '-0' : String(number).replace('e+', 'e');
  return number > 0 ? 'Number.POSITIVE_INFINITY' : 'Number.NEGATIVE_INFINITY';
}

export function listCode(items: readonly unknown[], options: ValueCodeOptions): CodeGroup {
  return {
    open: '[',
    close: ']',
    items: items.map((item) => ({ label: '', code: codeOf(item, options) })),
    ...(items.length > 0 && items.every((item) => typeof item === 'number') && { isFilled: true }),
    isOpen: isMatrix(items),
  };
}

/** Formatters never put several lists, or several records, of more than one part on one line. */
function isMatrix(items: readonly unknown[]): boolean {
  if (items.length < 2) return false;
  const isList = Array.isArray(items[0]);
  return items.every((item) => isContainer(item) && Array.isArray(item) === isList && Object.keys(item).length > 1);
}

function isContainer(item: unknown): item is object {
  if (Array.isArray(item)) return true;
  return typeof item === 'object' && item !== null && [Object.prototype, null].includes(Object.getPrototypeOf(item));
}

export function recordCode(value: object, options: ValueCodeOptions): CodeGroup {
  const isMessage = 'type' in value && 'content' in value;
  return {
    open: '{',
    close: '}',
    isSpaced: true,
    items: Object.entries(value).map(([key, item]) => ({
      label: `${keyCode(key)}: `,
      code: isMessage && key === 'id' ? idCode(item, options) : codeOf(item, options),
    })),
  };
}

function idCode(id: unknown, options: ValueCodeOptions): Code {
  const isMade = typeof id === 'string' && options.knownIds?.has(id) === false;
  return isMade ? 'expect.any(String)' : codeOf(id, options);
}

function instanceCode(value: object, options: ValueCodeOptions): Code {
  const { used } = options;
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? 'new Date(Number.NaN)' : `new Date('${value.toISOString()}')`;
  if (value instanceof Map) return value.size === 0 ? 'new Map()' : called('new Map', listCode([...value], options));
  if (value instanceof Set) return value.size === 0 ? 'new Set()' : called('new Set', listCode([...value], options));
  if (value instanceof URL) return `new URL(${quote(value.href)})`;
  if (SEND in value) return sendCode(value as unknown as Send, options);
  if (Overwrite.isInstance(value)) {
    used.engine.add('Overwrite');
    return called('new Overwrite', codeOf(value.value, options));
  }
  const message = asMessage(value);
  if (message === null) return storedCode(value, options);
  used.testing.add('message');
  return called(`message(${quote(message.className)}, `, recordCode(message.fields, options));
}

function sendCode({ node, args, timeout }: Send, options: ValueCodeOptions): Code {
  options.used.engine.add('Send');
  if (timeout !== undefined) {
    const items = [node, args, { timeout }].map((item): CodeItem => ({ label: '', code: codeOf(item, options) }));
    return { open: 'new Send(', close: ')', items };
  }
  return called(`new Send(${quote(node)}, `, codeOf(args, options));
}

/** The last argument takes the lines that it needs, and the call stands around it. */
function called(before: string, argument: Code): Code {
  const open = before.endsWith(' ') ? before : `${before}(`;
  if (typeof argument === 'string') return `${open}${argument})`;
  return { ...argument, open: `${open}${argument.open}`, close: `${argument.close})` };
}

function storedCode(value: unknown, options: ValueCodeOptions): Code {
  options.used.testing.add('stored');
  return called('stored', codeOf(taggedOf(value), options));
}

/** As a saver writes it. @throws UnserializableValueError for what none can */
function taggedOf(value: unknown): unknown {
  return JSON.parse(decoder.decode(jsonSerializer.encode(value)).slice(1));
}

/** Also one of LangChain's own classes, as a run has them. */
function asMessage(value: object): { className: string; fields: Record<string, unknown> } | null {
  if (!(value as { lc_serializable?: unknown }).lc_serializable) return null;
  const message = jsonSerializer.decode(jsonSerializer.encode(value));
  if (typeof message !== 'object' || message === null || !(message instanceof StoredMessage)) return null;
  return { className: message.constructor.name, fields: { ...message } };
}

function keyCode(key: string): string {
  if (key === START || /^[A-Za-z_$][\w$]*$/.test(key)) return key === '__proto__' ? "['__proto__']" : key;
  return quote(key);
}

/** In the quotes that need fewer escapes. */
export function quote(text: string): string {
  const singles = text.split("'").length;
  const mark = singles > text.split('"').length ? '"' : "'";
  const escaped = text.replace(/[\\\p{Cc}\u2028\u2029]|['"]/gu, (letter) => {
    if (letter === "'" || letter === '"') return letter === mark ? `\\${letter}` : letter;
    const known = KNOWN_ESCAPES[letter];
    return known ?? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `${mark}${escaped}${mark}`;
}

const KNOWN_ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
