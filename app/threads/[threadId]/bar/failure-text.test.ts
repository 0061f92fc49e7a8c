import { expect, it } from 'vitest';
import type { RunSummary } from '@/lib/contracts/debugger';
import { failureText } from './failure-text';

const run = (name: string, more: Partial<RunSummary> = {}) =>
  ({ branchId: 'main', error: { name, message: 'there is no room' }, ...more }) as RunSummary;

it('tells what a run failed with, and whether it had begun', () => {
  expect(failureText(run('Error'))).toEqual({ what: 'The run failed outside of its nodes.', why: 'there is no room' });
  expect(failureText(run('Error', { branchId: null }))?.what).toBe('The run failed before its first step.');
  expect(failureText(run('Error', { error: null }))).toBeNull();
});

it('names the limit that stopped a run, and the way on', () => {
  const told = failureText(run('GraphRecursionError', { recursionLimit: 40 }));
  expect(told?.what).toContain('its recursion limit of 40 allows');
  expect(told?.why).toContain('Continue runs on for as many again');
  expect(failureText(run('GraphRecursionError'))?.what).toContain('its recursion limit allows');
});
