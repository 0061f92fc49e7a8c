import { append, canGrow } from '../channels/growth';
import type { AnyMessage } from './coerce';
import { isReady, isRemoval } from './coerce';
import { hasNone } from './message-index';

/**
 * The list with messages at its end, at the price of these. Null where they have to be merged: one takes the place of
 * another or takes it out, or is not ready, or the list was not made here.
 */
export function appendMessages(list: unknown, write: unknown): readonly unknown[] | null {
  if (!canGrow(list) || list.length === 0 || !Array.isArray(write)) return null;
  const ids = new Set<string>();
  for (const message of write) {
    if (!isReady(message) || isRemoval(message)) return null;
    ids.add(message.id);
  }
  if (ids.size < write.length) return null;
  return hasNone(list as readonly AnyMessage[], ids) ? append(list, [...write]) : null;
}
