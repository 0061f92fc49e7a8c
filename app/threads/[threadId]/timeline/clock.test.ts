import { describe, expect, it } from 'vitest';
import { entryOf, taskOf } from '@/lib/inspect/thread-sample';
import { clockAxis } from './clock';

const at = (checkpointId: string, createdAt: number, task?: { startMs: number; durationMs: number }) =>
  entryOf({ checkpointId, step: 0, createdAt, tasks: task ? [taskOf('work', task)] : [] });

/** Ten seconds of work, an hour of waiting, five seconds of work. */
const HOUR = 3_600_000;
const entries = [
  at('a', 1_000),
  at('b', 11_000, { startMs: 1_000, durationMs: 10_000 }),
  at('c', 11_000 + HOUR + 5_000, { startMs: 11_000 + HOUR, durationMs: 5_000 }),
];

describe('clockAxis', () => {
  it('begins with the first thing that happened and keeps what ran at its length', () => {
    const axis = clockAxis(entries, new Set());
    expect(axis.positionOf(entries[0]!)).toBe(0);
    expect(axis.positionOf(entries[1]!)).toBe(10_000);
  });

  it('collapses idle time and says where it is', () => {
    const axis = clockAxis(entries, new Set());
    expect(axis.gaps).toEqual([{ fromMs: 11_000, toMs: 11_000 + HOUR, shownMs: 300, position: 10_000 }]);
    expect(axis.positionOf(entries[2]!)).toBe(15_300);
    expect(axis.end).toBe(15_300);
    expect(axis.positionOfTime(11_000 + HOUR / 2)).toBe(10_300);
  });

  it('shows a gap that was opened at its full length', () => {
    const axis = clockAxis(entries, new Set([11_000]));
    expect(axis.end).toBe(15_000 + HOUR);
    expect(axis.positionOfTime(11_000 + HOUR / 2)).toBe(10_000 + HOUR / 2);
    expect(axis.gaps).toHaveLength(1);
  });

  it('leaves short pauses as they are', () => {
    const axis = clockAxis([at('a', 0), at('b', 100), at('c', 250)], new Set());
    expect(axis.gaps).toEqual([]);
    expect(axis.end).toBe(250);
  });

  it('copes with a thread of one moment', () => {
    expect(clockAxis([at('a', 5)], new Set()).end).toBe(1);
  });
});
