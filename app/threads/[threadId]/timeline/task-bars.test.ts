import { describe, expect, it } from 'vitest';
import { taskOf } from '@/lib/inspect/thread-sample';
import { BARS_ROOM_PX, barSize, stackBars } from './task-bars';

describe('stackBars', () => {
  it('puts what overlaps under each other and what follows behind', () => {
    const bars = stackBars([
      taskOf('b', { startMs: 120, durationMs: 100 }),
      taskOf('a', { startMs: 100, durationMs: 50 }),
      taskOf('c', { startMs: 160, durationMs: 10 }),
    ]);
    expect(bars.map(({ label, row }) => [label, row])).toEqual([
      ['a 50 ms', 0],
      ['b 100 ms', 1],
      ['c 10 ms', 0],
    ]);
  });

  it('leaves out the start, and what has no time', () => {
    expect(stackBars([taskOf('__start__', { startMs: 5 }), taskOf('a', { startMs: 0 })])).toEqual([]);
  });

  it('keeps a large fan-out within its lane', () => {
    const bars = stackBars(
      Array.from({ length: 20 }, (_, at) => taskOf(`n${at}`, { startMs: 100, durationMs: 1_500 })),
    );
    expect(Math.max(...bars.map(({ row }) => row))).toBe(2);
    expect(bars[0]?.label).toBe('n0 1.5 s');
  });
});

describe('barSize', () => {
  it('keeps every row above the label, and bars as thick as they can be', () => {
    const heights = [1, 2, 3].map((rows) => {
      const { barPx, gapPx } = barSize(Array.from({ length: rows }, (_, row) => ({ row })));
      expect(rows * (barPx + gapPx) - gapPx).toBeLessThanOrEqual(BARS_ROOM_PX);
      return barPx;
    });
    expect(heights).toEqual([5, 5, 3]);
  });

  it('looks at rows, not at how many share them', () => {
    expect(barSize([{ row: 0 }, { row: 0 }, { row: 0 }]).barPx).toBe(5);
  });
});
