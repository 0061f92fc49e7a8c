import { describe, expect, it } from 'vitest';
import type { ChainWeight } from './delta-chain';
import { appendToChain, newChain } from './delta-chain';

/** Writes versions of a value that grows, and answers what was written and the most that a read costs. */
function write(versions: number, firstBytes: number, growthBytes: number) {
  let chain: ChainWeight | null = null;
  let [valueBytes, writtenBytes, mostRead] = [firstBytes, 0, 0];
  for (let version = 0; version < versions; version++) {
    const longer: ChainWeight | null = chain && appendToChain(chain, growthBytes);
    writtenBytes += longer === null ? valueBytes : growthBytes;
    chain = longer ?? newChain(valueBytes);
    mostRead = Math.max(mostRead, (chain.wholeBytes + chain.deltaBytes) / valueBytes);
    valueBytes += growthBytes;
  }
  return { writtenBytes, mostRead };
}

describe('a chain of deltas', () => {
  it('writes in proportion to what changed, and reads at most twice the value', () => {
    const short = write(500, 1_000, 1_000);
    const long = write(5_000, 1_000, 1_000);
    expect(long.writtenBytes).toBeLessThan(12 * short.writtenBytes);
    expect(long.writtenBytes).toBeLessThan(3.5 * 5_000 * 1_000);
    expect(Math.max(short.mostRead, long.mostRead)).toBeLessThanOrEqual(2);
  });

  it('stays short when its deltas are tiny', () => {
    let chain: ChainWeight | null = newChain(10_000);
    let length = 0;
    for (; chain !== null; length++) chain = appendToChain(chain, 1);
    expect(length).toBeLessThan(100);
  });

  it('is not begun for a value that is smaller than a delta’s own cost', () => {
    expect(appendToChain(newChain(100), 1)).toBeNull();
  });
});
