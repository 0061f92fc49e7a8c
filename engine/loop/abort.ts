import { AbortedError } from '../errors';

/** A run's stop switch: the caller's signal, or the engine's own when a stream is left early. Made lazily. */
export class AbortSwitch {
  private controller: AbortController | null = null;
  private readonly outer: AbortSignal | undefined;

  constructor(outer: AbortSignal | undefined) {
    this.outer = outer;
  }

  /** What nodes are handed. */
  get signal(): AbortSignal {
    if (!this.controller) {
      this.controller = new AbortController();
      const { outer, controller } = this;
      if (outer?.aborted) controller.abort(outer.reason);
      else outer?.addEventListener('abort', () => controller.abort(outer.reason), { once: true });
    }
    return this.controller.signal;
  }

  abort(reason: unknown): void {
    void this.signal;
    this.controller?.abort(reason);
  }

  get isAborted(): boolean {
    return this.controller?.signal.aborted ?? this.outer?.aborted ?? false;
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

  error(): AbortedError {
    const cause = this.controller?.signal.reason ?? this.outer?.reason;
    return new AbortedError(
      'The run was stopped by its signal; what finished is saved and invoke(null) goes on from there.',
      {
        cause,
      },
    );
  }
}
