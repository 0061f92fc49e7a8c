import { describe, expect, it } from 'vitest';
import { matchWriters } from './writer-match';

const write = (taskId: string, value: unknown) => ({ taskId, value });

describe('the writers of a value', () => {
  it('is the only task that wrote to the channel, whatever it wrote', () => {
    expect(matchWriters([write('a', 1), write('a', 2)], 9, [])).toEqual({ taskIds: ['a'], isSure: true });
  });

  it('is the task whose list, or single item, holds the item', () => {
    const after = ['x', 'y', 'z'];
    const writes = [write('a', ['x']), write('b', 'y'), write('c', ['z'])];
    expect(matchWriters(writes, after, [1])).toEqual({ taskIds: ['b'], isSure: true });
    expect(matchWriters(writes, after, [2])).toEqual({ taskIds: ['c'], isSure: true });
  });

  it('finds an item by its identity where the reducer completed it', () => {
    const after = [
      { id: 1, text: 'one', at: 'noon' },
      { id: 2, text: 'two', at: 'noon' },
    ];
    const writes = [write('a', [{ id: 1, text: 'one' }]), write('b', { id: 2, text: 'two' })];
    expect(matchWriters(writes, after, [1, 'at'])).toEqual({ taskIds: ['b'], isSure: true });
  });

  it('is the task that wrote what a merged record holds at the key', () => {
    const writes = [write('a', { left: 1, both: 1 }), write('b', { right: 2, both: 2 })];
    const after = { left: 1, right: 2, both: 2 };
    expect(matchWriters(writes, after, ['right'])).toEqual({ taskIds: ['b'], isSure: true });
    expect(matchWriters(writes, after, ['both'])).toEqual({ taskIds: ['b'], isSure: true });
  });

  it('are all of them where only the reducer knows, and those that wrote alike', () => {
    expect(matchWriters([write('a', 1), write('b', 2)], 3, [])).toEqual({ taskIds: ['a', 'b'], isSure: false });
    const alike = [write('a', ['x']), write('b', ['x']), write('c', ['y'])];
    expect(matchWriters(alike, ['x', 'x', 'y'], [0])).toEqual({ taskIds: ['a', 'b'], isSure: false });
    // Items without identities of their own are not taken for each other.
    const nameless = [write('a', [{ id: null, n: 1 }]), write('b', [{ id: null, n: 2 }])];
    expect(matchWriters(nameless, [{ id: null, n: 2 }], [0])).toEqual({ taskIds: ['b'], isSure: true });
  });
});
