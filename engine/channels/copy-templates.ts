import type { Growth } from './growth';
import { growthOf } from './growth';
import { Ownership } from './ownership';

// A chat hands its whole list to the caller at every turn. V8 copies a frozen object five times slower than one that is
// not, so for the items of lists that grow (see `growth.ts`) unfrozen copies are kept, to make copies of.
//
// T1. A template is shallow, and nobody but `detach` ever sees it: what is nested in it is owned, and copied from there.

/** How to copy one item: it passes as it is, it is a record that a copy of is here, or neither. */
export type Template = typeof SHARED | RecordTemplate | null;

export const SHARED = 'shared';

export interface RecordTemplate {
  record: Readonly<Record<string, unknown>>;
  /** Keys of parts that have to be copied themselves. */
  nested: readonly string[];
}

const templates = new WeakMap<Growth, Template[]>();

/** For each item of a list; undefined for a list that is copied for the first time, since most are copied once. */
export function templatesOf(list: object, isShared: (item: object) => boolean): readonly Template[] | undefined {
  const growth = growthOf(list);
  if (growth === undefined) return undefined;
  const known = templates.get(growth);
  if (known === undefined) {
    templates.set(growth, []);
    return undefined;
  }
  for (let index = known.length; index < growth.items.length; index++) {
    known.push(templateOf(growth.items[index], isShared));
  }
  return known;
}

function templateOf(item: unknown, isShared: (item: object) => boolean): Template {
  if (typeof item !== 'object' || item === null) return SHARED;
  if (Ownership.traitsOf(item) === undefined) return isShared(item) ? SHARED : null;
  if (Object.getPrototypeOf(item) !== Object.prototype || Object.hasOwn(item, '__proto__')) return null;
  if (Object.getOwnPropertySymbols(item).length > 0) return null;
  const record: Record<string, unknown> = { ...item };
  const nested = Object.keys(record).filter((key) => typeof record[key] === 'object' && record[key] !== null);
  return { record, nested };
}
