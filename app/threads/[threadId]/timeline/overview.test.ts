import { describe, expect, it } from 'vitest';
import { indexHistory } from '@/lib/inspect/history';
import { entryOf } from '@/lib/inspect/thread-sample';
import { overviewTicks, overviewX, TICK } from './overview';

const chain = (length: number) =>
  Array.from({ length }, (_, index) =>
    entryOf({
      checkpointId: `c${String(index).padStart(6, '0')}`,
      parentId: index === 0 ? null : `c${String(index - 1).padStart(6, '0')}`,
      step: index - 1,
      failedTasks: index === 777 ? ['t'] : [],
    }),
  );

describe('overviewTicks', () => {
  it('shows a whole thread in the pixels there are and loses no failure', () => {
    const ticks = overviewTicks(indexHistory(chain(10_000), []), 1000);
    expect(ticks).toHaveLength(1000);
    expect(ticks.every((tick) => tick !== TICK.none)).toBe(true);
    expect(ticks.indexOf(TICK.failed)).toBe(77);
  });

  it('leaves gaps between few steps', () => {
    const ticks = overviewTicks(indexHistory(chain(4), []), 400);
    expect(ticks.filter((tick) => tick === TICK.step)).toHaveLength(4);
    expect(ticks[50]).toBe(TICK.step);
  });
});

describe('overviewX', () => {
  it('stays within the strip', () => {
    expect(overviewX(0, 1, 100)).toBe(50);
    expect(overviewX(9999, 10_000, 100)).toBeLessThan(100);
  });
});
