import { describe, expect, it } from 'vitest';
import { NOTHING_FOUND } from '@/lib/inspect/find-result';
import { failureText, findStatus } from './find-text';

const value = { kind: 'value', holds: false, shown: null } as const;
const whole = { ...NOTHING_FOUND, total: 10_000, searched: 10_000, ms: 400, isWhole: true };
const asked = { expression: 'count > 3', verdict: value, result: whole, isSearching: false, error: null };

describe('what a search says of itself', () => {
  it('counts its hits, and tells how long it took', () => {
    expect(findStatus({ ...asked, result: { ...whole, hits: Array(12).fill('c') } }).text).toBe(
      '12 hits of 10,000 · 400 ms',
    );
    expect(findStatus(asked).text).toBe('No hits of 10,000 · 400 ms');
  });

  it('tells how far it is', () => {
    const result = { ...whole, searched: 3400, isWhole: false };
    expect(findStatus({ ...asked, result, isSearching: true }).text).toBe('No hits · 3,400 of 10,000 searched');
    expect(findStatus({ ...asked, result }).text).toBe('No hits in 3,400 of 10,000: the search was ended.');
    expect(findStatus({ ...asked, result: undefined, isSearching: true }).text).toBe('Searching…');
  });

  it('says what is wrong, and where', () => {
    const verdict = { kind: 'malformed', message: 'Unexpected end of expression', position: 7 } as const;
    expect(findStatus({ ...asked, verdict, result: undefined })).toEqual({
      tone: 'fail',
      text: 'Unexpected end of expression, at character 7.',
    });
    expect(findStatus({ ...asked, error: new Error('No server.') })).toMatchObject({
      tone: 'fail',
      text: 'No server.',
    });
    const result = { ...whole, isWhole: false, stopped: 'Too costly.' };
    expect(findStatus({ ...asked, result })).toEqual({ tone: 'wait', text: 'No hits. Too costly.' });
  });

  it('says that the graph has nothing of what is asked for, as after a slip of the pen', () => {
    const of = (...missing: string[]) => findStatus({ ...asked, result: { ...whole, missing } });
    expect(of('cuont')).toEqual({ tone: 'wait', text: 'No hits of 10,000: the state of this graph has no "cuont".' });
    expect(of('a', 'b', 'c').text).toContain('has no "a", "b" or "c".');
    expect(findStatus({ ...asked, result: { ...whole, missing: ['a'], hits: ['c'] } }).text).toContain('1 hit of');
  });

  it('names a step at which it could not be evaluated', () => {
    expect(failureText(whole)).toBeNull();
    const failures = [{ checkpointId: 'c', branchId: 'b', step: 4, message: 'not a number' }];
    expect(failureText({ ...whole, failures, failureCount: 3 })).toBe(
      'Could not be evaluated at 3 steps, such as step 4: not a number.',
    );
  });
});
