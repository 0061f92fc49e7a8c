import { describe, expect, it } from 'vitest';
import type { RunSummary } from '@/lib/contracts/debugger';
import { runOptions } from './run-options';
import { entryOf } from './thread-sample';

const entry = entryOf({ checkpointId: 'c', step: 1, next: ['draft'] });
const run: RunSummary = {
  runId: 'r',
  threadId: 't',
  branchId: 'main',
  status: 'running',
  reason: null,
  hit: null,
  error: null,
  createdAt: 0,
  updatedAt: 0,
};
const tip = { entry, isBranchTip: true, branchId: 'main', runs: [], isGraphMissing: false };

describe('runOptions', () => {
  it('continues a stopped tip', () => {
    expect(runOptions(tip)).toEqual({
      run: { kind: 'continue', blockedBecause: null },
      step: { kind: 'continue', blockedBecause: null },
      stop: null,
    });
  });

  it('offers only Stop while the branch runs, also before its run has a branch', () => {
    expect(runOptions({ ...tip, runs: [run] })).toEqual({ run: null, step: null, stop: { runId: 'r' } });
    expect(runOptions({ ...tip, runs: [{ ...run, branchId: null, status: 'pending' }] }).stop).toEqual({ runId: 'r' });
    expect(runOptions({ ...tip, runs: [{ ...run, branchId: 'other' }] }).stop).toBeNull();
  });

  it('replays from the past, even while the tip runs', () => {
    const options = runOptions({ ...tip, isBranchTip: false, runs: [run] });
    expect(options.run).toEqual({ kind: 'replay', blockedBecause: null });
    expect(options.stop).toEqual({ runId: 'r' });
  });

  it('asks for the answer first where a question waits', () => {
    expect(runOptions({ ...tip, entry: { ...entry, interruptedTasks: ['i'] } }).run?.blockedBecause).toContain(
      'answer',
    );
  });

  it('retries what failed', () => {
    expect(runOptions({ ...tip, entry: { ...entry, failedTasks: ['f'] } }).run?.kind).toBe('retry');
  });

  it('offers nothing where nothing runs next', () => {
    expect(runOptions({ ...tip, entry: { ...entry, next: [] } })).toEqual({ run: null, step: null, stop: null });
    expect(runOptions({ ...tip, entry: null })).toEqual({ run: null, step: null, stop: null });
  });

  it('says so when the graph is not loaded', () => {
    expect(runOptions({ ...tip, isGraphMissing: true }).run?.blockedBecause).toContain('not loaded');
  });
});
