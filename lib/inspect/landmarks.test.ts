import { describe, expect, it } from 'vitest';
import { indexHistory } from './history';
import { nextLandmark } from './landmarks';
import { branchPath } from './path';
import { branchOf, entryOf } from './thread-sample';

const kinds = [{}, { interruptedTasks: ['t'] }, {}, { failedTasks: ['t'] }, {}, { milestone: true as const }, {}];
const entries = kinds.map((kind, at) =>
  entryOf({ checkpointId: `c${at}`, parentId: at === 0 ? null : `c${at - 1}`, step: at - 1, ...kind }),
);
const history = indexHistory(entries, [branchOf({ branchId: 'main', tipId: 'c6' })]);
const path = branchPath(history, 'main');

const from = (position: number, direction: -1 | 1, hits: string[] = []) =>
  nextLandmark(history, path, { position, direction, hits: new Set(hits) });

describe('nextLandmark', () => {
  it('stops at questions, failures and milestones, and at nothing else', () => {
    expect([0, 1, 3].map((at) => from(at, 1))).toEqual(['c1', 'c3', 'c5']);
    expect([6, 5, 3].map((at) => from(at, -1))).toEqual(['c5', 'c3', 'c1']);
  });

  it('stops at what a search found', () => {
    expect([1, 2].map((at) => from(at, 1, ['c2', 'c6']))).toEqual(['c2', 'c3']);
    expect([3, 5].map((at) => from(at, -1, ['c4', 'c0']))).toEqual(['c1', 'c4']);
  });

  it('finds nothing beyond the last', () => {
    expect(from(5, 1)).toBeUndefined();
    expect(from(1, -1)).toBeUndefined();
  });
});
