import { expect, it } from 'vitest';
import { faviconOf } from './favicon';

it('marks the tab of a thread that runs, waits or failed, each in its own way', () => {
  const icons = (['running', 'waiting', 'failed'] as const).map(faviconOf);
  expect(new Set(icons).size).toBe(3);
  for (const icon of icons) {
    expect(icon).toMatch(/^data:image\/svg\+xml,/);
    expect(decodeURIComponent(icon as string)).toContain('prefers-color-scheme:dark');
  }
});

it('leaves the usual icon where there is nothing to do or to wait for', () => {
  expect((['empty', 'done', 'stopped'] as const).map(faviconOf)).toEqual([null, null, null]);
});
