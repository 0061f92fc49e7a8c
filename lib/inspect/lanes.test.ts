import { describe, expect, it } from 'vitest';
import { indexHistory } from './history';
import { firstIndexFrom, forkCurve, layOutLanes, nearestEntry } from './lanes';
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

describe('nearestEntry', () => {
  it('takes the closer of both neighbours', () => {
    const lane = lanes[1]!;
    expect(nearestEntry(lane, 3.4)?.checkpointId).toBe('c6');
    expect(nearestEntry(lane, 3.6)?.checkpointId).toBe('c7');
    expect(nearestEntry(lane, 90)?.checkpointId).toBe('c7');
    expect(nearestEntry(lane, 0)?.checkpointId).toBe('c6');
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
