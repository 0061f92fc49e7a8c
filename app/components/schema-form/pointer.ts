import { isPlainObject } from '@/lib/inspect/json';

/** Places in a value as JSON Pointers (RFC 6901): plain text, so a memoised field can compare its own. `''` is the whole. */
export type Pointer = string;

export function childPointer(parent: Pointer, key: string | number): Pointer {
  return `${parent}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

export function pointerKeys(pointer: Pointer): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

export function valueAt(value: unknown, pointer: Pointer): unknown {
  return pointerKeys(pointer).reduce<unknown>(childOf, value);
}

/** A copy of `value` with `next` at the place; everything off the path is shared. `undefined` takes the place's key or item out; the index behind the last item adds one. */
export function withValueAt(value: unknown, pointer: Pointer, next: unknown): unknown {
  return place(value, pointerKeys(pointer), next);
}

/** A copy of the list with one item moved. */
export function moveItem<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const item = items[from];
  return item === undefined ? [...items] : items.toSpliced(from, 1).toSpliced(to, 0, item);
}

function childOf(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isPlainObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function place(value: unknown, [key, ...rest]: string[], next: unknown): unknown {
  if (key === undefined) return next;
  const child = place(childOf(value, key), rest, next);
  if (Array.isArray(value)) {
    const index = Number(key);
    return value.toSpliced(index, 1, ...(child === undefined ? [] : [child]));
  }
  const entries = isPlainObject(value) ? Object.entries(value) : [];
  if (child === undefined) return Object.fromEntries(entries.filter(([known]) => known !== key));
  if (entries.some(([known]) => known === key)) {
    return Object.fromEntries(entries.map(([known, item]) => [known, known === key ? child : item]));
  }
  return Object.fromEntries([...entries, [key, child]]);
}
