const BRAND = Symbol.for('retrograph.overwrite');
const WIRE_KEY = '__overwrite__';

/** A write that replaces the channel's value instead of going through its reducer. Wire form: `{ "__overwrite__": value }`. */
export class Overwrite<Value = unknown> {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }

  get [BRAND](): true {
    return true;
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
