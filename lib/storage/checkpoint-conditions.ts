import type { SQL } from 'drizzle-orm';
import { eq, sql } from 'drizzle-orm';
import type { TimelineFilter } from '@/engine';
import type { Dialect } from './dialect';
import { jsonText } from './json-text';
import { ranNode } from './nodes-column';
import { storedId } from './stored-id';

// Conditions on checkpoints, each of which an index serves: source, step and what ran have columns, other keys are in the
// metadata, which most checkpoints have none of (see stored-metadata.ts).

export function filterConditions(
  dialect: Dialect,
  place: { threadId: string; namespace: string },
  { source, step, node, milestone, metadata = {} }: TimelineFilter,
): (SQL | undefined)[] {
  const keys = Object.entries({ ...metadata, source, step, milestone });
  return [
    ...keys.map(([name, wanted]) => metadataEquals(dialect, name, wanted)),
    node === undefined ? undefined : ranNode(dialect, place, node),
  ];
}

/** Undefined when the database can't judge it: objects may differ in the order of their keys. */
export function metadataEquals({ tables, jsonKeyEquals }: Dialect, name: string, wanted: unknown): SQL | undefined {
  const { source, step, runId, metadata } = tables.checkpoints;
  if (wanted === undefined || (typeof wanted === 'object' && wanted !== null)) return undefined;
  if (name === 'source' && typeof wanted === 'string') {
    // As the partial index has it.
    return wanted === 'loop' ? eq(source, wanted) : sql`(${eq(source, wanted)} AND ${source} <> 'loop')`;
  }
  if (name === 'step' && Number.isInteger(wanted)) return eq(step, wanted as number);
  if (name === 'run_id' && typeof wanted === 'string') return eq(runId, storedId(wanted));
  const equals = jsonKeyEquals(metadata, name, jsonText(wanted));
  return equals === null ? undefined : sql`(${metadata} IS NOT NULL AND ${equals})`;
}
