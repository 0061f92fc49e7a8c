import type { EventSink, StreamMode } from './stream-mode';

/** Carries events from a running loop to whoever iterates over them; never drops one, keeps their order. */
export class EventQueue implements EventSink {
  private readonly modes: ReadonlySet<StreamMode>;
  private events: [StreamMode, unknown][] = [];
  private wake: (() => void) | null = null;
  private isClosed = false;
  private failure: { error: unknown } | null = null;

  constructor(modes: Iterable<StreamMode>) {
    this.modes = new Set(modes);
  }

  wants(mode: StreamMode): boolean {
    return this.modes.has(mode);
  }

  emit(mode: StreamMode, payload: unknown): void {
    if (this.isClosed || !this.modes.has(mode)) return;
    this.events.push([mode, payload]);
    this.wake?.();
  }

  close(): void {
    this.isClosed = true;
    this.wake?.();
  }

  fail(error: unknown): void {
    this.failure = { error };
    this.close();
  }

  async *read(): AsyncGenerator<[StreamMode, unknown]> {
    for (;;) {
      const batch = this.events;
      this.events = [];
      yield* batch;
      if (this.events.length > 0) continue;
      if (this.failure) throw this.failure.error;
      if (this.isClosed) return;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.wake = null;
    }
  }
}
