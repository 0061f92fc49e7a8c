import type { TimeoutPolicy } from '../../control/timeout-policy';
import { NodeTimeoutError } from '../../limit-errors';
import type { Invocation } from '../invocation';
import { cancelCalls } from './cancel-calls';
import { withProgressListener } from './progress-listener';
import type { Task } from './task';

/** One attempt of a task under time limits: its own signal, and what counts as progress. */
export class TimedAttempt {
  private readonly run: Invocation;
  private readonly task: Task;
  private readonly policy: TimeoutPolicy;
  private readonly switch = new AbortController();
  private readonly startedMs: number;
  private progressMs: number;
  private combined: AbortSignal | null = null;

  constructor(run: Invocation, task: Task, policy: TimeoutPolicy) {
    this.run = run;
    this.task = task;
    this.policy = policy;
    this.startedMs = run.clock.now();
    this.progressMs = this.startedMs;
  }

  /** Aborts when the run is stopped, and when this attempt has used up its time. */
  get signal(): AbortSignal {
    this.combined ??= AbortSignal.any([this.run.abort.signal, this.switch.signal]);
    return this.combined;
  }

  /** False when it has used up its time: what it still does is nobody's business. */
  get isOpen(): boolean {
    return !this.switch.signal.aborted;
  }

  /** Something happened that shows that the node is at work. */
  noteProgress(): void {
    if (this.policy.refreshOn !== 'heartbeat') this.progressMs = this.run.clock.now();
  }

  /** The node's callbacks; when idling is limited, what it calls shows progress through them. */
  listenOn(callbacks: object | undefined): object | undefined {
    const { idleTimeout, refreshOn } = this.policy;
    if (idleTimeout === undefined || refreshOn === 'heartbeat') return callbacks;
    return withProgressListener(callbacks, () => this.noteProgress());
  }

  heartbeat(): void {
    this.progressMs = this.run.clock.now();
  }

  /**
   * Waits for the attempt's work, as long as it may take. Work that comes too late writes nothing.
   * @throws NodeTimeoutError, what the work throws, or AbortedError when the run is stopped meanwhile
   */
  async limit(work: () => void | Promise<void>): Promise<void> {
    const { signal } = this.run.abort;
    let fail: (error: unknown) => void = () => {};
    const ended = new Promise<never>((_, reject) => {
      fail = reject;
    });
    const stop = (): void => fail(this.run.abort.error());
    signal.addEventListener('abort', stop, { once: true });
    const timers = this.startTimers(fail);
    try {
      await Promise.race([work(), ended]);
      this.checkTime();
    } catch (error) {
      // A node that held the thread past its limit, and then threw, has timed out too.
      if (!signal.aborted && !(error instanceof NodeTimeoutError)) this.checkTime();
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
      for (const cancel of timers) cancel();
    }
  }

  private startTimers(fail: (error: unknown) => void): Set<() => void> {
    const { clock } = this.run;
    const { runTimeout, idleTimeout } = this.policy;
    const timers = new Set<() => void>();
    if (runTimeout !== undefined) timers.add(clock.after(runTimeout, () => fail(this.expire('run'))));
    if (idleTimeout !== undefined) {
      let cancel: () => void;
      const watch = (delayMs: number): void => {
        cancel = clock.after(delayMs, () => {
          const leftMs = this.progressMs + idleTimeout - clock.now();
          if (leftMs > 0) watch(leftMs);
          else fail(this.expire('idle'));
        });
      };
      watch(idleTimeout);
      timers.add(() => cancel());
    }
    return timers;
  }

  private checkTime(): void {
    const { runTimeout, idleTimeout } = this.policy;
    const nowMs = this.run.clock.now();
    if (runTimeout !== undefined && nowMs - this.startedMs >= runTimeout) throw this.expire('run');
    if (idleTimeout !== undefined && nowMs - this.progressMs >= idleTimeout) throw this.expire('idle');
  }

  private expire(kind: 'run' | 'idle'): NodeTimeoutError {
    const elapsed = this.run.clock.now() - this.startedMs;
    const error = new NodeTimeoutError({ node: this.task.node.name, kind, elapsed, ...this.policy });
    cancelCalls(this.run, this.task);
    this.switch.abort(error);
    return error;
  }
}
