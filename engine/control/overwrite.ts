import { InvalidUpdateError } from '../errors';

const BRAND = Symbol.for('retrograph.overwrite');
const WIRE_KEY = '__overwrite__';

/** The form in which a client sends an `Overwrite`; the class has it too. */
export interface OverwriteValue<Value> {
  readonly [WIRE_KEY]: Value;
}

/** A write that replaces the channel's value instead of going through its reducer. Wire form: `{ "__overwrite__": value }`. */
export class Overwrite<Value = unknown> implements OverwriteValue<Value> {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }

  get [BRAND](): true {
    return true;
  }

  /** By which LangGraph.js knows it. */
  get lg_name(): 'Overwrite' {
    return 'Overwrite';
  }

  get [WIRE_KEY](): Value {
    return this.value;
  }

  static isInstance<Value = unknown>(value: unknown): value is Overwrite<Value> {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  toJSON(): { [WIRE_KEY]: Value } {
    return { [WIRE_KEY]: this.value };
  }
}

/** True for an `Overwrite` of any copy of the engine and for its wire form. */
export function isOverwrite(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return BRAND in value || (WIRE_KEY in value && Object.keys(value).length === 1);
}

export function overwrittenValue(overwrite: unknown): unknown {
  const held = overwrite as { value: unknown; [WIRE_KEY]: unknown };
  return BRAND in held ? held.value : held[WIRE_KEY];
}

/** For channels that keep one value: an Overwrite of it is the value. */
export function plainWrite(write: unknown): unknown {
  return isOverwrite(write) ? overwrittenValue(write) : write;
}

/** The one Overwrite among a step's writes to a channel; undefined for none. @throws InvalidUpdateError for several */
export function soleOverwrite(writes: readonly unknown[], name: string): unknown {
  let found: unknown;
  for (const write of writes) {
    if (!isOverwrite(write)) continue;
    if (found !== undefined) {
      throw new InvalidUpdateError(
        'INVALID_OVERWRITE',
        `Channel "${name}" got more than one Overwrite in one step; let one node replace it.`,
      );
    }
    found = write;
  }
  return found;
}
