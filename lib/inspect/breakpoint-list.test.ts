import { describe, expect, it } from 'vitest';
import type { KeptBreakpoint } from './breakpoint-list';
import {
  breakpointsAt,
  breakpointText,
  isInForce,
  isPlain,
  parseBreakpoints,
  toWireBreakpoints,
  withChange,
} from './breakpoint-list';

const plain: KeptBreakpoint = { id: '1', node: 'draft', when: 'before', condition: '', isOn: true };
const inside: KeptBreakpoint = { ...plain, id: '2', node: 'child|ask', when: 'after' };
const condition: KeptBreakpoint = { ...plain, id: '3', node: null, condition: ' count > 3 ' };

describe('what is kept', () => {
  it('comes back from its text; what is no breakpoint is left out', () => {
    const text = JSON.stringify([plain, inside, { id: 4 }, null, { ...plain, when: 'during' }]);
    expect(parseBreakpoints(text)).toEqual([plain, inside]);
    expect(parseBreakpoints('{"not": "a list"}')).toEqual([]);
    expect(parseBreakpoints('broken')).toEqual([]);
    expect(parseBreakpoints(null)).toEqual([]);
  });

  it('is found by its node and changed by its id', () => {
    expect(breakpointsAt([plain, inside], 'draft')).toEqual([plain]);
    expect(withChange([plain, inside], '2', { isOn: false })).toEqual([plain, { ...inside, isOn: false }]);
  });

  it('is plain while a click may remove it without loss', () => {
    expect([plain, inside, { ...plain, condition: 'x' }, { ...plain, isOn: false }].map(isPlain)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('what is in force', () => {
  it('is on, says something, and is at a node that the graph has', () => {
    expect(isInForce(plain, ['draft'])).toBe(true);
    expect(isInForce(plain, ['other'])).toBe(false);
    expect(isInForce(plain, null)).toBe(true);
    expect(isInForce({ ...plain, isOn: false }, ['draft'])).toBe(false);
    expect(isInForce(inside, ['child'])).toBe(true);
    expect(isInForce({ ...condition, condition: ' ' }, [])).toBe(false);
  });

  it('is what a run is sent', () => {
    expect(toWireBreakpoints([plain, inside, condition, { ...plain, isOn: false }], ['draft', 'child'])).toEqual([
      { node: 'draft', when: 'before' },
      { node: 'child|ask', when: 'after' },
      { condition: 'count > 3' },
    ]);
  });
});

describe('in words', () => {
  it.each([
    [{ node: 'draft' }, 'before draft'],
    [{ node: 'child|ask', when: 'after' as const }, 'after child › ask'],
    [{ node: 'draft', condition: 'n > 3' }, 'before draft if n > 3'],
    [{ condition: 'n > 3' }, 'once n > 3'],
    [{ step: 4 }, 'at step 4'],
  ])('%j is %s', (breakpoint, text) => {
    expect(breakpointText(breakpoint)).toBe(text);
  });
});
