import { describe, expect, it } from 'vitest';
import { columnOf, indexHistory } from '@/lib/inspect/history';
import { layOutLanes } from '@/lib/inspect/lanes';
import { branchOf, entryOf } from '@/lib/inspect/thread-sample';
import { stepsAxis } from './axis';
import { overviewPosition, overviewTicks, overviewX, TICK } from './overview';
import { placeLanes } from './placed-lanes';

const id = (index: number) => `c${String(index).padStart(6, '0')}`;

function chain(length: number) {
  const entries = Array.from({ length }, (_, index) =>
    entryOf({
      checkpointId: id(index),
      parentId: index === 0 ? null : id(index - 1),
      step: index - 1,
      failedTasks: index === 777 ? ['t'] : [],
    }),
  );
  const history = indexHistory(entries, [branchOf({ branchId: 'main', tipId: id(length - 1) })]);
  const axis = stepsAxis(history);
  return { axis, lanes: placeLanes(layOutLanes(history), axis, (each) => columnOf(history, each)) };
}

describe('overviewTicks', () => {
  it('shows a whole thread in the pixels there are and loses no failure', () => {
    const { lanes, axis } = chain(10_000);
    const ticks = overviewTicks(lanes, axis, 1000);
    expect(ticks).toHaveLength(1000);
    expect(ticks.slice(10, 990).every((tick) => tick !== TICK.none)).toBe(true);
    expect(ticks.indexOf(TICK.failed)).toBe(Math.floor(overviewX(777, axis, 1000)));
  });

  it('leaves gaps between few steps', () => {
    const { lanes, axis } = chain(4);
    expect(overviewTicks(lanes, axis, 400).filter((tick) => tick !== TICK.none)).toHaveLength(4);
  });
});

describe('overviewX', () => {
  it('stays within the strip, and turns back into the position', () => {
    const { axis } = chain(10_000);
    expect(overviewX(9_999, axis, 1000)).toBeLessThan(1000);
    for (const position of [0, 5_000, 9_999]) {
      expect(overviewPosition(overviewX(position, axis, 1000), axis, 1000)).toBeCloseTo(position);
    }
    expect([overviewPosition(-50, axis, 1000), overviewPosition(5_000, axis, 1000)]).toEqual([0, 9_999]);
  });
});
