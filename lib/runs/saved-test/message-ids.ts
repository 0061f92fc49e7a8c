import type { Recording } from '@/engine/testing';

/** Ids in what the file gives the graph. All other ids of messages are made anew in each run. */
export function knownMessageIds(recording: Recording): ReadonlySet<string> {
  const ids = new Set<string>();
  collect(recording, ids);
  return ids;
}

function collect(value: unknown, ids: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  const { id } = value as { id?: unknown };
  if (typeof id === 'string') ids.add(id);
  const parts = value instanceof Map ? [...value].flat() : value instanceof Set ? [...value] : Object.values(value);
  for (const part of parts) collect(part, ids);
}
