/** One condition on a thread's metadata, as a person types it. */
export interface MetadataCondition {
  key: string;
  value: string;
}

/** `key=value`; the value may hold further `=`. Null for what is none. */
export function parseCondition(text: string): MetadataCondition | null {
  const at = text.indexOf('=');
  const [key, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  return at < 1 || key === '' || value === '' ? null : { key, value };
}

/** What the API is asked for, the same text for the same conditions; a key's later condition replaces the former. */
export function metadataQuery(conditions: readonly string[]): string | undefined {
  const pairs = conditions.flatMap((text) => {
    const condition = parseCondition(text);
    return condition === null ? [] : [[condition.key, condition.value] as const];
  });
  if (pairs.length === 0) return undefined;
  const unique = [...new Map(pairs)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(unique));
}

/** What of a thread's metadata fits in a row: plain values, without what the row shows anyway. */
export function shownMetadata(metadata: Record<string, unknown>): MetadataCondition[] {
  return Object.entries(metadata).flatMap(([key, value]) =>
    SHOWN_ANYWAY.has(key) || !isPlain(value) ? [] : [{ key, value: String(value) }],
  );
}

const SHOWN_ANYWAY: ReadonlySet<string> = new Set(['graph_id', 'assistant_id']);

function isPlain(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'boolean';
}
