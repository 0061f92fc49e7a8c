import { expect, it } from 'vitest';
import { smoothPath } from './edge-path';

it('draws a straight edge as a line', () => {
  expect(
    smoothPath([
      { x: 0, y: 0 },
      { x: 0, y: 40 },
    ]),
  ).toEqual({ path: 'M0,0 L0,40', tip: { x: 0, y: 40, angle: 90 } });
});

it('curves around a bend and arrives where the route ends', () => {
  const { path, tip } = smoothPath([
    { x: 0, y: 0 },
    { x: 10, y: 20 },
    { x: 10, y: 60 },
  ]);
  expect(path).toBe('M0,0 Q10,20 10,60');
  expect(tip).toEqual({ x: 10, y: 60, angle: 90 });
});
