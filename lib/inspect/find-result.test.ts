import { describe, expect, it } from 'vitest';
import type { FindEvent } from '@/lib/contracts/find';
import { NOTHING_FOUND, nextHit, withFindEvent } from './find-result';

const hit = (checkpointId: string) => ({ checkpointId, branchId: 'main', step: 0 });
const progress = (searched: number, ...hits: string[]): FindEvent => ({
  type: 'progress',
  searched,
  last: `c${searched}`,
  hits: hits.map(hit),
  failures: [],
});
const end = (total: number, more: object = {}): FindEvent => ({
  type: 'end',
  searched: total,
  total,
  hits: 0,
  failures: 0,
  evaluated: total,
  ms: 10,
  last: `c${total}`,
  stopped: null,
  first: null,
  ...more,
});
const read = (base = NOTHING_FOUND, ...events: FindEvent[]) =>
  events.reduce((result, event) => withFindEvent(result, event, base), base);

describe('what a search tells', () => {
  it('grows with what it finds', () => {
    const result = read(NOTHING_FOUND, { type: 'start', total: 3, sees: null, missing: [] }, progress(2, 'c1'));
    expect(result).toMatchObject({ hits: ['c1'], searched: 2, total: 3, upTo: 'c2', isWhole: false });
    expect(read(result, progress(3, 'c3'), end(3))).toMatchObject({ hits: ['c1', 'c3'], isWhole: true });
  });

  it('goes on behind what was searched before', () => {
    const before = read(NOTHING_FOUND, { type: 'start', total: 2, sees: null, missing: [] }, progress(2, 'c1'), end(2));
    const after = read(before, { type: 'start', total: 1, sees: null, missing: ['a'] }, {
      ...progress(1),
      last: 'c3',
    } as FindEvent);
    expect(after).toMatchObject({ hits: ['c1'], searched: 3, total: 3, upTo: 'c3', missing: ['a'], isWhole: false });
    expect(read(before, end(0, { last: null }))).toMatchObject({ upTo: 'c2', ms: 20, isWhole: true });
  });

  it('that ended early says why', () => {
    expect(read(NOTHING_FOUND, end(1, { stopped: 'too costly' }))).toMatchObject({
      stopped: 'too costly',
      isWhole: false,
    });
  });
});

describe('nextHit', () => {
  const hits = ['b', 'd', 'f'];
  it('is the nearest one that is not here', () => {
    expect(['a', 'b', 'c', 'f'].map((id) => nextHit(hits, id, 1))).toEqual(['b', 'd', 'd', undefined]);
    expect(['a', 'b', 'c', 'g'].map((id) => nextHit(hits, id, -1))).toEqual([undefined, undefined, 'b', 'f']);
  });
});
