import { describe, expect, it } from 'vitest';
import { indexHistory } from '@/lib/inspect/history';
import { lineUp } from '@/lib/inspect/line-up';
import { branchPath } from '@/lib/inspect/path';
import { FORKED } from '@/lib/inspect/thread-sample';
import { stepsAxis } from '../timeline/axis';
import { placeOtherLine } from './place-other-line';

const history = indexHistory(FORKED.entries, FORKED.branches);
const stepsOf = (branchId: string) => branchPath(history, branchId).flatMap((id) => history.byId.get(id) ?? []);

function placed(hereId: string, thereId: string) {
  const steps = { here: stepsOf(hereId), there: stepsOf(thereId) };
  return placeOtherLine({ steps, lined: lineUp(steps.here, steps.there) }, stepsAxis(history));
}

describe('the other line on the axis of the one shown', () => {
  it('has each step below the one beside it, and an edit close behind what it amends', () => {
    const { positions, beyond } = placed('main', 'fix');
    expect(positions.map((position) => Math.round(position * 100) / 100)).toEqual([0, 1, 2, 2.25, 3]);
    expect(beyond).toBe(0);
  });

  it('has all edits of a step before the next one, however many they are', () => {
    const here = stepsOf('main');
    const there = stepsOf('fix').flatMap((step) => (step.source === 'update' ? Array(6).fill(step) : [step]));
    const steps = { here, there };
    const { positions } = placeOtherLine({ steps, lined: lineUp(here, there) }, stepsAxis(history));
    const edits = positions.slice(2, 9);
    expect(edits).toEqual([...new Set(edits)].toSorted((a, b) => a - b));
    expect(edits.at(-1)).toBeLessThan(2.5);
    expect(positions.at(-1)).toBe(3);
  });

  it('goes on behind the end of the line shown, and says how far', () => {
    expect(placed('fix', 'main')).toEqual({ positions: [0, 1, 3, 4, 5], beyond: 1 });
  });
});
