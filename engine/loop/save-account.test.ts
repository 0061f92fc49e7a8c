import { describe, expect, it } from 'vitest';
import { SaveAccount } from './save-account';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A promise that the test settles. */
function open() {
  let resolve: () => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<void>((settle, fail) => {
    resolve = settle;
    reject = fail;
  });
  return { promise, resolve, reject };
}

describe('SaveAccount', () => {
  it('is clear when nothing was handed over, and again when all is durable', async () => {
    const account = new SaveAccount();
    expect([account.isClear, account.isBlocked]).toEqual([true, false]);
    const step = open();
    account.add(step.promise, { mayBeFollowed: true });
    expect([account.isClear, account.isBlocked]).toEqual([false, false]);
    step.resolve();
    await account.settle();
    expect(account.isClear).toBe(true);
  });

  it('knows a promise that several steps share', () => {
    const account = new SaveAccount();
    const group = open();
    expect(account.add(group.promise, { mayBeFollowed: true })).toBe(true);
    expect(account.add(group.promise, { mayBeFollowed: true })).toBe(false);
  });

  it('is blocked until a step is durable that nothing may follow', async () => {
    const account = new SaveAccount();
    const start = open();
    account.add(start.promise, { mayBeFollowed: false });
    expect(account.isBlocked).toBe(true);
    start.resolve();
    await account.settleSteps();
    expect(account.isBlocked).toBe(false);
  });

  it('hands writes over at once where the saver keeps the order, and behind a step that nothing may follow', async () => {
    const account = new SaveAccount();
    const events: string[] = [];
    const write = (name: string) => async () => void events.push(name);
    account.addWrites(write('first'), { isOrdered: true });
    expect([events, account.hasDelayed]).toEqual([['first'], false]);
    const start = open();
    account.add(start.promise, { mayBeFollowed: false });
    account.addWrites(write('behind'), { isOrdered: true });
    await turn();
    expect([events, account.hasDelayed]).toEqual([['first'], true]);
    start.resolve();
    await account.settle();
    expect([events, account.isClear]).toEqual([['first', 'behind'], true]);
  });

  it('lets two wait for the same writes', async () => {
    const account = new SaveAccount();
    const stored = open();
    account.addWrites(() => stored.promise, { isOrdered: false });
    const over: string[] = [];
    const waits = ['one', 'two'].map((name) => account.settle().then(() => over.push(name)));
    await turn();
    expect(over).toEqual([]);
    stored.resolve();
    await Promise.all(waits);
    expect(over).toEqual(['one', 'two']);
  });

  it('keeps the first failure for everybody who waits, and hands over no writes behind it', async () => {
    const account = new SaveAccount();
    const [first, second] = [open(), open()];
    account.add(first.promise, { mayBeFollowed: true });
    account.add(second.promise, { mayBeFollowed: true });
    first.reject(new Error('first'));
    second.reject(new Error('second'));
    await expect(account.settle()).rejects.toThrow('first');
    let isWritten = false;
    account.addWrites(
      async () => {
        isWritten = true;
      },
      { isOrdered: true },
    );
    await expect(account.settleWrites()).rejects.toThrow('first');
    await expect(account.settle()).rejects.toThrow('first');
    expect([isWritten, account.isClear]).toEqual([false, false]);
  });

  it('meets a saver that throws at once like one that rejects', async () => {
    for (const isOrdered of [true, false]) {
      const account = new SaveAccount();
      account.addWrites(
        () => {
          throw new Error('disk full');
        },
        { isOrdered },
      );
      await expect(account.settle()).rejects.toThrow('disk full');
    }
  });

  it('lets writes wait for the steps before them, never for one that waits for these writes', async () => {
    const account = new SaveAccount();
    const order: string[] = [];
    const first = open();
    account.add(first.promise, { mayBeFollowed: false });
    account.addWrites(async () => void order.push('writes'), { isOrdered: false });
    // In the very turn in which the first step is saved, before the writes hear of it.
    const followed = first.promise.then(() => {
      const second = account.settleWrites().then(() => void order.push('second step'));
      account.add(second, { mayBeFollowed: false });
    });
    first.resolve();
    await followed;
    const late = new Promise((resolve) => setTimeout(resolve, 200, 'never'));
    expect(await Promise.race([account.settle(), late])).toBeUndefined();
    expect(order).toEqual(['writes', 'second step']);
  });
});
