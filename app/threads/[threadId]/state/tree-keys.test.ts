import { describe, expect, it } from 'vitest';
import { treeRows } from '@/lib/inspect/tree';
import { rowAfterKey } from './tree-keys';

const rows = treeRows({ a: 1, b: { c: 2, d: [] }, e: { f: 1 } }, undefined, {
  toggled: new Map([['/b', true]]),
  defaultOpen: new Set(),
  listed: new Map(),
});
// a, b (open), b.c, b.d, e (closed)

describe('rowAfterKey', () => {
  it('walks the rows and stops at the ends', () => {
    expect(rowAfterKey(rows, 0, 'ArrowDown')).toEqual({ kind: 'go', index: 1 });
    expect(rowAfterKey(rows, 0, 'ArrowUp')).toEqual({ kind: 'go', index: 0 });
    expect(rowAfterKey(rows, 4, 'ArrowDown')).toEqual({ kind: 'go', index: 4 });
    expect(rowAfterKey(rows, 1, 'End')).toEqual({ kind: 'go', index: 4 });
  });

  it('opens with the right arrow, then enters', () => {
    expect(rowAfterKey(rows, 4, 'ArrowRight')).toEqual({ kind: 'toggle', isOpen: true });
    expect(rowAfterKey(rows, 1, 'ArrowRight')).toEqual({ kind: 'go', index: 2 });
  });

  it('leaves with the left arrow, then closes', () => {
    expect(rowAfterKey(rows, 3, 'ArrowLeft')).toEqual({ kind: 'go', index: 1 });
    expect(rowAfterKey(rows, 1, 'ArrowLeft')).toEqual({ kind: 'toggle', isOpen: false });
  });

  it('leaves other keys, and Enter on a leaf, to others', () => {
    expect(rowAfterKey(rows, 0, 'Enter')).toBeUndefined();
    expect(rowAfterKey(rows, 1, 'x')).toBeUndefined();
  });
});
