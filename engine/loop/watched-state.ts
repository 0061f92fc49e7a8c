import { defineKey, Passthrough } from '../channels/ownership';

// Invariants
// I1. To a router a watched state is the plain record that it stands for: same keys in the same order, enumerable and its
//     own, of the same prototype. So it can be spread, cloned and stored, and its top level is the router's to change.
// I2. Reading a key notes it, by whatever way; looking whether it is there, or printing the state, does not.

/** Node prints a getter as such; with this it prints what the getter gives. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** What the reader of a key gets. */
type Give = (key: string, value: unknown) => unknown;

/** A record that looks like `values` and knows which of its keys were read. `give` is asked once a key, when it is read. */
export function watchReads(values: Record<string, unknown>, give: Give = (_, value) => value): object {
  const watched = {};
  // I1. One call a key is faster than `defineProperties`; descriptors that are shared give all states one hidden class.
  for (const key of Object.keys(values)) Object.defineProperty(watched, key, accessorOf(key));
  Object.defineProperty(watched, INSPECT, PRINTED);
  new ReadLog(watched, values, give);
  return watched;
}

/** The keys that were read up to now, in the order of the first look at each; none of a record that nobody watches. */
export function readsOf(watched: object): string[] {
  return ReadLog.reads(watched);
}

/** Lies on the watched record, where nobody else sees it. */
class ReadLog extends Passthrough {
  readonly #values: Record<string, unknown>;
  readonly #give: Give;
  readonly #reads: string[] = [];

  constructor(watched: object, values: Record<string, unknown>, give: Give) {
    super(watched);
    this.#values = values;
    this.#give = give;
  }

  static read(from: object, key: string): unknown {
    const watched = holderOf(from);
    if (!watched) return undefined;
    const values = watched.#values;
    const reads = watched.#reads;
    // I2
    if (!reads.includes(key)) {
      reads.push(key);
      values[key] = watched.#give(key, values[key]);
    }
    return values[key];
  }

  static reads(watched: object): string[] {
    return #reads in watched ? [...watched.#reads] : [];
  }

  static values(watched: object): Readonly<Record<string, unknown>> {
    return #values in watched ? watched.#values : {};
  }

  static has(object: object): object is ReadLog {
    return #values in object;
  }
}

/** An object that was made with the state as its prototype reads through it. */
function holderOf(from: object): ReadLog | null {
  let object: object | null = from;
  while (object && !ReadLog.has(object)) object = Object.getPrototypeOf(object);
  return object;
}

const accessors = new Map<string, PropertyDescriptor>();

function accessorOf(key: string): PropertyDescriptor {
  let accessor = accessors.get(key);
  if (!accessor) {
    accessor = {
      enumerable: true,
      configurable: true,
      get() {
        return ReadLog.read(this, key);
      },
      set(value: unknown) {
        defineKey(this, key, value);
      },
    };
    accessors.set(key, accessor);
  }
  return accessor;
}

const PRINTED: PropertyDescriptor = {
  enumerable: false,
  configurable: true,
  writable: true,
  value(this: object) {
    const values = ReadLog.values(this);
    const shown: Record<string, unknown> = {};
    for (const [key, { get, value }] of Object.entries(Object.getOwnPropertyDescriptors(this)))
      defineKey(shown, key, get ? values[key] : value);
    return shown;
  },
};
