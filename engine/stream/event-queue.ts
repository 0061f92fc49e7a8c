import { Pipe } from './pipe';
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
  private readonly pipe = new Pipe<StreamEvent | Barrier>();

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
    this.pipe.push(new Barrier(saved));
  }

  close(): void {
    this.pipe.close();
  }

  fail(error: unknown): void {
    this.pipe.fail(error);
  }

  async *read(): AsyncGenerator<StreamEvent> {
    let isDropping = false;
    for await (const entry of this.pipe.read()) {
      if (isDropping) continue;
      if (!(entry instanceof Barrier)) yield entry;
      else isDropping = !(await entry.isPassed);
    }
  }

  private push(namespace: StreamNamespace, mode: StreamMode, payload: unknown): void {
    if (this.modes.has(mode)) this.pipe.push([namespace, mode, payload]);
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
