import { expect, it } from 'vitest';
import { runActOfKey } from './run-keys';

const press = { key: 'F8', altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };

it('runs, pauses, stops and steps', () => {
  expect(runActOfKey(press, false)).toBe('run');
  expect(runActOfKey(press, true)).toBe('pause');
  expect(runActOfKey({ ...press, shiftKey: true }, true)).toBe('stop');
  expect(runActOfKey({ ...press, key: 'F9' }, false)).toBe('step');
  expect(runActOfKey({ ...press, key: 'F9', shiftKey: true }, false)).toBe('run-to');
});

it('leaves other keys, and those with a modifier, to the browser', () => {
  expect(runActOfKey({ ...press, key: 'F7' }, false)).toBeUndefined();
  expect(runActOfKey({ ...press, ctrlKey: true }, false)).toBeUndefined();
});
