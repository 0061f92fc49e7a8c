import { expect, it } from 'vitest';
import { concernsWatch, fullText, isWatched, MAX_WATCHES, parseWatches, toggleWatch, watchedRows } from './watch-list';

it('reads what was kept, and leaves out what is no path', () => {
  expect(parseWatches('[["a",1],["b"],[1],"c",[],["d",-1]]')).toEqual([['a', 1], ['b']]);
  expect(parseWatches('{')).toEqual([]);
  expect(parseWatches(null)).toEqual([]);
});

it('takes a path in, and out again', () => {
  const watches = toggleWatch([['a']], ['list', 1]);
  expect(isWatched(watches, ['list', 1])).toBe(true);
  expect(isWatched(watches, ['list', '1'])).toBe(false);
  expect(toggleWatch(watches, ['list', 1])).toEqual([['a']]);
  const full = Array.from({ length: MAX_WATCHES }, (_, index) => [`k${index}`]);
  expect(toggleWatch(full, ['one more'])).toEqual(full);
  expect(fullText(full)).toContain('50 values are watched');
  expect(fullText(full.slice(1))).toBeNull();
});

it('leaves of a tree the watched rows and what holds them', () => {
  const { matches, around } = watchedRows([['a', 'b', 0], ['c']]);
  expect([...matches]).toEqual(['/a/b/0', '/c']);
  expect([...around]).toEqual(['/a', '/a/b']);
});

it('knows what is inside of a watched value, and what is around one', () => {
  const watches = [['a', 'b']];
  expect(concernsWatch(watches, ['a'])).toBe(true);
  expect(concernsWatch(watches, ['a', 'b', 0, 'c'])).toBe(true);
  expect(concernsWatch(watches, ['a', 'c'])).toBe(false);
});
