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

describe('nextLandmark', () => {
  it('stops at questions, failures and milestones, and at nothing else', () => {
    expect([0, 1, 3].map((at) => nextLandmark(history, path, at, 1))).toEqual(['c1', 'c3', 'c5']);
    expect([6, 5, 3].map((at) => nextLandmark(history, path, at, -1))).toEqual(['c5', 'c3', 'c1']);
  });

  it('finds nothing beyond the last', () => {
    expect(nextLandmark(history, path, 5, 1)).toBeUndefined();
    expect(nextLandmark(history, path, 1, -1)).toBeUndefined();
  });
});
