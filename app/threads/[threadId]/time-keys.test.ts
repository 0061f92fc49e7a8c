import { expect, it } from 'vitest';
import { moveOfKey } from './time-keys';

const press = (key: string, modifier: Partial<Parameters<typeof moveOfKey>[0]> = {}) =>
  moveOfKey({ key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...modifier });

it('moves along the branch, between branches and to both ends', () => {
  expect(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'].map((key) => press(key))).toEqual([
    'previous',
    'next',
    'branch-above',
    'branch-below',
    'first',
    'last',
  ]);
});

it('leaves other keys, and those with a modifier, alone', () => {
  expect(press('a')).toBeUndefined();
  expect(press('ArrowLeft', { altKey: true })).toBeUndefined();
  expect(press('Home', { metaKey: true })).toBeUndefined();
});

it('jumps to questions, failures and milestones with Shift', () => {
  const shifted = (key: string) => press(key, { shiftKey: true });
  expect(['ArrowLeft', 'ArrowRight'].map(shifted)).toEqual(['previous-landmark', 'next-landmark']);
  expect(['ArrowUp', 'Home', 'End', ' '].map(shifted)).toEqual([undefined, undefined, undefined, undefined]);
});
