import { describe, expect, it } from 'vitest';
import { plotOf } from './plot';

const size = { width: 108, height: 58, count: 11 };

describe('plotOf', () => {
  it('holds a value until the next one, and the last one to the end', () => {
    const plot = plotOf(
      [
        { at: 0, value: 0 },
        { at: 5, value: 10 },
      ],
      size,
    );
    expect(plot).toMatchObject({ least: 0, most: 10, first: 0, last: 10 });
    expect(plot?.line).toBe('M4 54H54V4H104');
    expect(plot?.xOf(10)).toBe(104);
  });

  it('is broken where there is no number', () => {
    const plot = plotOf(
      [
        { at: 0, value: 1 },
        { at: 2, value: null },
        { at: 4, value: 1 },
      ],
      size,
    );
    expect(plot?.line).toBe('M4 29H24M44 29H104');
  });

  it('is null without a number', () => {
    expect(plotOf([{ at: 0, value: null }], size)).toBeNull();
    expect(plotOf([], size)).toBeNull();
  });
});
