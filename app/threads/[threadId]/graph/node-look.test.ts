import { describe, expect, it } from 'vitest';
import type { NodeActivity } from '@/lib/inspect/node-activity';
import { describeNode, detailOf, lookOf, progressOf, urgencyOf } from './node-look';

const idle: NodeActivity = {
  ranHere: 0,
  cachedHere: 0,
  reusedHere: 0,
  answeredHere: 0,
  mockedHere: 0,
  runsNext: 0,
  failed: 0,
  interrupted: 0,
  cancelled: 0,
  timesRun: 0,
  lastDurationMs: null,
  live: null,
};

describe('lookOf', () => {
  it('lets what is worse, or nearer to now, win', () => {
    const busy = { ...idle, timesRun: 1, runsNext: 1, ranHere: 1 };
    expect(lookOf(undefined)).toBe('idle');
    expect(lookOf({ ...idle, timesRun: 1 })).toBe('ran-before');
    expect(lookOf({ ...idle, timesRun: 1, runsNext: 1 })).toBe('next');
    expect(lookOf(busy)).toBe('ran-here');
    expect(lookOf({ ...busy, cachedHere: 1 })).toBe('cached');
    expect(lookOf({ ...busy, ranHere: 2, cachedHere: 1 })).toBe('ran-here');
    expect(lookOf({ ...busy, cancelled: 1 })).toBe('cancelled');
    expect(lookOf({ ...busy, cancelled: 1, interrupted: 1 })).toBe('waiting');
    expect(lookOf({ ...busy, interrupted: 1, failed: 1 })).toBe('failed');
    expect(lookOf({ ...busy, failed: 1, live: { running: 1, done: 0, total: 1 } })).toBe('running');
  });
});

describe('urgencyOf', () => {
  it('puts what is stuck before what ran, and that before what comes', () => {
    expect(urgencyOf(undefined)).toBe(0);
    expect(urgencyOf({ ...idle, timesRun: 4 })).toBe(0);
    expect(urgencyOf({ ...idle, runsNext: 1 })).toBe(1);
    expect(urgencyOf({ ...idle, timesRun: 4, ranHere: 1 })).toBe(2);
    expect(urgencyOf({ ...idle, interrupted: 1 })).toBe(3);
  });
});

describe('detailOf', () => {
  it('says how often it ran and how long the last time took', () => {
    expect(detailOf({ ...idle, timesRun: 1200, lastDurationMs: 31 })).toBe('1,200× · 31 ms');
    expect(detailOf({ ...idle, ranHere: 1, runsNext: 1, timesRun: 1, lastDurationMs: 4 })).toBe('next · 1× · 4 ms');
    expect(detailOf({ ...idle, interrupted: 1 })).toBe('asks');
    expect(detailOf({ ...idle, cancelled: 1 })).toBe('cancelled');
    expect(detailOf({ ...idle, ranHere: 3, cachedHere: 2, timesRun: 3, lastDurationMs: 4 })).toBe(
      '2 cached · 3× · 4 ms',
    );
    expect(detailOf({ ...idle, ranHere: 1, reusedHere: 1, timesRun: 1, lastDurationMs: 4 })).toBe('reused · 1× · 4 ms');
    const answered = { ...idle, ranHere: 3, answeredHere: 2, mockedHere: 1, timesRun: 3 };
    expect([lookOf(answered), detailOf(answered)]).toEqual(['answered', '2 reused · 1 mocked · 3×']);
    expect(lookOf({ ...answered, mockedHere: 0 })).toBe('ran-here');
    expect(detailOf(undefined)).toBe('not run');
  });
});

describe('progressOf', () => {
  it('counts a fan-out and says nothing of a single task', () => {
    expect(progressOf({ ...idle, ranHere: 12 })).toBe('×12');
    expect(progressOf({ ...idle, runsNext: 3 })).toBe('×3');
    expect(progressOf({ ...idle, live: { running: 2, done: 5, total: 12 } })).toBe('5/12');
    expect(progressOf({ ...idle, ranHere: 1 })).toBeNull();
  });
});

describe('describeNode', () => {
  it('puts borders and icons into words', () => {
    expect(describeNode('draft', { ...idle, runsNext: 1 })).toBe('node draft, runs next');
    expect(describeNode('draft', undefined)).toBe('node draft, not run yet');
    expect(describeNode('draft', { ...idle, ranHere: 1, timesRun: 3, lastDurationMs: 120 })).toBe(
      'node draft, ran in this step, 3 runs, 120 ms',
    );
  });

  it('tells a fan-out, a loop and what came from the cache', () => {
    const ran = { ...idle, ranHere: 4, timesRun: 4, lastDurationMs: 9, runsNext: 1, cachedHere: 1 };
    expect(describeNode('draft', ran)).toBe('node draft, ran in this step, 4 tasks, 1 cached, runs next, 4 runs, 9 ms');
    expect(describeNode('draft', { ...idle, ranHere: 1, mockedHere: 1, timesRun: 2 })).toBe(
      'node draft, did not run in this step, mocked, 2 runs',
    );
    const live = { running: 2, done: 5, total: 12 };
    expect(describeNode('draft', { ...idle, live })).toBe('node draft, running now, 5 of 12 done');
  });

  it('names a node inside another from the inside out', () => {
    expect(describeNode('child|ask', undefined)).toBe('node ask in child, not run yet');
  });
});
