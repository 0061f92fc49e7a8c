import { describe, expect, it } from 'vitest';
import { isInDialog, isTakenKey, isTypedInto, type KeyTarget } from './key-places';

/** An element that lies in what one selector of a list matches. */
const inside = (selector: string) =>
  ({ closest: (selectors: string) => (selectors.split(', ').includes(selector) ? {} : null) }) as unknown as KeyTarget;
const TREE = inside('[role="tree"]');

describe('where keys go', () => {
  it('is to a dialog, whichever way it is made, and to a field', () => {
    expect([inside('dialog'), inside('[role="dialog"]'), inside('p'), null].map(isInDialog)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([inside('textarea'), TREE, null].map(isTypedInto)).toEqual([true, false, false]);
  });

  it('is to a widget for the keys that it has a use for', () => {
    expect(['ArrowUp', 'Home', ' ', 'F8', 'r'].map((key) => isTakenKey(key, TREE))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(isTakenKey('ArrowUp', null)).toBe(false);
  });

  it('is to a button for Space alone, and to the page from a slider', () => {
    expect([' ', 'ArrowUp'].map((key) => isTakenKey(key, inside('button')))).toEqual([true, false]);
    expect([' ', 'ArrowUp'].map((key) => isTakenKey(key, inside('[role="slider"]')))).toEqual([false, false]);
  });
});
