import type { Codec } from './serializer';

/** Subclasses come before the class that they extend. */
const ERROR_CLASSES = [
  AggregateError,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
  Error,
] as const;

interface StoredError {
  kind: string;
  fields: [key: string, isEnumerable: boolean, value: unknown][];
}

/**
 * An error keeps its message, stack, cause and every field of its own. One of a class that is not JavaScript's comes back
 * as the built-in error that it extends, under its own name: errors of user code must be storable, whatever their class.
 */
export const errorCodec: Codec<Error> = {
  name: 'Error',
  matches: (value): value is Error => value instanceof Error,
  encode(error): StoredError {
    const base = ERROR_CLASSES.find((candidate) => error instanceof candidate) ?? Error;
    const fields: StoredError['fields'] = Object.getOwnPropertyNames(error).map((key) => [
      key,
      Object.prototype.propertyIsEnumerable.call(error, key),
      (error as unknown as Record<string, unknown>)[key],
    ]);
    for (const key of ['name', 'message', 'stack'] as const) {
      const isInherited = !Object.hasOwn(error, key) && error[key] !== base.prototype[key];
      if (isInherited) fields.push([key, false, error[key]]);
    }
    return { kind: base.name, fields };
  },
  decode(stored) {
    const { kind, fields } = stored as StoredError;
    const base = ERROR_CLASSES.find((candidate) => candidate.name === kind) ?? Error;
    const error: Error = base === AggregateError ? new AggregateError([]) : new (base as ErrorConstructor)();
    for (const key of Object.getOwnPropertyNames(error)) Reflect.deleteProperty(error, key);
    for (const [key, isEnumerable, value] of fields) {
      Object.defineProperty(error, key, { value, enumerable: isEnumerable, configurable: true, writable: true });
    }
    return error;
  },
};
