import { messageId } from '../checkpoint/ids';
import { InvalidUpdateError } from '../errors';
import type { PlainMessage } from './message';

/** A message as the reducers see it, whatever its class. */
export interface AnyMessage {
  id?: string | null;
  type?: unknown;
}

const TYPE_OF_ROLE: Readonly<Record<string, string>> = {
  user: 'human',
  human: 'human',
  assistant: 'ai',
  ai: 'ai',
  system: 'system',
  developer: 'system',
  tool: 'tool',
  function: 'function',
  remove: 'remove',
};

/** Class names of LangChain's serialized form, `{ lc: 1, type: "constructor", id: […, "HumanMessage"], kwargs }`. */
const SERIALIZED_CLASS = /^(Human|AI|System|Tool|Function|Chat|Remove)Message(?:Chunk)?$/;

/**
 * What was given, as a message with a type: text is the user's, `[role, text]` and `{ role, … }` get their type, messages
 * with one stay as they are, class instances too.
 * @throws InvalidUpdateError for what is no message
 */
export function messageOf(given: unknown): AnyMessage {
  if (typeof given === 'string') return plainMessage('user', given);
  if (isPair(given)) return plainMessage(given[0], given[1]);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw notAMessage(given);
  const message = given as AnyMessage & { role?: unknown; getType?: unknown; _getType?: unknown; lc?: unknown };
  if (!isPlain(message)) {
    if (typeOf(message) === undefined) throw notAMessage(given);
    return isRemoval(message) ? { type: 'remove', id: message.id ?? null } : message;
  }
  if (message.lc === 1 && message.type === 'constructor') return serializedMessage(given);
  if (typeof message.type === 'string' && ('content' in message || message.type === 'remove')) return message;
  if (typeof message.role === 'string') return { ...message, type: typeOfRole(message.role) };
  throw notAMessage(given);
}

/** The message with an id: its own, or a new one. A class instance without an id is copied, never changed. */
export function withId(message: AnyMessage): AnyMessage {
  if (message.id !== undefined && message.id !== null) return message;
  const id = messageId();
  if (isPlain(message)) return { ...message, id };
  const copy = Object.assign(Object.create(Object.getPrototypeOf(message)), message, { id });
  // LangChain writes a message down from these.
  if (Object.hasOwn(copy, 'lc_kwargs')) copy.lc_kwargs = { ...copy.lc_kwargs, id };
  return copy;
}

/** True for a message with an id that `messageOf` would answer as it is. */
export function isReady(given: unknown): given is AnyMessage & { id: string } {
  if (typeof given !== 'object' || given === null) return false;
  const { id, type } = given as AnyMessage;
  if (typeof id !== 'string' || typeof type !== 'string' || type === 'constructor') return false;
  return type === 'remove' ? isPlain(given) : 'content' in given;
}

/** True for one that takes another message out. */
export function isRemoval(message: AnyMessage): boolean {
  return typeOf(message) === 'remove';
}

/** LangChain's kind of a message; older versions of its classes tell it by a method. */
function typeOf(message: AnyMessage): unknown {
  if (typeof message.type === 'string') return message.type;
  const { getType, _getType } = message as { getType?: () => unknown; _getType?: () => unknown };
  const tell = getType ?? _getType;
  return typeof tell === 'function' ? tell.call(message) : undefined;
}

function plainMessage(role: string, content: PlainMessage['content']): AnyMessage & PlainMessage {
  return { role, type: typeOfRole(role), content };
}

function typeOfRole(role: string): string {
  return TYPE_OF_ROLE[role] ?? 'generic';
}

function isPair(given: unknown): given is [string, string] {
  return Array.isArray(given) && given.length === 2 && typeof given[0] === 'string' && given[0] in TYPE_OF_ROLE;
}

function serializedMessage(given: object): AnyMessage {
  const { id, kwargs } = given as { id?: unknown; kwargs?: object };
  const name = Array.isArray(id) ? String(id.at(-1)) : '';
  const kind = SERIALIZED_CLASS.exec(name)?.[1]?.toLowerCase();
  if (!kind) throw notAMessage(given);
  return { ...kwargs, type: kind === 'chat' ? 'generic' : kind };
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function notAMessage(given: unknown): InvalidUpdateError {
  const what =
    typeof given === 'object' && given !== null ? `an object with ${Object.keys(given).join(', ')}` : String(given);
  return new InvalidUpdateError(
    'INVALID_INPUT',
    `A list of messages got ${what}; give messages, { role, content }, [role, content] or text.`,
  );
}
