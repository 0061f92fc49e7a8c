import { readFileSync } from 'node:fs';

/**
 * `cpu` counts what JavaScript's thread used, in ticks of about 4 ms, so that other work on the machine disturbs little.
 * `process` counts its helper threads too, to the microsecond: for short spans that are compared with each other.
 */
export type Clock = 'cpu' | 'process' | 'wall';

/** Nanoseconds on a processor, the first figure; Linux only. */
const THREAD = '/proc/thread-self/schedstat';

export function nowMs(clock: Clock): number {
  if (clock === 'wall') return performance.now();
  if (clock === 'cpu' && process.platform === 'linux')
    return Number.parseInt(readFileSync(THREAD, 'latin1'), 10) / 1_000_000;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

interface Rounds {
  rounds: number;
  roundMs: number;
  clock: Clock;
}

/** Calls per second, for each the median of its rounds. They take turns, so that a busy moment hits all. */
export async function callsPerSecond(
  rivals: ((() => Promise<unknown>) | undefined)[],
  { rounds, roundMs, clock }: Rounds,
): Promise<(number | undefined)[]> {
  const rates = rivals.map((): number[] => []);
  for (const once of rivals) if (once) await rateOf(once, roundMs, clock);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, once] of rivals.entries()) if (once) rates[index]?.push(await rateOf(once, roundMs, clock));
  }
  return rates.map(median);
}

async function rateOf(once: () => Promise<unknown>, roundMs: number, clock: Clock): Promise<number> {
  const startedMs = nowMs(clock);
  const endMs = performance.now() + roundMs;
  let calls = 0;
  do {
    await once();
    calls += 1;
  } while (performance.now() < endMs);
  return (calls * 1_000) / (nowMs(clock) - startedMs);
}

/**
 * Milliseconds of wall time that a call takes: the median of `times` calls, and of more as long as `forMs` are not over.
 * Garbage of what was measured before is collected first where `--expose-gc` allows that.
 */
export async function medianMs(
  action: () => Promise<unknown>,
  { times = 3, forMs = 500 }: { times?: number; forMs?: number } = {},
): Promise<number> {
  globalThis.gc?.();
  const took: number[] = [];
  const endMs = performance.now() + forMs;
  while (took.length < times || performance.now() < endMs) took.push(await wallMs(action));
  return median(took) as number;
}

export async function wallMs(action: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await action();
  return performance.now() - startedMs;
}

export function median(values: number[]): number | undefined {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

export function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
