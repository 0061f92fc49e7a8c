import { explained } from './depth';
import { adopt, ownItems } from './isolation';
import { copyArray, HEIGHT_SHIFT, HOLES, isPlainArray, ONE_LEVEL, OPAQUE, Ownership, Passthrough } from './ownership';

// Lists that grow at their end, as those of a chat do: what two of them have in common need not be looked for.
//
// G1. Owned lists that came out of each other by adding items share a growth; each is the first `length` of its items.
// G2. A growth's items are added, never changed. Where two lists go on differently from one, the second starts a new growth.
// G3. Lists with holes don't grow: a copy by spread would fill them.

/** What lists have in common that came out of each other. */
export class Growth {
  /** Not frozen, because V8 looks up a frozen array's items ten times slower. */
  readonly items: unknown[];

  constructor(items: unknown[]) {
    this.items = items;
  }
}

class Growing extends Passthrough {
  #growth: Growth;

  constructor(list: object, growth: Growth) {
    super(list);
    this.#growth = growth;
  }

  static growthOf(list: object): Growth | undefined {
    return #growth in list ? list.#growth : undefined;
  }
}

/** Undefined for a list that did not come out of another one. */
export function growthOf(list: object): Growth | undefined {
  return Growing.growthOf(list);
}

/** True when one of the lists is the other with items added. (G1) */
export function isSameGrowth(one: object, other: object): boolean {
  const growth = Growing.growthOf(one);
  return growth !== undefined && growth === Growing.growthOf(other);
}

/** True for an owned list that `append` takes. */
export function canGrow(value: unknown): value is readonly unknown[] {
  if (typeof value !== 'object' || value === null || !isPlainArray(value)) return false;
  const traits = Ownership.traitsOf(value);
  return traits !== undefined && (traits & HOLES) === 0;
}

/** Below this, comparing costs as much as adopting. */
const MIN_LENGTH = 16;

/** `adopt(next)`, faster when it is the owned list `previous` with items added. */
export function adoptAfter(previous: unknown, next: unknown): unknown {
  if (typeof next !== 'object' || next === null || !isPlainArray(next)) return adopt(next);
  if (!canGrow(previous) || previous.length < MIN_LENGTH || next.length < previous.length) return adopt(next);
  if (Ownership.traitsOf(next) !== undefined) return next;
  // V8 looks up a frozen array's items ten times slower.
  const items = Object.isFrozen(next) ? copyArray(next) : next;
  return startsWith(items, previous) ? append(previous, items.slice(previous.length)) : adopt(items);
}

/**
 * The owned list with items added, which are adopted. Costs a copy of pointers, and what is added. The list must be one
 * that `canGrow`, and `added` without holes the caller's to give away.
 */
export function append(list: readonly unknown[], added: unknown[]): readonly unknown[] {
  if (added.length === 0) return list;
  const traits = addedTraits(list, added);
  if ((traits & HOLES) !== 0) return adopt([...list].concat(added));
  const { length } = list;
  const growth = growthFor(list, added);
  const end = length + added.length;
  const longer = growth.items.length === end ? [...growth.items] : growth.items.slice(0, end);
  new Ownership(longer, withHeight(Ownership.traitsOf(list) ?? OPAQUE, traits + ONE_LEVEL));
  new Growing(longer, growth);
  return Object.freeze(longer);
}

function addedTraits(list: readonly unknown[], added: unknown[]): number {
  try {
    return ownItems(added, 0);
  } catch (error) {
    throw explained(error, [...list, ...added]);
  }
}

/** The flags of both, and the greater height. */
function withHeight(one: number, other: number): number {
  return ((one | other) & OPAQUE) | (Math.max(one >> HEIGHT_SHIFT, other >> HEIGHT_SHIFT) << HEIGHT_SHIFT);
}

/** The list's growth with the items behind the list's, or a new one where it has gone on with others. (G2) */
function growthFor(list: readonly unknown[], added: readonly unknown[]): Growth {
  const growth = Growing.growthOf(list);
  const { length } = list;
  if (growth === undefined) return new Growth([...list, ...added]);
  for (let index = 0; index < added.length; index++) {
    const at = length + index;
    if (at === growth.items.length) growth.items.push(added[index]);
    else if (!Object.is(growth.items[at], added[index])) return new Growth([...list, ...added]);
  }
  return growth;
}

function startsWith(items: readonly unknown[], previous: readonly unknown[]): boolean {
  const known = Growing.growthOf(previous)?.items ?? [...previous];
  for (let index = 0; index < previous.length; index++) {
    const item = items[index];
    // 0 and -0 are two values, and a hole is no item.
    if (!Object.is(known[index], item) || (item === undefined && !(index in items))) return false;
  }
  return true;
}
