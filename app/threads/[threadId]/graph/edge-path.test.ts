import { expect, it } from 'vitest';
import { pointsOf, shiftPath, smoothPath, tipPath } from './edge-path';

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

it('shifts every point of a line', () => {
  expect(shiftPath('M0,0 Q10,-20 10.5,60', { x: 5, y: 100 })).toBe('M5,100 Q15,80 15.5,160');
  expect(pointsOf('M0,0 C10,-20 10,60 1.5,2')).toEqual([
    { x: 0, y: 0 },
    { x: 10, y: -20 },
    { x: 10, y: 60 },
    { x: 1.5, y: 2 },
  ]);
});

it('points a tip the way that the line goes', () => {
  expect(tipPath({ x: 10, y: 20, angle: 90 })).toBe('M10,20 L6,12 L14,12 Z');
  expect(tipPath({ x: 10, y: 20, angle: 0 })).toBe('M10,20 L2,24 L2,16 Z');
});
