import type { PartAddress } from '@/lib/contracts/parts';
import type { Difference, DifferenceEntry } from './diff';
import { FOLD_LIMITS, foldItem } from './fold-value';
import { JsonSizes } from './json-size';

/** A difference holds values of two states: where each stands. */
interface Sides {
  before: PartAddress;
  after: PartAddress;
}

const VALUE_BYTES = 32 * 1024;
const ENTRY_BYTES = 120;

/** A difference that can travel: large values have parts, and of too many entries the rest is counted (`left`). */
export function foldDifference(
  difference: Difference | undefined,
  sides: Sides,
  limitBytes: number = FOLD_LIMITS.stateBytes,
): Difference | undefined {
  const sizes = new JsonSizes();
  let bytesLeft = limitBytes;
  return difference && fold(difference, sides);

  function fold(difference: Difference, sides: Sides): Difference {
    switch (difference.kind) {
      case 'added':
        return { kind: 'added', value: take(difference.value, sides.after) };
      case 'removed':
        return { kind: 'removed', value: take(difference.value, sides.before) };
      case 'updated':
        return { kind: 'updated', from: take(difference.from, sides.before), to: take(difference.to, sides.after) };
      case 'changed': {
        const entries: DifferenceEntry[] = [];
        for (const entry of difference.entries) {
          if (bytesLeft <= 0) break;
          bytesLeft -= ENTRY_BYTES;
          entries.push({ ...entry, difference: fold(entry.difference, sidesOf(entry, sides)) });
        }
        const left = difference.entries.length - entries.length;
        return { ...difference, entries, ...(left > 0 && { left }) };
      }
    }
  }

  function take(value: unknown, address: PartAddress): unknown {
    const folded = foldItem(value, address, Math.min(VALUE_BYTES, Math.max(bytesLeft, 1024)), sizes);
    bytesLeft -= Math.min(sizes.of(value), VALUE_BYTES);
    return folded;
  }
}

function sidesOf({ key, was = key }: { key: string | number; was?: string | number }, { before, after }: Sides): Sides {
  return {
    before: { ...before, path: [...before.path, was] },
    after: { ...after, path: [...after.path, key] },
  };
}
