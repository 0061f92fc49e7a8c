import type { CheckpointMetadata } from './checkpoint';

/** True when every key of the filter has an equal JSON value in the metadata. */
export function matchesFilter(metadata: CheckpointMetadata, filter: Record<string, unknown> = {}): boolean {
  return Object.entries(filter).every(([key, wanted]) => wanted === undefined || isSameJson(metadata[key], wanted));
}

function isSameJson(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const keys = Object.keys(a);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === Object.keys(b).length &&
    keys.every((key) => isSameJson((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}
