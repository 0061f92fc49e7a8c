import { describe, expect, it } from 'vitest';
import { columnOf, indexHistory } from '@/lib/inspect/history';
import { layOutLanes } from '@/lib/inspect/lanes';
import { FORKED } from '@/lib/inspect/thread-sample';
import { stepsAxis, xOf } from './axis';
import { yOf } from './geometry';
import { branchReach, reachThrough } from './path-reach';
import { markAt, placeLanes } from './placed-lanes';

const history = indexHistory(FORKED.entries, FORKED.branches);
const axis = stepsAxis(history);
const lanes = placeLanes(layOutLanes(history), axis, (id) => columnOf(history, id));

describe('markAt', () => {
  it('finds the mark of the lane under the pointer', () => {
    expect(markAt(lanes, { x: xOf(3, 88), y: yOf(0) }, 88)).toBe('c4');
    expect(markAt(lanes, { x: xOf(3, 88), y: yOf(1) }, 88)).toBe('c6');
  });

  it('finds none where there is none: off a mark, before a fork, below the lanes', () => {
    expect(markAt(lanes, { x: xOf(3.5, 88), y: yOf(0) }, 88)).toBeNull();
    expect(markAt(lanes, { x: xOf(0, 88), y: yOf(1) }, 88)).toBeNull();
    expect(markAt(lanes, { x: xOf(0, 88), y: yOf(9) }, 88)).toBeNull();
  });
});

describe('branchReach', () => {
  it('runs over the fork, along the original only as far as that', () => {
    expect([...branchReach(lanes, 'fix')]).toEqual([
      ['fix', 4],
      ['main', 2],
    ]);
    expect([...branchReach(lanes, 'main')]).toEqual([['main', 4]]);
    expect([...branchReach(lanes, 'none')]).toEqual([]);
  });
});

describe('reachThrough', () => {
  it('takes in every way that leads through a mark, and no other', () => {
    expect(new Map(reachThrough(lanes, { branchId: 'main', position: 1 }))).toEqual(
      new Map([
        ['main', 4],
        ['fix', 4],
      ]),
    );
    expect(new Map(reachThrough(lanes, { branchId: 'main', position: 3 }))).toEqual(new Map([['main', 4]]));
    expect(new Map(reachThrough(lanes, { branchId: 'fix', position: 3 }))).toEqual(
      new Map([
        ['main', 2],
        ['fix', 4],
      ]),
    );
  });
});
