import { describe, expect, it } from 'vitest';
import type { TimelineRow } from '@/engine';
import { groupRows } from './find-rows';

const rowOf = (row: Partial<TimelineRow>): TimelineRow => ({
  checkpointId: 'c',
  parentId: null,
  branchId: 'main',
  step: 0,
  source: 'loop',
  runId: null,
  createdAt: 0,
  next: [],
  tasks: [],
  changed: [],
  interruptedTasks: [],
  failedTasks: [],
  ...row,
});
const a = { channel: 'a', bytes: 1 };
const b = { channel: 'b', bytes: 1 };
const rows = [
  rowOf({ checkpointId: 'c0', step: -1, source: 'input' }),
  rowOf({ checkpointId: 'c1', parentId: 'c0', step: 0, changed: [a] }),
  rowOf({ checkpointId: 'c2', parentId: 'c1', step: 1, changed: [b] }),
  rowOf({ checkpointId: 'c3', parentId: 'c2', step: 2, changed: [b] }),
];
const ids = (given: TimelineRow[], sees: string[] | null) =>
  groupRows(given, sees).map(({ row, followers }) => [row, ...followers].map(({ checkpointId }) => checkpointId));

describe('which states are looked at', () => {
  it('are those of steps that changed what the expression sees', () => {
    expect(ids(rows, ['a'])).toEqual([['c0'], ['c1', 'c2', 'c3']]);
    expect(ids(rows, ['a', 'b'])).toEqual([['c0'], ['c1'], ['c2'], ['c3']]);
    expect(ids(rows, [])).toEqual([['c0', 'c1', 'c2', 'c3']]);
  });

  it('are all where it may see everything', () => {
    expect(ids(rows, null)).toHaveLength(4);
  });

  it('are those that people wrote, where a branch starts, and behind what was pruned or was not asked for', () => {
    const edit = rowOf({ checkpointId: 'c4', parentId: 'c3', step: 3, source: 'update' });
    const fork = rowOf({ checkpointId: 'c5', parentId: 'c1', step: 1, branchId: 'other' });
    const pruned = rowOf({ checkpointId: 'c6', parentId: 'c1', step: 9 });
    const orphan = rowOf({ checkpointId: 'c7', parentId: 'gone', step: 10 });
    for (const last of [edit, fork, pruned, orphan]) {
      expect(ids([...rows, last], ['a']).at(-1), last.checkpointId).toEqual([last.checkpointId]);
    }
  });
});
