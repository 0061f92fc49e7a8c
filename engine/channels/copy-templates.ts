import type { Growth } from './growth';
import { growthOf } from './growth';
import { Ownership } from './ownership';

// A chat hands its whole list to the caller at every turn. V8 copies a frozen object five times slower than one that is
// not, so for the items of lists that grow (see `growth.ts`) unfrozen copies are kept, to make copies of.
//
// T1. A template is shallow, and nobody but `detach` ever sees it: what is nested in it is owned, and copied from there.
// T2. What passes as it is has no template: a list of LangChain's messages costs its caller a copy of pointers.

/** How to copy the item at a place: from a record that is its copy, or anew where there is none. */
export interface Template {
  at: number;
  record: Readonly<Record<string, unknown>> | null;
  /** Keys of the record whose parts have to be copied themselves. */
  nested: readonly string[];
}

interface Templates {
  /** Items of the growth that were looked at. */
  known: number;
  /** In the order of their places. */
  all: Template[];
}

const templates = new WeakMap<Growth, Templates>();

/**
 * For the items that have to be copied, some perhaps behind the list's end; undefined for a list that is copied for the
 * first time, since most are copied once.
 */
export function templatesOf(list: object, isShared: (item: object) => boolean): readonly Template[] | undefined {
  const growth = growthOf(list);
  if (growth === undefined) return undefined;
  const known = templates.get(growth);
  if (known === undefined) {
    templates.set(growth, { known: 0, all: [] });
    return undefined;
  }
  for (; known.known < growth.items.length; known.known++) {
    const template = templateOf(growth.items[known.known], known.known, isShared);
    if (template !== null) known.all.push(template);
  }
  return known.all;
}

function templateOf(item: unknown, at: number, isShared: (item: object) => boolean): Template | null {
  if (typeof item !== 'object' || item === null) return null;
  if (Ownership.traitsOf(item) === undefined) return isShared(item) ? null : anew(at);
  if (Object.getPrototypeOf(item) !== Object.prototype || Object.hasOwn(item, '__proto__')) return anew(at);
  if (Object.getOwnPropertySymbols(item).length > 0) return anew(at);
  const record: Record<string, unknown> = { ...item };
  const nested = Object.keys(record).filter((key) => typeof record[key] === 'object' && record[key] !== null);
  return { at, record, nested };
}

function anew(at: number): Template {
  return { at, record: null, nested: [] };
}
