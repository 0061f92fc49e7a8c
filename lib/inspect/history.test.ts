import { describe, expect, it } from 'vitest';
import { columnOf, headBranch, indexHistory } from './history';
import { branchOf, entryOf, FORKED } from './thread-sample';

describe('indexHistory', () => {
  it('puts a checkpoint one column right of its parent, on whichever branch', () => {
    const history = indexHistory(FORKED.entries, FORKED.branches);
    expect(['c1', 'c3', 'c6', 'c7', 'c4'].map((id) => columnOf(history, id))).toEqual([0, 2, 3, 4, 3]);
    expect(history.columnCount).toBe(5);
  });

  it('knows every child of a fork point', () => {
    expect(indexHistory(FORKED.entries, FORKED.branches).children.get('c3')).toEqual(['c4', 'c6']);
  });

  it('places a checkpoint whose parent is not loaded by its step', () => {
    const history = indexHistory([entryOf({ checkpointId: 'x', parentId: 'gone', step: 7 })], []);
    expect(columnOf(history, 'x')).toBe(8);
  });
});

describe('headBranch', () => {
  it('is the one marked as head', () => {
    expect(headBranch(FORKED.branches)?.branchId).toBe('fix');
  });

  it('is the last one when none is marked', () => {
    const branches = [branchOf({ branchId: 'a', tipId: 'x' }), branchOf({ branchId: 'b', tipId: 'y' })];
    expect(headBranch(branches)?.branchId).toBe('b');
  });
});
