import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { entrypoint, InMemoryCache, MemorySaver, task } from '..';
import { FakeClock } from '../testing';
import { thread } from './workflow-fixtures';

const retry = { jitter: false, logWarning: false };

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

describe('the policies of a task', () => {
  it('a failed attempt is repeated; calls beside it are not disturbed', async () => {
    const clock = new FakeClock();
    const beganMs: number[] = [];
    const flaky = task({ name: 'flaky', retry }, async () => {
      beganMs.push(clock.now());
      if (beganMs.length < 3) throw new Error('busy');
      return beganMs.length;
    });
    const calm = task('calm', () => 'calm');
    const workflow = entrypoint('workflow', () => Promise.all([flaky(), calm()]));
    expect(await clock.runUntilDone(workflow.invoke(1, { clock }))).toEqual([3, 'calm']);
    expect(beganMs).toEqual([0, 500, 1500]);
  });

  it('a call inside of an attempt that failed is not made again by the next one', async () => {
    const clock = new FakeClock();
    let paid = 0;
    const pay = task('pay', () => ++paid);
    let attempts = 0;
    const order = task({ name: 'order', retry }, async () => {
      const receipt = await pay();
      if (++attempts === 1) throw new Error('busy');
      return receipt;
    });
    const workflow = entrypoint({ name: 'workflow', checkpointer: new MemorySaver() }, () => order());
    expect(await clock.runUntilDone(workflow.invoke(1, { ...thread, clock }))).toBe(1);
    expect([attempts, paid]).toEqual([2, 1]);
  });

  it('an attempt that takes too long fails, and its calls in flight are given up and made again', async () => {
    const clock = new FakeClock();
    let calls = 0;
    const hang = task('hang', () => (++calls === 1 ? new Promise<string>(() => {}) : 'answer'));
    const outer = task({ name: 'outer', timeout: 100, retry: { ...retry, retryOn: () => true } }, () => hang());
    const workflow = entrypoint('workflow', () => outer());
    expect(await clock.runUntilDone(workflow.invoke(1, { clock }))).toBe('answer');
    expect(calls).toBe(2);
  });

  it('an entrypoint has a limit, too', async () => {
    const clock = new FakeClock();
    const hang = task('hang', () => new Promise<string>(() => {}));
    const workflow = entrypoint({ name: 'workflow', timeout: 100 }, () => hang());
    await expect(clock.runUntilDone(workflow.invoke(1, { clock }))).rejects.toMatchObject({
      name: 'NodeTimeoutError',
      node: 'workflow',
    });
  });

  it('a cached result is taken in any thread, by the arguments', async () => {
    let ran = 0;
    const slow = task({ name: 'slow', cachePolicy: true }, (n: number) => n * 10 + ran++);
    const workflow = entrypoint({ name: 'workflow', cache: new InMemoryCache() }, (n: number) => slow(n));
    expect([await workflow.invoke(1), await workflow.invoke(1), await workflow.invoke(2)]).toEqual([10, 10, 21]);
    expect(ran).toBe(2);
  });
});
