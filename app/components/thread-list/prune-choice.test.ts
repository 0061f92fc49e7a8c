import { describe, expect, it } from 'vitest';
import { pruneRule } from './prune-choice';

describe('what a person chooses to prune', () => {
  it('goes by age, and keeps the head of each thread unless whole threads may go', () => {
    const week = 7 * 24 * 3_600_000;
    const choice = { what: 'week', takesWholeThreads: false } as const;
    expect(pruneRule(choice, null, week + 5)).toEqual({ olderThan: 5, keepHeads: true });
    expect(pruneRule({ ...choice, takesWholeThreads: true }, ['a'], week + 5)).toEqual({
      threadIds: ['a'],
      olderThan: 5,
      keepHeads: false,
    });
  });

  it('or leaves the latest of each branch, and so never a whole thread', () => {
    expect(pruneRule({ what: 'latest', takesWholeThreads: true }, ['a'], 5)).toEqual({ threadIds: ['a'], keepLast: 1 });
  });
});
