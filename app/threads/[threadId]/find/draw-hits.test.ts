import { expect, it } from 'vitest';
import { xOf } from '../timeline/axis';
import { hitAt } from './draw-hits';

const hits = { ids: ['a', 'b', 'c'], positions: [1, 2, 9], isShown: [true, true, false] };

it('takes the hit nearest to the pointer, if it is close', () => {
  const at = (position: number, beside = 0) => hitAt(hits, xOf(position, 40) + beside, 40);
  expect([at(1), at(2, -8), at(9, 11), at(5), at(1.5)]).toEqual(['a', 'b', 'c', undefined, undefined]);
  expect(hitAt({ ids: [], positions: [], isShown: [] }, 50, 40)).toBeUndefined();
});
