// Tagged JSON (engine/checkpoint/tagged-json.ts): `{"$": kind, "v": stored form}`. Some kinds hold keys and values as a list.

export interface Tagged {
  $: string;
  v?: unknown;
}

/** Null for a plain object. */
export function nameOfTag(value: object): string | null {
  return Object.hasOwn(value, '$') && typeof (value as Tagged).$ === 'string' ? (value as Tagged).$ : null;
}

interface Entry {
  key: unknown;
  value: unknown;
  /** The same entry with another value. */
  with(value: unknown): unknown;
}

/** The keys and values of a stored form; null for a kind that has none. */
export function tagEntries(kind: string, stored: unknown): (Entry[] & { rebuild(items: unknown[]): unknown }) | null {
  if (kind === 'object' || kind === 'null-object' || kind === 'Map') {
    if (!isListOfLists(stored)) return null;
    const entries = stored.map(([key, value]) => ({ key, value, with: (next: unknown) => [key, next] }));
    return Object.assign(entries, { rebuild: (items: unknown[]) => items });
  }
  const { kind: errorKind, fields } = (stored ?? {}) as { kind?: unknown; fields?: unknown };
  if (kind === 'Error' && isListOfLists(fields)) {
    const entries = fields.map(([key, isShown, value]) => ({
      key,
      value,
      with: (next: unknown) => [key, isShown, next],
    }));
    return Object.assign(entries, { rebuild: (items: unknown[]) => ({ kind: errorKind, fields: items }) });
  }
  return null;
}

function isListOfLists(value: unknown): value is unknown[][] {
  return Array.isArray(value) && value.every((item) => Array.isArray(item));
}

const BYTES =
  /^(ArrayBuffer|DataView|Buffer|(Uint8|Uint8Clamped|Int8|Uint16|Int16|Uint32|Int32|Float32|Float64|BigUint64|BigInt64)(Array)?)$/;

/** Bytes, which have no keys. */
export function looksOpaque(kind: string): boolean {
  return BYTES.test(kind);
}
