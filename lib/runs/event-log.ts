/** One event of a run's stream, numbered from 0. `data` is not encoded yet: it shares the engine's frozen values. */
export interface StreamEvent {
  id: number;
  event: string;
  data: unknown;
}

const CAPACITY = 1024;

/**
 * The newest events of a live run. Readers keep a place of their own, so a slow one costs no memory here:
 * what has left the ring before it came is told as a gap, and is read from the store.
 */
export class EventLog {
  #events: StreamEvent[] = [];
  #next = 0;
  #isClosed = false;
  #wake: (() => void) | null = null;
  #changed: Promise<void> | null = null;

  constructor(readonly capacity = CAPACITY) {}

  push(event: string, data: unknown): StreamEvent {
    const added = { id: this.#next++, event, data };
    this.#events.push(added);
    // Cut in halves: cutting one at a time would move the whole ring for every event.
    if (this.#events.length >= this.capacity * 2) this.#events = this.#events.slice(-this.capacity);
    this.#notify();
    return added;
  }

  close(): void {
    this.#isClosed = true;
    this.#notify();
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Events after `id` that are still here, and the first id that is. */
  readAfter(id: number): { events: StreamEvent[]; firstId: number } {
    const firstId = this.#events[0]?.id ?? this.#next;
    return { events: this.#events.slice(Math.max(0, id + 1 - firstId)), firstId };
  }

  /** Resolves at the next push, or when the log closes. */
  changed(): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    this.#changed ??= new Promise((resolve) => {
      this.#wake = resolve;
    });
    return this.#changed;
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = null;
    this.#changed = null;
    wake?.();
  }
}
