import { describe, expect, it } from 'vitest';
import type { NodeActivity } from '@/lib/inspect/node-activity';
import { describeNode, detailOf, lookOf, progressOf } from './node-look';

const idle: NodeActivity = {
  ranHere: 0,
  runsNext: 0,
  failed: 0,
  interrupted: 0,
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
    expect(lookOf({ ...busy, interrupted: 1 })).toBe('waiting');
    expect(lookOf({ ...busy, interrupted: 1, failed: 1 })).toBe('failed');
    expect(lookOf({ ...busy, failed: 1, live: { running: 1, done: 0, total: 1 } })).toBe('running');
  });
});

describe('detailOf', () => {
  it('says how often it ran and how long the last time took', () => {
    expect(detailOf({ ...idle, timesRun: 1200, lastDurationMs: 31 })).toBe('1,200× · 31 ms');
    expect(detailOf({ ...idle, ranHere: 1, runsNext: 1, timesRun: 1, lastDurationMs: 4 })).toBe('next · 1× · 4 ms');
    expect(detailOf({ ...idle, interrupted: 1 })).toBe('asks');
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
    expect(describeNode('draft', { ...idle, runsNext: 1 })).toBe('draft: runs next, next');
  });
});
