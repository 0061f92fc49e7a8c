import { describe, expect, it } from 'vitest';
import { indexHistory } from './history';
import { atColumn, branchPath, type Move, moveSelection, pathTo, positionOnPath, resolveSelection } from './path';
import { FORKED } from './thread-sample';

const history = indexHistory(FORKED.entries, FORKED.branches);

describe('pathTo', () => {
  it('leads from the root over parents, through the fork', () => {
    expect(pathTo(history, 'c7')).toEqual(['c1', 'c2', 'c3', 'c6', 'c7']);
  });

  it('is empty for a checkpoint that is not there', () => {
    expect(pathTo(history, 'nope')).toEqual([]);
  });
});

describe('branchPath', () => {
  it('ends at the tip', () => {
    expect(branchPath(history, 'main')).toEqual(['c1', 'c2', 'c3', 'c4', 'c5']);
  });

  it('ends at the newest known checkpoint while the tip itself is not loaded', () => {
    const partial = indexHistory(FORKED.entries.slice(0, 4), FORKED.branches);
    expect(branchPath(partial, 'main').at(-1)).toBe('c4');
  });
});

describe('positionOnPath', () => {
  it('tells whether the path passes through', () => {
    const path = branchPath(history, 'fix');
    expect(positionOnPath(history, path, 'c6')).toBe(3);
    expect(positionOnPath(history, path, 'c4')).toBe(-1);
  });
});

describe('resolveSelection', () => {
  it('follows the head when nothing is asked for', () => {
    expect(resolveSelection(history, { checkpointId: null, branchId: null })).toEqual({
      checkpointId: 'c7',
      branchId: 'fix',
    });
  });

  it('follows the tip of a named branch', () => {
    expect(resolveSelection(history, { checkpointId: null, branchId: 'main' })?.checkpointId).toBe('c5');
  });

  it('keeps a branch that passes through the checkpoint, and else takes the checkpoint’s own', () => {
    expect(resolveSelection(history, { checkpointId: 'c2', branchId: 'fix' })?.branchId).toBe('fix');
    expect(resolveSelection(history, { checkpointId: 'c4', branchId: 'fix' })?.branchId).toBe('main');
    expect(resolveSelection(history, { checkpointId: 'c7', branchId: null })?.branchId).toBe('fix');
  });

  it('selects nothing for an unknown checkpoint and for an empty thread', () => {
    expect(resolveSelection(history, { checkpointId: 'nope', branchId: null })).toBeUndefined();
    expect(resolveSelection(indexHistory([], []), { checkpointId: null, branchId: null })).toBeUndefined();
  });
});

describe('moveSelection', () => {
  const move = (checkpointId: string, branchId: string, by: Move) => {
    const to = moveSelection(history, { checkpointId, branchId }, by);
    return `${to.checkpointId}@${to.branchId}`;
  };

  it('steps along the branch shown, across the fork point', () => {
    expect(move('c3', 'fix', 'next')).toBe('c6@fix');
    expect(move('c3', 'main', 'next')).toBe('c4@main');
    expect(move('c6', 'fix', 'previous')).toBe('c3@fix');
  });

  it('jumps to both ends', () => {
    expect(move('c3', 'fix', 'first')).toBe('c1@fix');
    expect(move('c3', 'fix', 'last')).toBe('c7@fix');
  });

  it('goes to the other branch at the same column, which before the fork is the same checkpoint', () => {
    expect(move('c4', 'main', 'branch-below')).toBe('c6@fix');
    expect(move('c2', 'main', 'branch-below')).toBe('c2@fix');
    expect(move('c7', 'fix', 'branch-above')).toBe('c5@main');
  });

  it('answers the very same selection at an end', () => {
    const tip = { checkpointId: 'c7', branchId: 'fix' };
    expect(moveSelection(history, tip, 'next')).toBe(tip);
    expect(moveSelection(history, tip, 'branch-below')).toBe(tip);
  });
});

describe('atColumn', () => {
  it('stops at the ends of a shorter branch', () => {
    const path = branchPath(history, 'fix');
    expect(atColumn(history, path, 99)).toBe('c7');
    expect(atColumn(history, path, -5)).toBe('c1');
    expect(atColumn(history, [], 0)).toBeUndefined();
  });
});
