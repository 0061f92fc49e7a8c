import { describe, expect, it } from 'vitest';
import { batchRequests } from './batch-requests';

describe('batchRequests', () => {
  it('makes one request of those of a tick, each key once', async () => {
    const asked: string[][] = [];
    const load = batchRequests(async (keys) => {
      asked.push(keys);
      return keys.map((key) => key.toUpperCase());
    }, 10);
    expect(await Promise.all([load('a'), load('b'), load('a')])).toEqual(['A', 'B', 'A']);
    expect(asked).toEqual([['a', 'b']]);
  });

  it('keeps to the limit of one request', async () => {
    const sizes: number[] = [];
    const load = batchRequests(async (keys) => {
      sizes.push(keys.length);
      return keys;
    }, 2);
    expect(await Promise.all(['a', 'b', 'c', 'd', 'e'].map(load))).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(sizes).toEqual([2, 2, 1]);
  });

  it('fails the callers of a failed request, and works again afterwards', async () => {
    let isDown = true;
    const load = batchRequests(async (keys) => {
      if (isDown) throw new Error('down');
      return keys;
    }, 10);
    const results = await Promise.allSettled([load('a'), load('b')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isDown = false;
    expect(await load('a')).toBe('a');
  });

  it('fails only the caller whose answer is missing', async () => {
    const load = batchRequests(async (keys) => keys.slice(0, 1), 10);
    const results = await Promise.allSettled([load('a'), load('b')]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });
});
