import { describe, expect, it } from 'vitest';
import type { ChainWeight } from './delta-chain';
import { appendToChain, newChain } from './delta-chain';

interface Change {
  addedBytes: number;
  growthBytes: number;
}

/** Writes versions of a value, and answers what was written and the most that a read costs, in values. */
function write(versions: number, firstBytes: number, change: Change) {
  let chain: ChainWeight | null = null;
  let [valueBytes, writtenBytes, mostRead] = [firstBytes, 0, 0];
  for (let version = 0; version < versions; version++) {
    const longer: ChainWeight | null = chain && appendToChain(chain, change);
    if (chain !== null) valueBytes += change.growthBytes;
    writtenBytes += longer === null ? valueBytes : change.addedBytes;
    chain = longer ?? newChain(valueBytes);
    mostRead = Math.max(mostRead, chain.heldBytes / valueBytes);
  }
  return { writtenBytes, mostRead };
}

describe('a chain of deltas', () => {
  it('never writes a value again that only grows by more than a delta’s own cost', () => {
    const { writtenBytes, mostRead } = write(5_000, 1_000, { addedBytes: 1_000, growthBytes: 1_000 });
    expect(writtenBytes).toBe(5_000 * 1_000);
    expect(mostRead).toBeLessThanOrEqual(2);
  });

  it('writes in proportion to what changed when a value is changed in place', () => {
    const change = { addedBytes: 100, growthBytes: 0 };
    const [short, long] = [write(500, 10_000, change), write(5_000, 10_000, change)];
    expect(long.writtenBytes).toBeLessThan(12 * short.writtenBytes);
    expect(long.writtenBytes).toBeLessThan(5_000 * 2 * 250);
    expect(long.mostRead).toBeLessThanOrEqual(2);
  });

  it('writes a few times its deltas when they add less than they cost to keep', () => {
    const { writtenBytes, mostRead } = write(50_000, 1_000, { addedBytes: 40, growthBytes: 10 });
    expect(writtenBytes).toBeLessThan(50_000 * 2 * (40 + 128));
    expect(mostRead).toBeLessThanOrEqual(2);
  });

  it('ends when its value becomes small', () => {
    expect(appendToChain(newChain(10_000), { addedBytes: 30, growthBytes: -9_000 })).toBeNull();
  });

  it('is not begun for a value that is smaller than a delta’s own cost', () => {
    expect(appendToChain(newChain(100), { addedBytes: 1, growthBytes: 0 })).toBeNull();
  });
});
