import { expect, it } from 'vitest';
import type { RunSummary } from '@/lib/contracts/debugger';
import { entryOf } from './thread-sample';
import { untoldFailure } from './untold-failure';

const failed = (branchId: string | null, more: Partial<RunSummary> = {}) =>
  ({
    branchId,
    status: 'error',
    error: { name: 'Error', message: 'no' },
    createdAt: 5,
    updatedAt: 9,
    ...more,
  }) as RunSummary;
const tip = entryOf({ checkpointId: 'c7', step: 3, branchId: 'fix', createdAt: 7 });
const untold = (runs: RunSummary[], shown: Partial<Parameters<typeof untoldFailure>[0]> = {}) =>
  untoldFailure({ branchId: 'fix', tip, runs, ...shown });

it('tells of a run that failed before its first checkpoint, on any branch, until another is newer', () => {
  const run = failed(null);
  expect(untold([run])).toBe(run);
  expect(untold([run], { branchId: null, tip: null })).toBe(run);
  expect(untold([run, failed('main', { status: 'success', error: null, createdAt: 6 })])).toBeNull();
  expect(untold([failed(null, { status: 'running', error: null })])).toBeNull();
});

it('tells of a branch’s last run that failed for no node’s reason', () => {
  const run = failed('fix');
  expect(untold([run])).toBe(run);
  expect(untold([failed('main')])).toBeNull();
  expect(untold([run, failed('fix', { status: 'success', error: null, createdAt: 6 })])).toBeNull();
});

it('leaves it to the task that failed, and to the steps that came after', () => {
  expect(untold([failed('fix')], { tip: { ...tip, failedTasks: ['task'] } })).toBeNull();
  expect(untold([failed(null)], { tip: { ...tip, failedTasks: ['task'] } })).not.toBeNull();
  expect(untold([failed('fix')], { tip: { ...tip, createdAt: 10 } })).toBeNull();
});
