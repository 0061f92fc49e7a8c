import { describe, expect, it, vi } from 'vitest';
import { Overwrite } from '../control/overwrite';
import { AnyValue } from './any-value';
import { BinaryOperatorAggregate } from './binary-operator';
import { DeltaChannel } from './delta-channel';
import { EphemeralValue } from './ephemeral-value';
import { LastValue } from './last-value';
import { NamedBarrier } from './named-barrier';
import { Topic } from './topic';
import { UntrackedValueChannel } from './untracked-value-channel';

const append = (list: string[], added: string[]) => [...list, ...added];

describe('a last-value channel', () => {
  it('is empty until it is written, then keeps the last write', () => {
    const channel = new LastValue();
    expect(channel.isAvailable).toBe(false);
    channel.update(['a'], 'key');
    channel.update(['b'], 'key');
    expect(channel.read()).toBe('b');
  });

  it('takes null and undefined as values', () => {
    const channel = new LastValue();
    channel.update([undefined], 'key');
    expect(channel.isAvailable).toBe(true);
    channel.update([null], 'key');
    expect(channel.read()).toBeNull();
  });

  it('refuses two writes in one step, by name', () => {
    expect(() => new LastValue().update([1, 2], 'score')).toThrow(/"score" got 2 writes/);
  });

  it('starts with its default, fresh for each run', () => {
    const channel = new LastValue(() => ({ count: 0 }));
    expect(channel.read()).toEqual({ count: 0 });
    expect(channel.fresh().read()).toEqual({ count: 0 });
  });
});

describe('a reducer channel', () => {
  it('folds writes from left to right', () => {
    const channel = new BinaryOperatorAggregate(append, () => []);
    channel.update([['a'], ['b']], 'log');
    channel.update([['c']], 'log');
    expect(channel.read()).toEqual(['a', 'b', 'c']);
  });

  it('takes the first write as it is when it has no default', () => {
    const channel = new BinaryOperatorAggregate((a: number, b: number) => a * b);
    channel.update([3, 4], 'product');
    expect(channel.read()).toBe(12);
  });

  it('lets Overwrite win over the other writes of its step, in both its forms', () => {
    const channel = new BinaryOperatorAggregate(append, () => ['old']);
    channel.update([['x'], new Overwrite(['new']), ['y']], 'log');
    expect(channel.read()).toEqual(['new']);
    channel.update([{ __overwrite__: ['wire'] }], 'log');
    expect(channel.read()).toEqual(['wire']);
  });

  it('refuses two Overwrites in one step', () => {
    const channel = new BinaryOperatorAggregate(append, () => []);
    expect(() => channel.update([new Overwrite([]), new Overwrite([])], 'log')).toThrow(/more than one Overwrite/);
  });

  it('lets a reducer change its first argument without harming what was read before', () => {
    const channel = new BinaryOperatorAggregate(
      (list: string[], item: string) => {
        list.push(item);
        return list;
      },
      () => [],
    );
    channel.update(['a'], 'log');
    const before = channel.read();
    channel.update(['b'], 'log');
    expect([before, channel.read()]).toEqual([['a'], ['a', 'b']]);
  });

  describe('that a router was shown', () => {
    const counted = <Item>() => {
      const reducer = vi.fn((list: Item[], item: Item) => [...list, item]);
      return { reducer, channel: new BinaryOperatorAggregate(reducer, () => []) };
    };

    it('takes over what came of the same writes', () => {
      const { reducer, channel } = counted<string>();
      const shown = channel.preview(['a', 'b'], 'log');
      channel.update(['a', 'b'], 'log');
      expect(channel.read()).toBe(shown);
      expect(reducer).toHaveBeenCalledTimes(2);
    });

    it('asks its reducer for other writes, for more of them, and upon another value', () => {
      const { channel } = counted<string>();
      channel.preview(['a'], 'log');
      channel.update(['b'], 'log');
      channel.preview(['c'], 'log');
      channel.update(['c', 'd'], 'log');
      expect(channel.read()).toEqual(['b', 'c', 'd']);
      channel.preview(['e'], 'log');
      channel.restore(['x']);
      channel.update(['e'], 'log');
      expect(channel.read()).toEqual(['x', 'e']);
    });

    it('asks its reducer again about what the router could change', () => {
      const sizes = new BinaryOperatorAggregate(
        (list: number[], more: Set<number>) => [...list, more.size],
        () => [],
      );
      const write = new Set([1]);
      sizes.preview([write], 'log');
      write.add(2);
      sizes.update([write], 'log');
      expect(sizes.read()).toEqual([2]);

      const sets = new BinaryOperatorAggregate<{ all: Set<string> }, string>(
        ({ all }, item) => ({ all: new Set([...all, item]) }),
        () => ({ all: new Set() }),
      );
      (sets.preview(['a'], 'log') as { all: Set<string> }).all.add('by the router');
      sets.update(['a'], 'log');
      expect(sets.read()).toEqual({ all: new Set(['a']) });
    });
  });
});

