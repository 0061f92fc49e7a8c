import { describe, expect, it } from 'vitest';
import type { RunSummary } from '@/lib/contracts/debugger';
import { branchStatus } from './branch-status';
import { entryOf } from './thread-sample';

const run: RunSummary = {
  runId: 'r',
  threadId: 't',
  branchId: 'fix',
  status: 'success',
  reason: null,
  hit: null,
  error: null,
  clientId: null,
  createdAt: 0,
  updatedAt: 0,
};
const tip = entryOf({ checkpointId: 'c7', step: 3, branchId: 'fix', next: ['review'] });
const at = { branchId: 'fix', isHead: false, tip, runs: [run], thread: { status: 'done', reason: null } } as const;
const statusOf = (more: Partial<Parameters<typeof branchStatus>[0]>) => branchStatus({ ...at, ...more }).status;

describe('branchStatus', () => {
  it('tells of the tip, whatever the thread’s head does', () => {
    expect(statusOf({ tip: { ...tip, interruptedTasks: ['q'] } })).toBe('waiting');
    expect(statusOf({ tip: { ...tip, failedTasks: ['f'], interruptedTasks: ['q'] } })).toBe('failed');
    expect(statusOf({ tip: { ...tip, next: [] }, thread: { status: 'waiting', reason: null } })).toBe('done');
    expect(statusOf({})).toBe('stopped');
  });

  it('runs while a run of its own does, or one that has no branch yet; not with another branch', () => {
    const running = { ...run, status: 'running' as const, reason: 'pausing' };
    expect(branchStatus({ ...at, runs: [running] })).toEqual({
      status: 'running',
      reason: 'pausing',
      stoppedRun: null,
    });
    expect(statusOf({ runs: [{ ...running, branchId: null, status: 'pending' }] })).toBe('running');
    const elsewhere = [{ ...running, branchId: 'main' }];
    expect(statusOf({ runs: elsewhere, thread: { status: 'running', reason: null } })).toBe('stopped');
  });

  it('takes the thread’s word for its head, unless that is about a run elsewhere', () => {
    const head = { isHead: true, thread: { status: 'running', reason: null } } as const;
    expect(statusOf(head)).toBe('running');
    expect(statusOf({ ...head, runs: [{ ...run, branchId: 'main', status: 'running' }] })).toBe('stopped');
  });

  it('says why its own last run ended early', () => {
    const other = { ...run, branchId: 'main', reason: 'cancelled', createdAt: 9 };
    const stopped = { ...run, status: 'interrupted' as const, reason: 'server_stopped' };
    const runs = [other, stopped];
    expect(branchStatus({ ...at, runs })).toEqual({ status: 'stopped', reason: 'server_stopped', stoppedRun: stopped });
    expect(statusOf({ runs: [{ ...run, status: 'error' }] })).toBe('failed');
    expect(statusOf({ runs: [{ ...other, status: 'error' }] })).toBe('stopped');
  });

  it('is held at a breakpoint where a task asked before and got its answer', () => {
    const held = { ...run, status: 'interrupted' as const, reason: 'breakpoint' };
    const asked = { ...tip, interruptedTasks: ['q'] };
    expect(branchStatus({ ...at, tip: asked, runs: [held] })).toMatchObject({ status: 'stopped', stoppedRun: held });
    // The server sees only that a task asked.
    const head = { isHead: true, thread: { status: 'waiting', reason: 'breakpoint' } } as const;
    expect(statusOf({ ...head, tip: asked, runs: [held] })).toBe('stopped');
  });

  it('tells of the thread until a checkpoint is known', () => {
    const thread = { status: 'failed', reason: 'server_stopped' } as const;
    expect(branchStatus({ branchId: null, isHead: false, tip: null, runs: [], thread })).toEqual({
      ...thread,
      stoppedRun: null,
    });
  });
});
