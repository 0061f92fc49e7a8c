import { describe, expect, it } from 'vitest';
import { Overwrite } from '../control/overwrite';
import { AnyValue } from './any-value';
import { BinaryOperatorAggregate } from './binary-operator';
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
