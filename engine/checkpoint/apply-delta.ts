import type { Delta, ListDelta, RecordDelta } from './delta';
import { setKey } from './record-key';

/** The value that a delta leads to from `previous`, which stays as it is. Parts that did not change are shared. */
export function applyDelta(previous: unknown, delta: Delta): unknown {
  return applyDeltas(previous, [delta]);
}

/** The same for deltas one after another: what they change is copied once, however many they are. */
export function applyDeltas(first: unknown, deltas: readonly Delta[]): unknown {
  const drafts = new Set<object>();
  return deltas.reduce((value, delta) => change(value, delta, drafts), first);
}

/** `drafts` are the copies made so far, which nobody else has. */
function change(value: unknown, delta: Delta, drafts: Set<object>): unknown {
  switch (delta.op) {
    case 'set':
      return delta.value;
    case 'text':
      return (value as string) + delta.add;
    case 'list':
      return changeList(value as unknown[], delta, drafts);
    case 'record':
      return changeRecord(value as Record<string, unknown>, delta, drafts);
  }
}

function changeList(value: unknown[], { skip = 0, keep, add, end = 0, edit }: ListDelta, drafts: Set<object>) {
  let list = value;
  if (!drafts.has(value)) {
    // A list with holes has no list delta, so spread, by far the fastest copy, is exact.
    list = [...value];
    drafts.add(list);
  }
  const tail = end > 0 ? list.slice(-end) : [];
  if (skip > 0) list.splice(0, skip);
  if (list.length > keep) list.length = keep;
  for (const item of add ?? []) list.push(item);
  for (const item of tail) list.push(item);
  for (const [index, delta] of edit ?? []) list[index] = change(list[index], delta, drafts);
  return list;
}

function changeRecord(value: Record<string, unknown>, { remove, put, edit }: RecordDelta, drafts: Set<object>) {
  let record = value;
  if (!drafts.has(value)) {
    record = Object.getPrototypeOf(value) === null ? Object.create(null) : {};
    for (const key of Object.keys(value)) setKey(record, key, value[key]);
    drafts.add(record);
  }
  for (const key of remove ?? []) delete record[key];
  for (const [key, delta] of edit ?? []) setKey(record, key, change(record[key], delta, drafts));
  for (const [key, item] of put ?? []) setKey(record, key, item);
  return record;
}
