import { describe, expect, it } from 'vitest';
import { draggedWindow, keyDistance, spannedWindow } from './overview-window';

const limits = { end: 100, least: 5 };
const window = { from: 20, to: 40 };

describe('draggedWindow', () => {
  it('moves as a whole and stops at the ends', () => {
    expect(draggedWindow(window, 'window', 15, limits)).toEqual({ from: 35, to: 55 });
    expect(draggedWindow(window, 'window', 500, limits)).toEqual({ from: 80, to: 100 });
    expect(draggedWindow(window, 'window', -500, limits)).toEqual({ from: 0, to: 20 });
  });

  it('grows and shrinks at its handles, never below its least width', () => {
    expect(draggedWindow(window, 'start', -10, limits)).toEqual({ from: 10, to: 40 });
    expect(draggedWindow(window, 'start', 500, limits)).toEqual({ from: 35, to: 40 });
    expect(draggedWindow(window, 'end', 500, limits)).toEqual({ from: 20, to: 100 });
    expect(draggedWindow(window, 'end', -500, limits)).toEqual({ from: 20, to: 25 });
  });
});

describe('spannedWindow', () => {
  it('lies between press and pointer, in whichever order', () => {
    expect(spannedWindow(60, 30, limits)).toEqual({ from: 30, to: 60 });
    expect(spannedWindow(30, 60, limits)).toEqual({ from: 30, to: 60 });
  });

  it('has its least width from the start, also at the end', () => {
    expect(spannedWindow(50, 50, limits)).toEqual({ from: 50, to: 55 });
    expect(spannedWindow(100, 99, limits)).toEqual({ from: 95, to: 100 });
  });
});

describe('keyDistance', () => {
  it('is a tenth of the window, with Shift all of it', () => {
    expect(keyDistance('ArrowRight', false, window, limits)).toBe(2);
    expect(keyDistance('ArrowLeft', true, window, limits)).toBe(-20);
  });

  it('leads to the ends with Home and End, and leaves other keys alone', () => {
    expect(draggedWindow(window, 'window', keyDistance('Home', false, window, limits) ?? 0, limits).from).toBe(0);
    expect(draggedWindow(window, 'window', keyDistance('End', false, window, limits) ?? 0, limits).to).toBe(100);
    expect(keyDistance('a', false, window, limits)).toBeUndefined();
  });
});
