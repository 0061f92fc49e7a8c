import type { Clock } from '../loop/clock';

interface Timer {
  atMs: number;
  callback: () => void;
}

/** A clock that moves only when it is told to: `graph.invoke(input, { clock })`. Chance is always `chance`. */
export class FakeClock implements Clock {
  private nowMs: number;
  private readonly chance: number;
  private readonly timers = new Set<Timer>();

  constructor({ startMs = 0, chance = 0 }: { startMs?: number; chance?: number } = {}) {
    this.nowMs = startMs;
    this.chance = chance;
  }

  now(): number {
    return this.nowMs;
  }

  random(): number {
    return this.chance;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer: Timer = { atMs: this.nowMs + delayMs, callback };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Milliseconds until the next timer is due; null when nobody waits. */
  get nextDueMs(): number | null {
    const next = this.next();
    return next ? Math.max(0, next.atMs - this.nowMs) : null;
  }

  /** Lets time pass: what falls due is called in order, each followed by all that it sets off. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    await settle();
    for (let next = this.next(); next && next.atMs <= untilMs; next = this.next()) {
      this.nowMs = Math.max(this.nowMs, next.atMs);
      this.timers.delete(next);
      next.callback();
      await settle();
    }
    this.nowMs = untilMs;
  }

  /** Lets time pass until `work` is done, and answers what it gave. Fails when it waits for nothing on this clock. */
  async runUntilDone<Result>(work: Promise<Result>): Promise<Result> {
    let isDone = false;
    const note = () => {
      isDone = true;
    };
    work.then(note, note);
    await settle();
    while (!isDone) {
      if (this.nextDueMs === null) throw new Error('The work waits for something that is not on the fake clock.');
      await this.advance(this.nextDueMs);
    }
    return work;
  }

  /** Time passes while a node holds the thread: nothing is called. */
  jump(ms: number): void {
    this.nowMs += ms;
  }

  private next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.timers) if (!first || timer.atMs < first.atMs) first = timer;
    return first;
  }
}

/** Lets promises run until only timers and the outside world are left to wait for. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
