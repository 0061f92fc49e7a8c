import { describe, expect, it } from 'vitest';
import { sampleEvenly } from './sample-evenly';

describe('sampleEvenly', () => {
  it('keeps all of few', () => {
    expect(sampleEvenly([1, 2, 3], 3)).toEqual([1, 2, 3]);
  });

  it('takes the first, the last and some between, each once', () => {
    const items = Array.from({ length: 1000 }, (_, at) => at);
    const sample = sampleEvenly(items, 7);
    expect(sample).toHaveLength(7);
    expect([sample[0], sample.at(-1)]).toEqual([0, 999]);
    expect(new Set(sample).size).toBe(7);
  });
});
