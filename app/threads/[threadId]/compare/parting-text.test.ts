import { describe, expect, it } from 'vitest';
import type { ComparedStep, Comparison } from '@/lib/contracts/compare';
import { partingText } from './parting-text';
import { firstParting } from './use-parting';

const line = { threadId: 't', graphId: 'g', branchId: 'b', branchName: 'main', tipId: 'x' };
const at = (step: number, node: string | null = 'draft'): ComparedStep => ({
  checkpointId: `c${step}`,
  step,
  source: node === null ? 'update' : 'loop',
  nodes: node === null ? [] : [node],
});
const EQUAL: Comparison = {
  here: line,
  there: line,
  isSameGraph: true,
  common: at(2),
  path: null,
  state: null,
  ends: { here: at(5), there: at(5), keys: [] },
  counts: { common: 3, here: 0, there: 0 },
};
const differs = (...names: string[]) => names.map((key) => ({ key, how: 'differs' as const }));
const STATE = { here: at(2), there: at(3, null), keys: differs('a', 'b', 'c', 'd', 'e') };

describe('what became of two lines', () => {
  it('is told when nothing differs, or only how far they go', () => {
    expect(partingText(EQUAL)).toBe('no difference');
    expect(partingText({ ...EQUAL, isSameGraph: false })).toBe(
      'different graphs: states alone are compared · no difference',
    );
    const longer = { ...EQUAL, path: { here: null, there: at(6) } };
    expect(partingText(longer)).toBe('states never differ · goes on there, with step 6, draft');
    expect(partingText({ ...EQUAL, path: { here: at(6), there: null } })).toContain('goes on here, with step 6');
  });

  it('is told by state and by path', () => {
    expect(partingText({ ...EQUAL, state: STATE })).toBe('states differ from step 2: a, b, c and 2 more · same path');
    const path = { here: at(4, 'review'), there: at(5, null) };
    expect(partingText({ ...EQUAL, state: STATE, path })).toContain('paths part at step 4: review here, an edit there');
  });

  it('begins at the earlier of the two', () => {
    const path = { here: at(1), there: at(1) };
    expect(firstParting({ ...EQUAL, state: STATE, path })).toBe(path);
    expect(firstParting({ ...EQUAL, state: STATE, path: { here: null, there: at(1) } })).toBe(STATE);
    expect(firstParting({ ...EQUAL, path })).toBe(path);
    expect(firstParting(EQUAL)).toBeNull();
  });
});
