import { expect, it } from 'vitest';
import type { TimelineRow } from '@/engine';
import { pathThrough } from './read-inside-steps';

const rows = (...edges: [id: string, parent: string | null][]) =>
  edges.map(([checkpointId, parentId]) => ({ checkpointId, parentId }) as TimelineRow);
const ids = (path: TimelineRow[]) => path.map((row) => row.checkpointId).join('');

it('leads from the first step through the one that is asked for to the newest that came of it', () => {
  const tree = rows(['a', null], ['b', 'a'], ['c', 'b'], ['d', 'b'], ['e', 'c'], ['f', 'a']);
  expect(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ids(pathThrough(tree, id)))).toEqual([
    'af',
    'abce',
    'abce',
    'abd',
    'abce',
    'af',
  ]);
  expect(pathThrough(tree, 'x')).toEqual([]);
});

it('begins where the parent is gone', () => {
  expect(ids(pathThrough(rows(['b', 'pruned'], ['c', 'b']), 'b'))).toBe('bc');
});
