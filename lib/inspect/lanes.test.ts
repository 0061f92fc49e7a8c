import { describe, expect, it } from 'vitest';
import { indexHistory } from './history';
import { firstIndexFrom, forkCurve, layOutLanes, nearestIndex } from './lanes';
import { branchOf, entryOf, FORKED } from './thread-sample';

const lanes = layOutLanes(indexHistory(FORKED.entries, FORKED.branches));

describe('layOutLanes', () => {
  it('gives each branch its own checkpoints and leaves the shared past where it was', () => {
    expect(lanes.map((lane) => lane.entries.map((entry) => entry.checkpointId))).toEqual([
      ['c1', 'c2', 'c3', 'c4', 'c5'],
      ['c6', 'c7'],
    ]);
  });

  it('starts a fork at the checkpoint it leaves', () => {
    expect(lanes[0]?.fork).toBeNull();
    expect(lanes[1]?.fork).toEqual({ row: 0, column: 2, checkpointId: 'c3' });
  });

  it('moves no lane when checkpoints and branches arrive', () => {
    const later = layOutLanes(
      indexHistory(
        [...FORKED.entries, entryOf({ checkpointId: 'c8', parentId: 'c2', step: 1, branchId: 'late' })],
        [branchOf({ branchId: 'late', tipId: 'c8', createdAt: 3 }), ...FORKED.branches],
      ),
    );
    expect(later.slice(0, 2)).toEqual(lanes);
    expect(later[2]).toMatchObject({ branchId: 'late', row: 2, fork: { row: 0, column: 1 } });
  });
});

describe('firstIndexFrom', () => {
  it('finds the first column that is not left of the one asked for', () => {
    expect([-1, 0, 4, 5, 99].map((column) => firstIndexFrom([0, 2, 5], column))).toEqual([0, 0, 2, 2, 3]);
  });
});

describe('nearestIndex', () => {
  it('takes the closer of both neighbours', () => {
    const columns = [0, 10, 11, 40];
    expect([-5, 4, 6, 10.6, 30, 99].map((column) => nearestIndex(columns, column))).toEqual([0, 0, 1, 2, 3, 3]);
  });

  it('tells that there is none', () => {
    expect(nearestIndex([], 3)).toBe(-1);
  });
});

describe('forkCurve', () => {
  it('leaves and arrives flat', () => {
    const [x1, y1, x2, y2, x, y] = forkCurve({ x: 0, y: 10 }, { x: 100, y: 60 });
    expect([y1, y2, x, y]).toEqual([10, 60, 100, 60]);
    expect(x1).toBeGreaterThan(0);
    expect(x2).toBeLessThan(100);
  });
});
