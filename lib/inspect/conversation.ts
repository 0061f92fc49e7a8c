import type { Part } from '@/lib/contracts/parts';
import { isImage } from './data-url';
import { isPlainObject } from './json';
import { partOf } from './parts';
import { unwrap } from './preview';

export type Speaker = 'user' | 'assistant' | 'system' | 'tool' | 'other';

export type MessagePart =
  | { kind: 'text'; text: string }
  /** Too large to have travelled with the state. */
  | { kind: 'part'; part: Part }
  | { kind: 'image'; url: string }
  | { kind: 'call'; name: string; args: unknown }
  /** What is no text, image or call: by its type. */
  | { kind: 'other'; label: string };

export interface ChatMessage {
  speaker: Speaker;
  /** As the message itself says it: `AIMessage`, `human`, `user`. */
  role: string;
  name: string | null;
  parts: MessagePart[];
}

/** Of a long list, so many items tell what it is. */
const LOOKED_AT = 3;

/** True for a list of LangChain's messages, or of plain ones with a role and a content. */
export function readsAsConversation(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.slice(0, LOOKED_AT).every((item) => fieldsOf(item) !== null);
}

/** True for one message of such a list. */
export function isMessage(value: unknown): boolean {
  return fieldsOf(value) !== null;
}

/** A message as a person reads it; null for what is none. */
export function chatMessage(value: unknown): ChatMessage | null {
  const found = fieldsOf(value);
  if (found === null) return null;
  const { fields, role } = found;
  return {
    speaker: SPEAKERS.get(role.toLowerCase()) ?? 'other',
    role,
    name: typeof fields.name === 'string' && fields.name !== '' ? fields.name : null,
    parts: [...contentParts(fields.content), ...toolCalls(fields.tool_calls)],
  };
}

/** A map, since a message may call its role `constructor`. */
const SPEAKERS = new Map(
  Object.entries<Speaker>({
    user: 'user',
    human: 'user',
    humanmessage: 'user',
    humanmessagechunk: 'user',
    assistant: 'assistant',
    ai: 'assistant',
    model: 'assistant',
    aimessage: 'assistant',
    aimessagechunk: 'assistant',
    system: 'system',
    developer: 'system',
    systemmessage: 'system',
    tool: 'tool',
    function: 'tool',
    toolmessage: 'tool',
    functionmessage: 'tool',
  }),
);

function fieldsOf(value: unknown): { fields: Record<string, unknown>; role: string } | null {
  const { type, value: inner } = unwrap(value);
  if (!isPlainObject(inner) || !('content' in inner)) return null;
  if (type !== null) return /Message(Chunk)?$/.test(type) ? { fields: inner, role: type } : null;
  const role = typeof inner.role === 'string' ? inner.role : inner.type;
  return typeof role === 'string' ? { fields: inner, role } : null;
}

function contentParts(content: unknown): MessagePart[] {
  const part = partOf(content);
  if (part !== null) return [{ kind: 'part', part }];
  if (typeof content === 'string') return content === '' ? [] : [textOrImage(content)];
  if (Array.isArray(content)) return content.map(blockPart);
  return content === null || content === undefined ? [] : [{ kind: 'other', label: 'content' }];
}

function blockPart(block: unknown): MessagePart {
  if (typeof block === 'string') return textOrImage(block);
  if (!isPlainObject(block)) return { kind: 'other', label: String(block) };
  const part = partOf(block) ?? partOf(block.text);
  if (part !== null) return { kind: 'part', part };
  if (typeof block.text === 'string') return textOrImage(block.text);
  const url = imageUrl(block);
  if (url !== null) return { kind: 'image', url };
  if (block.type === 'tool_use' && typeof block.name === 'string')
    return { kind: 'call', name: block.name, args: block.input };
  return { kind: 'other', label: typeof block.type === 'string' ? block.type : 'content' };
}

function textOrImage(text: string): MessagePart {
  return isImage(text) ? { kind: 'image', url: text } : { kind: 'text', text };
}

/** OpenAI's `image_url`, Anthropic's `source`, LangChain's `data`: only what lies in the message itself. */
function imageUrl({ image_url: image, source, data, mime_type: mime }: Record<string, unknown>): string | null {
  const named = isPlainObject(image) ? image.url : image;
  const inner = isPlainObject(source) ? `data:${source.media_type};base64,${source.data}` : null;
  const own = typeof data === 'string' && typeof mime === 'string' ? `data:${mime};base64,${data}` : null;
  const found = [named, inner, own].find((url) => typeof url === 'string' && isImage(url));
  return typeof found === 'string' ? found : null;
}

function toolCalls(calls: unknown): MessagePart[] {
  if (!Array.isArray(calls)) return [];
  return calls.flatMap((call): MessagePart[] => {
    if (!isPlainObject(call)) return [];
    const { name, args } = isPlainObject(call.function) ? { ...call.function, args: call.function.arguments } : call;
    return typeof name === 'string' ? [{ kind: 'call', name, args }] : [];
  });
}
