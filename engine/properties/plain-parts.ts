import fc from 'fast-check';

/** An instance of a class: passes by reference. */
export class Message {
  constructor(public content: string) {}
}

/** All plain objects and arrays in a value. */
export function plainParts(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  const prototype = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return [];
  return [value, ...Object.values(value).flatMap(plainParts)];
}

export const anyValue = fc.anything({
  withBigInt: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
  withNullPrototype: true,
  key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', '0')),
});
