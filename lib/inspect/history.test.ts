import { describe, expect, it } from 'vitest';
import { columnOf, GrowingHistory, headBranch, indexHistory } from './history';
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

describe('GrowingHistory', () => {
  it('knows after each step what indexing everything anew would', () => {
    const growing = new GrowingHistory();
    for (let count = 0; count <= FORKED.entries.length; count++) {
      const entries = FORKED.entries.slice(0, count);
      expect(growing.index(entries, FORKED.branches)).toEqual(indexHistory(entries, FORKED.branches));
    }
  });

  it('takes an entry that was read again, and counts nothing twice', () => {
    const growing = new GrowingHistory();
    growing.index(FORKED.entries, FORKED.branches);
    const again = FORKED.entries.map((entry, at) => (at === 4 ? { ...entry, failedTasks: ['t'] } : entry));
    expect(growing.index(again, FORKED.branches).byId.get('c5')?.failedTasks).toEqual(['t']);
    expect(growing.index(again, FORKED.branches)).toEqual(indexHistory(again, FORKED.branches));
  });

  it('starts anew when checkpoints are gone, have another parent, or came in between', () => {
    const growing = new GrowingHistory();
    growing.index(FORKED.entries, FORKED.branches);
    const pruned = FORKED.entries.slice(2).map((entry, at) => (at === 0 ? { ...entry, parentId: null } : entry));
    expect(growing.index(pruned, FORKED.branches)).toEqual(indexHistory(pruned, FORKED.branches));
    expect(growing.index(FORKED.entries, FORKED.branches)).toEqual(indexHistory(FORKED.entries, FORKED.branches));
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
