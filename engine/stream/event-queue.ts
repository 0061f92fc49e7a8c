import type { EventSink, StreamMode, StreamNamespace } from './stream-mode';

export type StreamEvent = [namespace: StreamNamespace, mode: StreamMode, payload: unknown];

export interface StreamRequest {
  modes: Iterable<StreamMode>;
  /** Whether the events of graphs inside the graph are asked for, too. */
  subgraphs: boolean;
}

/** What subgraphs send even when nobody asked for their events: a writer belongs to the whole run. */
const MODES_OF_ALL_GRAPHS: ReadonlySet<StreamMode> = new Set(['custom']);

const ROOT: StreamNamespace = [];

/** Carries events from a running loop to whoever iterates over them; never drops one, keeps their order. */
export class EventQueue implements EventSink {
  private readonly modes: ReadonlySet<StreamMode>;
  private readonly subgraphs: boolean;
  private entries: (StreamEvent | Barrier)[] = [];
  private wake: (() => void) | null = null;
  private isClosed = false;
  private failure: { error: unknown } | null = null;

  constructor({ modes, subgraphs }: StreamRequest) {
    this.modes = new Set(modes);
    this.subgraphs = subgraphs;
  }

  wants(mode: StreamMode): boolean {
    return this.modes.has(mode);
  }

  emit(mode: StreamMode, payload: unknown): void {
    this.push(ROOT, mode, payload);
  }

  nested(segment: string): EventSink {
    return this.sinkAt([segment]);
  }

  after(saved: Promise<unknown>): void {
    if (!this.isClosed) this.entries.push(new Barrier(saved));
  }

  close(): void {
    this.isClosed = true;
    this.wake?.();
  }

  fail(error: unknown): void {
    this.failure = { error };
    this.close();
  }

  async *read(): AsyncGenerator<StreamEvent> {
    let isDropping = false;
    for (;;) {
      const batch = this.entries;
      this.entries = [];
      for (const entry of batch) {
        if (isDropping) break;
        if (!(entry instanceof Barrier)) yield entry;
        else isDropping = !(await entry.isPassed);
      }
      if (this.entries.length > 0) continue;
      if (this.failure) throw this.failure.error;
      if (this.isClosed) return;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.wake = null;
    }
  }

  private push(namespace: StreamNamespace, mode: StreamMode, payload: unknown): void {
    if (this.isClosed || !this.modes.has(mode)) return;
    this.entries.push([namespace, mode, payload]);
    this.wake?.();
  }

  private sinkAt(namespace: StreamNamespace): EventSink {
    const wants = (mode: StreamMode) => this.modes.has(mode) && (this.subgraphs || MODES_OF_ALL_GRAPHS.has(mode));
    return {
      wants,
      emit: (mode, payload) => {
        if (wants(mode)) this.push(namespace, mode, payload);
      },
      nested: (segment) => this.sinkAt([...namespace, segment]),
      after: (saved) => this.after(saved),
    };
  }
}

/** A place in the queue that events behind it pass only when something has been saved. */
class Barrier {
  readonly isPassed: Promise<boolean>;

  constructor(saved: Promise<unknown>) {
    this.isPassed = saved.then(
      () => true,
      () => false,
    );
  }
}
