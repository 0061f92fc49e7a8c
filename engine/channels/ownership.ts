// What is known of an owned part, in one number: two flags, and above them its height in levels. The height is kept
// because a value can grow by a level a step around a part that is owned already.
export const OPAQUE = 1;
export const HOLES = 2;
export const HEIGHT_SHIFT = 2;
export const ONE_LEVEL = 1 << HEIGHT_SHIFT;

/** Lets a subclass put its private field on an object that is there already: invisible to everyone else. */
export class Passthrough {
  constructor(value: object) {
    // biome-ignore lint/correctness/noConstructorReturn: lets the subclass put its private field on `value` itself.
    return value;
  }
}

/**
 * Marks objects as owned through a private field. A WeakSet would do the same, but its `add` costs several times the copy
 * of a small object.
 */
export class Ownership extends Passthrough {
  #traits: number;

  constructor(value: object, traits: number) {
    super(value);
    this.#traits = traits;
  }

  static traitsOf(value: object): number | undefined {
    return #traits in value ? value.#traits : undefined;
  }

  /** True when it is owned and holds nothing but primitives. */
  static isFlat(value: object): boolean {
    return #traits in value && (value.#traits & ~HOLES) === ONE_LEVEL;
  }
}

export function isPlainArray(value: object): value is unknown[] {
  return Array.isArray(value) && Object.getPrototypeOf(value) === Array.prototype;
}

/** Spread is by far the fastest copy of a frozen array, but fills holes. */
export function copyArray(source: unknown[]): unknown[] {
  const traits = Ownership.traitsOf(source);
  if (traits !== undefined) return (traits & HOLES) === 0 ? [...source] : source.slice();
  return Object.isFrozen(source) && !source.includes(undefined) ? [...source] : source.slice();
}

/** An own key named `__proto__`: assigning it would set the prototype. */
export function defineKey(target: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}
