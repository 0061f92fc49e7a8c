import { isMessage, messageJson } from '@/lib/contracts/message-json';

export interface MessageEvent {
  event: 'messages/metadata' | 'messages/partial' | 'messages/complete';
  data: unknown;
}

/**
 * The protocol's `messages` mode: of a message that a model streams, first where it comes from, then what it has grown to
 * with each part; and every message of the state once it is there.
 */
export class MessageProgress {
  /** By id: the parts put together. */
  readonly #growing = new Map<string, unknown>();
  readonly #complete = new Set<string>();

  /** A message, or one more part of it, as the engine streams it. */
  take(message: unknown, metadata: Record<string, unknown>): MessageEvent[] {
    const id = idOf(message);
    if (id === null || this.#complete.has(id)) return [];
    const known = this.#growing.get(id);
    const grown = known === undefined ? message : joined(known, message);
    this.#growing.set(id, grown);
    const partial: MessageEvent = { event: 'messages/partial', data: [messageJson(grown)] };
    return known === undefined ? [{ event: 'messages/metadata', data: { [id]: { metadata } } }, partial] : [partial];
  }

  /** Messages of the state that were not there before. */
  takeValues(values: unknown): MessageEvent[] {
    const found = messagesIn(values).filter((message) => {
      const id = idOf(message);
      return id !== null && !this.#complete.has(id);
    });
    if (found.length === 0) return [];
    for (const message of found) {
      const id = idOf(message) as string;
      this.#complete.add(id);
      this.#growing.delete(id);
    }
    return [{ event: 'messages/complete', data: found.map(messageJson) }];
  }
}

/** In the state's keys, alone or in lists. */
function messagesIn(values: unknown): unknown[] {
  if (typeof values !== 'object' || values === null) return [];
  return Object.values(values).flat().filter(isMessage);
}

function idOf(message: unknown): string | null {
  const id = (message as { id?: unknown } | null)?.id;
  return typeof id === 'string' && id !== '' ? id : null;
}

/** By the message's own `concat`, where it has one. */
function joined(before: unknown, part: unknown): unknown {
  const { concat, content } = before as { concat?: unknown; content?: unknown };
  if (typeof concat === 'function') return concat.call(before, part);
  const { content: more } = part as { content?: unknown };
  if (typeof content !== 'string' || typeof more !== 'string') return part;
  return { ...messageJson(before), content: content + more };
}
