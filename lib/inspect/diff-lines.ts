import type { Difference } from './diff';
import type { TreePath } from './tree';

/** One line of the Diff tab: a place, or what was taken away or put there. */
export interface DiffLine {
  id: string;
  depth: number;
  kind: 'place' | 'added' | 'removed';
  label: string | number;
  path: TreePath;
  value: unknown;
}

/** The differences alone, in order: containers as places, an update as its former and its new value. */
export function diffLines(difference: Difference | undefined): DiffLine[] {
  const lines: DiffLine[] = [];
  if (difference?.kind === 'changed') addEntries(lines, difference, [], 0);
  return lines;
}

function addEntries(
  lines: DiffLine[],
  difference: Extract<Difference, { kind: 'changed' }>,
  parent: TreePath,
  depth: number,
): void {
  for (const entry of difference.entries) {
    const path = [...parent, entry.key];
    const line = (kind: DiffLine['kind'], value: unknown) =>
      lines.push({ id: `${lines.length}`, depth, kind, label: entry.key, path, value });
    switch (entry.difference.kind) {
      case 'changed':
        line('place', undefined);
        addEntries(lines, entry.difference, path, depth + 1);
        break;
      case 'updated':
        line('removed', entry.difference.from);
        line('added', entry.difference.to);
        break;
      case 'added':
      case 'removed':
        line(entry.difference.kind, entry.difference.value);
        break;
    }
  }
}
