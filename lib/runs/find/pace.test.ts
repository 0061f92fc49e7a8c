import { expect, it } from 'vitest';
import { Pace } from './pace';

it('begins with one state, takes more while they are quick, and fewer when they are not', () => {
  const pace = new Pace();
  const sizes = [pace.size];
  for (const ms of [1, 1, 1, 1, 600, 6000]) {
    pace.took(pace.size, ms);
    sizes.push(pace.size);
  }
  expect(sizes).toEqual([1, 8, 64, 512, 512, 51, 1]);
});
