import { expect, it } from 'vitest';
import { framesOf } from './stack-frames';

it('leaves out the message, of however many lines', () => {
  const frames = '    at send (graphs.ts:3:9)\n    at run (loop.ts:1:1)';
  expect(framesOf(`Error: no address\n\nLook at it.\n${frames}`)).toBe(frames);
});

it('keeps what names no place', () => {
  expect(framesOf('Error: no address')).toBe('Error: no address');
});
