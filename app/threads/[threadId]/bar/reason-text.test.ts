import { expect, it } from 'vitest';
import type { RunSummary } from '@/lib/contracts/debugger';
import { hitText, reasonText } from './reason-text';

it('says why a thread stopped', () => {
  expect(reasonText('stopped', 'server_stopped')).toBe('the server stopped while it ran');
  expect(reasonText('stopped', 'out_of_memory')).toBe('out of memory');
});

it('says that a run will pause', () => {
  expect(reasonText('running', 'pausing')).toBe('pauses when its step is done');
  expect(reasonText('running', null)).toBeNull();
});

it('adds nothing where the status says it all', () => {
  expect(reasonText('done', 'cancelled')).toBeNull();
  expect(reasonText('stopped', null)).toBeNull();
});

it('names the breakpoint that a run stopped at, and why its condition could not be evaluated', () => {
  const run = { hit: { breakpoint: { node: 'draft', condition: 'n > 3' }, problem: null } } as RunSummary;
  expect(hitText(run)).toEqual({ text: 'held before draft if n > 3', isProblem: false });
  const costly = { hit: { breakpoint: { condition: 'n > 3' }, problem: 'too long' } } as RunSummary;
  expect(hitText(costly)).toEqual({ text: 'held once n > 3, which could not be evaluated: too long', isProblem: true });
  expect(hitText({ hit: null } as RunSummary)).toBeNull();
  expect(hitText(null)).toBeNull();
});
