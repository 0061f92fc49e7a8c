import type { Growth } from '../channels/growth';
import { append, growthOf } from '../channels/growth';
import { adopt, isOwnedPlain } from '../channels/isolation';
import { isMessage, sealedMessage } from './sealed-message';
import type { Serializer } from './serializer';

// Lists with messages of a class, as a chat has them: what is sealed of such a list is what was sealed of the list that it
// grew from, and its new items.

interface SealedList {
  sealed: readonly unknown[];
  serializer: Serializer;
}

/** Of the longest list of each growth that was sealed. */
const sealedLists = new WeakMap<Growth, SealedList>();

/** The list that was sealed as this one, as long as no longer list of its growth was. */
const livingLists = new WeakMap<object, readonly unknown[]>();

/** Null unless the owned value is a list that grew, of messages and plain data only. */
export function sealedList(list: unknown, serializer: Serializer): readonly unknown[] | null {
  const growth = Array.isArray(list) ? growthOf(list) : undefined;
  if (growth === undefined) return null;
  const { length } = list as readonly unknown[];
  const known = sealedLists.get(growth);
  const before = known?.serializer === serializer ? known.sealed : [];
  if (before.length > length) return null;
  const added = growth.items.slice(before.length, length);
  if (!added.every((item) => isOwnedPlain(item) || isMessage(item))) return null;
  const more = added.map((item) => (isOwnedPlain(item) ? item : sealedMessage(item as object, serializer)));
  const sealed = before.length === 0 ? (adopt(more) as readonly unknown[]) : append(before, more);
  if (sealed !== before) livingLists.delete(before);
  sealedLists.set(growth, { sealed, serializer });
  livingLists.set(sealed, list as readonly unknown[]);
  return sealed;
}

/** The very list that was sealed as this one, for a run that goes on with it: its messages count as immutable. */
export function livingList(sealed: unknown): readonly unknown[] | undefined {
  return typeof sealed === 'object' && sealed !== null ? livingLists.get(sealed) : undefined;
}
