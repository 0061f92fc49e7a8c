import { AbortedError } from '../errors';
import { StepTimeoutError } from '../limit-errors';

/** A run's stop switch: the caller's signal, or the engine's own when a stream is left early. Made lazily. */
export class AbortSwitch {
  private readonly outer: AbortSignal | undefined;
  private own: AbortController | null = null;
  private combined: AbortSignal | null = null;

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
  }

  get isAborted(): boolean {
    return (this.combined ?? this.outer)?.aborted ?? false;
  }

  /** Settles when the work does, or at once when the run is stopped, whichever comes first. Never rejects by itself. */
  async race(work: Promise<void>): Promise<void> {
    const { signal } = this;
    if (signal.aborted) return;
    let stop: (() => void) | undefined;
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
      signal.addEventListener('abort', resolve as () => void, { once: true });
    });
    try {
      await Promise.race([work, stopped]);
    } finally {
      if (stop) signal.removeEventListener('abort', stop);
    }
  }

  error(): AbortedError | StepTimeoutError {
    const cause: unknown = (this.combined ?? this.outer)?.reason;
    if (cause instanceof StepTimeoutError && this.own?.signal.reason === cause) return cause;
    return new AbortedError(
      'The run was stopped by its signal; what finished is saved and invoke(null) goes on from there.',
      {
        cause,
      },
    );
  }
}
