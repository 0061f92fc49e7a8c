import { expect, it } from 'vitest';
import { levelNamespaces } from './inside-levels';

it('names every graph on the way by its node', () => {
  expect(levelNamespaces('')).toEqual([]);
  expect(levelNamespaces('a:1|b:2')).toEqual([
    { namespace: 'a:1', name: 'a' },
    { namespace: 'a:1|b:2', name: 'b' },
  ]);
});

it('counts a later call of a task to the level that it is a call of', () => {
  expect(levelNamespaces('a:1|1|kept')).toEqual([
    { namespace: 'a:1|1', name: 'a (call 2)' },
    { namespace: 'a:1|1|kept', name: 'kept' },
  ]);
});
