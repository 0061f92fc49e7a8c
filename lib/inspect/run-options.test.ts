import { describe, expect, it } from 'vitest';
import type { RunSummary } from '@/lib/contracts/debugger';
import { lastRunOf, runOptions } from './run-options';
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
  clientId: null,
  createdAt: 0,
  updatedAt: 0,
};
const held: RunSummary = { ...run, status: 'interrupted', reason: 'breakpoint' };
const tip = { entry, isBranchTip: true, branchId: 'main', runs: [], isGraphMissing: false, graph: undefined };

describe('runOptions', () => {
  it('continues a stopped tip, where nothing can be halted', () => {
    const { go, pause, stop } = runOptions(tip);
    expect(go).toEqual({ kind: 'continue', blockedBecause: null });
    expect([pause, stop].map(({ runId, blockedBecause }) => [runId, blockedBecause])).toEqual([
      [null, 'Nothing runs on this branch.'],
      [null, 'Nothing runs on this branch.'],
    ]);
  });

  it('pauses and stops the branch that runs, also before its run has a branch', () => {
    const { go, pause, stop } = runOptions({ ...tip, runs: [run] });
    expect(go.blockedBecause).toBe('It is running.');
    expect([pause.runId, stop.runId]).toEqual(['r', 'r']);
    const pending = runOptions({ ...tip, entry: null, runs: [{ ...run, branchId: null, status: 'pending' }] });
    expect(pending.stop.runId).toBe('r');
    expect(pending.go.blockedBecause).toBe('It is running.');
    expect(runOptions({ ...tip, runs: [{ ...run, branchId: 'other' }] }).stop.runId).toBeNull();
  });

  it('asks once for a pause, and can still stop', () => {
    const { pause, stop } = runOptions({ ...tip, runs: [{ ...run, reason: 'pausing' }] });
    expect(pause).toEqual({ runId: null, blockedBecause: 'It pauses when the step that runs is done.' });
    expect(stop.runId).toBe('r');
  });

  it('replays from the past, even while the tip runs', () => {
    const { go, stop } = runOptions({ ...tip, isBranchTip: false, runs: [run] });
    expect(go).toEqual({ kind: 'replay', blockedBecause: null });
    expect(stop.runId).toBe('r');
  });

  it('asks for the answer first where a question waits, not where a breakpoint holds', () => {
    const asking = { ...tip, entry: { ...entry, interruptedTasks: ['i'] } };
    expect(runOptions(asking).go.blockedBecause).toContain('answer');
    expect(runOptions({ ...asking, runs: [held] }).go.blockedBecause).toBeNull();
  });

  it('does not go on at a node that the graph lost', () => {
    const graphOf = (id: string) => ({ nodes: [{ id, type: 'runnable' as const }], edges: [] });
    expect(runOptions({ ...tip, graph: graphOf('other') }).go.blockedBecause).toContain('goes on at "draft", which');
    expect(runOptions({ ...tip, graph: graphOf('draft') }).go.blockedBecause).toBeNull();
  });

  it('retries what failed', () => {
    expect(runOptions({ ...tip, entry: { ...entry, failedTasks: ['f'] } }).go.kind).toBe('retry');
  });

  it('says why nothing can run', () => {
    expect(runOptions({ ...tip, entry: { ...entry, next: [] } }).go.blockedBecause).toContain('the graph ended here');
    expect(runOptions({ ...tip, entry: null }).go.blockedBecause).toBe('The thread has no step yet.');
    expect(runOptions({ ...tip, isGraphMissing: true }).go.blockedBecause).toContain('not loaded');
  });
});

it('the last run of a branch is the one that began last', () => {
  const later = { ...run, runId: 'later', createdAt: 5 };
  expect(lastRunOf([later, run, { ...run, branchId: 'other', createdAt: 9 }], 'main')).toBe(later);
  expect(lastRunOf([run], 'none')).toBeNull();
});