describe('transient channels', () => {
  it('empty themselves when they are cleared', () => {
    for (const channel of [new EphemeralValue(), new Topic()]) {
      channel.update(['a'], 'key');
      expect([channel.isTransient, channel.isAvailable]).toEqual([true, true]);
      channel.clear();
      expect(channel.isAvailable).toBe(false);
    }
  });

  it('a guarded ephemeral value takes one write a step', () => {
    expect(() => new EphemeralValue().update([1, 2], 'key')).toThrow(/takes one write/);
    expect(new EphemeralValue(false).update([1, 2], 'key')).toBe(true);
  });
});

describe('a topic', () => {
  it('adds single values and lists', () => {
    const channel = new Topic();
    channel.update(['a', ['b', 'c']], 'list');
    expect(channel.read()).toEqual(['a', 'b', 'c']);
  });

  it('accumulates and drops repetitions when told to', () => {
    const channel = new Topic({ accumulate: true, unique: true });
    channel.update(['a', 'b'], 'list');
    channel.update(['b', 'c'], 'list');
    expect([channel.read(), channel.isTransient]).toEqual([['a', 'b', 'c'], false]);
  });
});

describe('a topic that drops repetitions', () => {
  it('remembers what it no longer holds, also when it is restored', () => {
    const channel = new Topic({ unique: true });
    channel.update(['a', 'b'], 'list');
    channel.clear();
    expect([channel.isAvailable, channel.isSaved]).toEqual([false, true]);
    const restored = channel.fresh();
    restored.restore(channel.save());
    expect(restored.update(['b', 'c', 'c'], 'list')).toBe(true);
    expect(restored.read()).toEqual(['c']);
    expect(restored.update(['c'], 'list')).toBe(true);
    expect(restored.update(['c'], 'list')).toBe(false);
  });

  it('lets Overwrite replace the list', () => {
    const channel = new Topic({ accumulate: true });
    channel.update(['a', 'b'], 'list');
    channel.update([new Overwrite(['c'])], 'list');
    expect(channel.read()).toEqual(['c']);
  });
});

describe('a delta channel', () => {
  const joined = (lines: string[], added: string[]) => [...lines, added.join('+')];

  it('begins with an empty list, and gives its reducer all writes of a step at once', () => {
    const channel = new DeltaChannel(joined);
    expect(channel.read()).toEqual([]);
    channel.update(['a', 'b'], 'lines');
    channel.update(['c'], 'lines');
    expect(channel.read()).toEqual(['a+b', 'c']);
  });

  it('lets Overwrite win, and go back to the beginning with nothing', () => {
    const channel = new DeltaChannel(joined, { initialValueFactory: () => ['first'], snapshotFrequency: 5 });
    channel.update(['a', new Overwrite(['new'])], 'lines');
    expect(channel.read()).toEqual(['new']);
    channel.update([new Overwrite(null)], 'lines');
    expect(channel.read()).toEqual(['first']);
  });

  it('refuses a snapshot frequency that is none', () => {
    expect(() => new DeltaChannel(joined, { snapshotFrequency: 0 })).toThrow(/whole number above 0/);
  });
});

describe('other channels', () => {
  it('any value: the last writer counts', () => {
    const channel = new AnyValue();
    channel.update([1, 2]);
    expect(channel.read()).toBe(2);
  });

  it('an untracked value is never saved nor copied', () => {
    const socket = { open: true };
    const channel = new UntrackedValueChannel();
    channel.update([socket], 'key');
    expect(channel.read()).toBe(socket);
    expect(channel.isSaved).toBe(false);
  });

  it('an untracked value may begin with something, and take several writes', () => {
    const channel = new UntrackedValueChannel({ guard: false, initialValueFactory: () => 1 });
    expect(channel.fresh().read()).toBe(1);
    channel.update([2, 3], 'key');
    expect(channel.read()).toBe(3);
    expect(() => new UntrackedValueChannel().update([1, 2], 'key')).toThrow(/takes one write a step/);
  });

  it('a named barrier waits for all its names, and starts over when it is consumed', () => {
    const barrier = new NamedBarrier(['a', 'b']);
    barrier.update(['a'], 'join');
    expect([barrier.isAvailable, barrier.isSaved, barrier.save()]).toEqual([false, true, ['a']]);
    const restored = barrier.fresh();
    restored.restore(barrier.save());
    restored.update(['b'], 'join');
    expect(restored.isAvailable).toBe(true);
    expect(restored.consume()).toBe(true);
    expect([restored.isAvailable, restored.isSaved]).toEqual([false, false]);
  });

  it('a named barrier refuses strangers', () => {
    expect(() => new NamedBarrier(['a']).update(['z'], 'join:a:c')).toThrow(/waits for a and was written by z/);
  });
});
