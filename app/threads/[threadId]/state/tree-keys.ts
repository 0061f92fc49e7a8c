import type { TreeRow } from '@/lib/inspect/tree';

export type KeyOutcome = { kind: 'go'; index: number } | { kind: 'toggle'; isOpen: boolean } | { kind: 'more' };

/** What a key does at a row, as the ARIA tree pattern says; undefined leaves the key to others. */
export function rowAfterKey(rows: readonly TreeRow[], index: number, key: string): KeyOutcome | undefined {
  const row = rows[index];
  if (!row) return undefined;
  switch (key) {
    case 'ArrowDown':
      return { kind: 'go', index: Math.min(rows.length - 1, index + 1) };
    case 'ArrowUp':
      return { kind: 'go', index: Math.max(0, index - 1) };
    case 'Home':
      return { kind: 'go', index: 0 };
    case 'End':
      return { kind: 'go', index: rows.length - 1 };
    case 'ArrowRight':
      if (row.isOpen === null) return { kind: 'go', index };
      return row.isOpen ? { kind: 'go', index: index + 1 } : { kind: 'toggle', isOpen: true };
    case 'ArrowLeft':
      return row.isOpen ? { kind: 'toggle', isOpen: false } : { kind: 'go', index: parentIndex(rows, index) };
    case 'Enter':
    case ' ':
      if (row.kind === 'more' || row.kind === 'fold' || row.kind === 'failed') return { kind: 'more' };
      return row.isOpen === null ? undefined : { kind: 'toggle', isOpen: !row.isOpen };
    default:
      return undefined;
  }
}

function parentIndex(rows: readonly TreeRow[], index: number): number {
  const depth = rows[index]?.depth ?? 0;
  for (let at = index - 1; at >= 0; at--) if ((rows[at]?.depth ?? 0) < depth) return at;
  return index;
}
