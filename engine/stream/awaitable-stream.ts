import { EventStream } from './event-stream';

/**
 * A stream that may be read as it is, and may be awaited, as LangGraph.js's and LangChain's have to be. Awaited, it gives
 * the same events as a stream that is no promise any more; that takes nothing from it, and starts nothing.
 */
export class AwaitableStream<Item> extends EventStream<Item> implements Promise<EventStream<Item>> {
  private readonly settled: Promise<EventStream<Item>>;

  constructor(events: AsyncGenerator<Item, undefined, undefined>) {
    super(events);
    this.settled = Promise.resolve(new EventStream(events));
  }

  get [Symbol.toStringTag](): string {
    return 'AwaitableStream';
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise.
  then<Read = EventStream<Item>, Failed = never>(
    onStream?: ((stream: EventStream<Item>) => Read | PromiseLike<Read>) | null,
    onFailure?: ((reason: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Read | Failed> {
    return this.settled.then(onStream, onFailure);
  }

  catch<Failed = never>(
    onFailure?: ((reason: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<EventStream<Item> | Failed> {
    return this.settled.catch(onFailure);
  }

  finally(onSettled?: (() => void) | null): Promise<EventStream<Item>> {
    return this.settled.finally(onSettled);
  }
}
