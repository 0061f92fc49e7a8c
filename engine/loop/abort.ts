import { AbortedError } from '../errors';
import { StepTimeoutError } from '../limit-errors';

/** A run's stop switch: the caller's signal, or the engine's own when a stream is left early. Made lazily. */
export class AbortSwitch {
  private readonly outer: AbortSignal | undefined;
  private own: AbortController | null = null;
  private combined: AbortSignal | null = null;
  /** Ends the wait of the step that runs. */
  private endWait: (() => void) | null = null;

  constructor(outer: AbortSignal | undefined) {
    this.outer = outer;
  }

  /** What nodes are handed. */
  get signal(): AbortSignal {
    if (this.combined) return this.combined;
    this.own = new AbortController();
    this.combined = this.outer ? AbortSignal.any([this.outer, this.own.signal]) : this.own.signal;
    return this.combined;
  }

  abort(reason: unknown): void {
    void this.signal;
    this.own?.abort(reason);
    this.endWait?.();
  }

  get isAborted(): boolean {
    return (this.combined ?? this.outer)?.aborted ?? false;
  }

  /** Settles when the work does, or at once when the run is stopped, whichever comes first. Never rejects by itself. */
  race(work: Promise<void>): Promise<void> {
    if (this.signal.aborted) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.endWait = resolve;
      const { outer } = this;
      if (!outer) {
        work.then(resolve, reject);
        return;
      }
      // Taken back after each wait: the caller's signal may outlive many runs.
      const stop = () => resolve();
      outer.addEventListener('abort', stop, { once: true });
      const settle = (end: () => void) => {
        outer.removeEventListener('abort', stop);
        end();
      };
      work.then(
        () => settle(resolve),
        (error) => settle(() => reject(error)),
      );
    });
  }

  error(): AbortedError | StepTimeoutError {
    const cause: unknown = (this.combined ?? this.outer)?.reason;
    if (cause instanceof StepTimeoutError && this.own?.signal.reason === cause) return cause;
    return new AbortedError(
      'The run was stopped by its signal. With a checkpointer, what finished is saved and invoke(null) goes on from there.',
      {
        cause,
      },
    );
  }
}
