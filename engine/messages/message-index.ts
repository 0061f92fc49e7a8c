import type { Growth } from '../channels/growth';
import { growthOf } from '../channels/growth';
import type { AnyMessage } from './coerce';

// Whether a list has a message, for the lists of a chat: they came out of each other and share an index of their ids.
//
// X1. An index follows a growth (see `growth.ts`), whose items never change, so what it knows stays true.
// X2. It serves only while all ids are texts and no two are the same: then an id has one place, in every list of the growth.

interface MessageIndex {
  readonly places: Map<string, number>;
  /** Items that were looked at. */
  known: number;
  isSound: boolean;
  /** Lookups without it. */
  scans: number;
}

/** To make an index costs as much: a list that was just read from a disk is asked twice a run. */
const SCANS_BEFORE_INDEX = 8;

const indexes = new WeakMap<Growth, MessageIndex>();

/** True when none of the list's messages has one of these ids; false also where that can't be told. */
export function hasNone(list: readonly AnyMessage[], ids: ReadonlySet<string>): boolean {
  const growth = growthOf(list);
  if (growth === undefined) return isFreeOf([...list], list.length, ids);
  const index = indexOf(growth);
  if (index.scans < SCANS_BEFORE_INDEX) {
    index.scans += 1;
    return isFreeOf(growth.items, list.length, ids);
  }
  extend(index, growth.items, list.length);
  if (!index.isSound) return false;
  for (const id of ids) if ((index.places.get(id) ?? list.length) < list.length) return false;
  return true;
}

function isFreeOf(items: readonly unknown[], length: number, ids: ReadonlySet<string>): boolean {
  for (let at = 0; at < length; at++) {
    const { id } = items[at] as AnyMessage;
    if (typeof id !== 'string' || ids.has(id)) return false;
  }
  return true;
}

function indexOf(growth: Growth): MessageIndex {
  const known = indexes.get(growth);
  if (known !== undefined) return known;
  const index = { places: new Map<string, number>(), known: 0, isSound: true, scans: 0 };
  indexes.set(growth, index);
  return index;
}

function extend(index: MessageIndex, items: readonly unknown[], length: number): void {
  for (; index.isSound && index.known < length; index.known++) {
    const { id } = items[index.known] as AnyMessage;
    if (typeof id !== 'string' || index.places.has(id)) index.isSound = false;
    else index.places.set(id, index.known);
  }
}
