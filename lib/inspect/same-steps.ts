import type { DifferentKey } from '@/lib/contracts/compare';
import { isContainer, isPlainObject } from './json';

/**
 * Compares states of two lines, step by step. What was found equal once is not looked into again, so that of states which
 * share what they have in common with those before them only what is new is compared.
 */
export class StateComparer {
  readonly #equal = new WeakMap<object, object>();

  /** The keys in which they differ, in the order of `here`, then of those that only `there` has. */
  differentKeys(here: Record<string, unknown>, there: Record<string, unknown>): DifferentKey[] {
    const keys: DifferentKey[] = [];
    for (const key of Object.keys(here)) {
      if (!Object.hasOwn(there, key)) keys.push({ key, how: 'only here' });
      else if (!this.isSame(here[key], there[key])) keys.push({ key, how: 'differs' });
    }
    for (const key of Object.keys(there)) if (!Object.hasOwn(here, key)) keys.push({ key, how: 'only there' });
    return keys;
  }

  /** Equal as JSON: the order of keys does not matter. */
  isSame(a: unknown, b: unknown): boolean {
    if (a === b) return true;
    if (!isContainer(a) || !isContainer(b)) return false;
    if (this.#equal.get(a) === b) return true;
    if (!this.#hasSameParts(a, b)) return false;
    this.#equal.set(a, b);
    return true;
  }

  #hasSameParts(a: object, b: object): boolean {
    if (Array.isArray(a) || Array.isArray(b)) {
      if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
      // From the end: lists differ in what was added last.
      for (let at = a.length - 1; at >= 0; at--) if (!this.isSame(a[at], b[at])) return false;
      return true;
    }
    if (!isPlainObject(a) || !isPlainObject(b)) return false;
    const keys = Object.keys(a);
    if (keys.length !== Object.keys(b).length) return false;
    return keys.every((key) => Object.hasOwn(b, key) && this.isSame(a[key], b[key]));
  }
}
