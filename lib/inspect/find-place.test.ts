import { describe, expect, it } from 'vitest';
import { findPlaces } from './find-place';
import { indexHistory } from './history';
import { branchOf, entryOf, FORKED } from './thread-sample';

const history = indexHistory(FORKED.entries, FORKED.branches);

describe('findPlaces', () => {
  it('offers the branches for no text, and those whose name holds it', () => {
    expect(findPlaces(history, 'main', '')).toMatchObject([{ name: 'main' }, { name: 'fix', isHead: true }]);
    expect(findPlaces(history, 'main', 'FI')).toMatchObject([{ kind: 'branch', branchId: 'fix' }]);
  });

  it('finds a step by its number, on the branch shown first, and once where branches share it', () => {
    const step3 = findPlaces(history, 'fix', '3');
    expect(step3).toMatchObject([
      { kind: 'step', selection: { checkpointId: 'c7', branchId: 'fix' } },
      { kind: 'step', selection: { checkpointId: 'c5', branchId: 'main' } },
    ]);
    expect(findPlaces(history, 'main', 'step 1')).toMatchObject([{ selection: { checkpointId: 'c3' } }]);
    expect(findPlaces(history, 'main', 'step -1')).toMatchObject([{ selection: { checkpointId: 'c1' } }]);
    expect(findPlaces(history, 'main', '99')).toEqual([]);
  });

  it('offers the ends of the branch shown for a step without a number', () => {
    expect(findPlaces(history, 'fix', 'step')).toMatchObject([
      { kind: 'step', step: -1, selection: { checkpointId: 'c1', branchId: 'fix' } },
      { kind: 'step', selection: { branchId: 'fix' } },
    ]);
    expect(findPlaces(history, null, 'step')).toEqual([]);
  });

  it('finds a step after a gap that pruning left', () => {
    const entries = [
      entryOf({ checkpointId: 'p1', step: 4 }),
      entryOf({ checkpointId: 'p2', parentId: 'p1', step: 9 }),
    ];
    const pruned = indexHistory(entries, [branchOf({ branchId: 'main', tipId: 'p2', isHead: true })]);
    expect(findPlaces(pruned, 'main', '9')).toMatchObject([{ selection: { checkpointId: 'p2' } }]);
  });

  it('finds a checkpoint by four letters of its id', () => {
    const entries = [entryOf({ checkpointId: 'abcdef', step: 0 }), entryOf({ checkpointId: 'xbcdef', step: 0 })];
    const named = indexHistory(entries, [branchOf({ branchId: 'main', tipId: 'abcdef' })]);
    expect(findPlaces(named, 'main', 'ABCD')).toMatchObject([{ kind: 'checkpoint', checkpointId: 'abcdef' }]);
    expect(findPlaces(named, 'main', 'bcd')).toEqual([]);
  });
});
