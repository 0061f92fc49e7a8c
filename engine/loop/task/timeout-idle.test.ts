import { describe, expect, it } from 'vitest';
import type { NodeOptions, Runtime } from '../..';
import { FakeClock } from '../../testing';
import { graphOf, thread } from './timeout-fixtures';

/** Work in pieces: waits on the clock, and says between two waits that it is alive. */
function pieces(clock: FakeClock, count: number, pieceMs: number, sign: () => void) {
  return new Promise<string>((resolve) => {
    const next = (left: number) => {
      if (left === 0) return resolve('done');
      sign();
      clock.after(pieceMs, () => next(left - 1));
    };
    next(count);
  });
}

describe('idleTimeout', () => {
  it('ends an attempt that shows no progress', async () => {
    const clock = new FakeClock();
    const graph = graphOf(() => pieces(clock, 5, 80, () => {}), { timeout: { idleTimeout: 100 } });
    const run = graph.invoke({}, { ...thread, clock });
    await expect(clock.runUntilDone(run)).rejects.toMatchObject({ kind: 'idle', timeout: 100, elapsedMs: 100 });
  });

  it.each(['heartbeat', 'writer'] as const)('%s() is progress', async (sign) => {
    const clock = new FakeClock();
    const graph = graphOf((runtime) => pieces(clock, 5, 80, () => runtime[sign]('alive')), {
      timeout: { idleTimeout: 100 },
    });
    expect((await clock.runUntilDone(graph.invoke({}, { ...thread, clock }))).log).toEqual(['done']);
    expect(clock.now()).toBe(400);
  });

  it.each([
    ['with', [{ handleLLMNewToken: () => {} }]],
    ['without', undefined],
  ])('what a model reports to its callbacks is progress, %s other listeners', async (_what, callbacks) => {
    const clock = new FakeClock();
    const report = ({ callbacks: own }: Runtime) => {
      const handlers = Array.isArray(own) ? own : (own as unknown as { handlers: object[] }).handlers;
      for (const handler of handlers) (handler as { handleLLMNewToken?: () => void }).handleLLMNewToken?.();
    };
    const graph = graphOf((runtime) => pieces(clock, 5, 80, () => report(runtime)), { timeout: { idleTimeout: 100 } });
    const run = graph.invoke({}, { ...thread, clock, ...(callbacks && { callbacks }) });
    expect((await clock.runUntilDone(run)).log).toEqual(['done']);
  });

  it('with refreshOn "heartbeat", only heartbeat() is', async () => {
    const clock = new FakeClock();
    const options: NodeOptions = { timeout: { idleTimeout: 100, refreshOn: 'heartbeat' } };
    const writing = graphOf((runtime) => pieces(clock, 5, 80, () => runtime.writer('alive')), options);
    await expect(clock.runUntilDone(writing.invoke({}, { ...thread, clock }))).rejects.toMatchObject({ kind: 'idle' });
    const beating = graphOf((runtime) => pieces(clock, 5, 80, runtime.heartbeat), options);
    expect((await clock.runUntilDone(beating.invoke({}, { ...thread, clock }))).log).toEqual(['done']);
  });

  it('runTimeout is not moved by progress', async () => {
    const clock = new FakeClock();
    const graph = graphOf((runtime) => pieces(clock, 5, 80, runtime.heartbeat), {
      timeout: { idleTimeout: 100, runTimeout: 200 },
    });
    const run = graph.invoke({}, { ...thread, clock });
    await expect(clock.runUntilDone(run)).rejects.toMatchObject({ kind: 'run', elapsedMs: 200 });
  });

  it('heartbeat() does nothing where there is no limit', async () => {
    const graph = graphOf((runtime) => {
      runtime.heartbeat();
      return 'fine';
    }, {});
    expect((await graph.invoke({}, thread)).log).toEqual(['fine']);
  });
});
