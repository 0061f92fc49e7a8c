/**
 * A run's events as they happen: an async generator, and a web stream for who asks for one (`getReader`, `pipeThrough`,
 * …). Nothing runs before the first event is asked for; leaving the iteration, or cancelling, stops the run cleanly.
 */
export class EventStream<Item> implements AsyncGenerator<Item, undefined, undefined>, ReadableStream<Item> {
  private readonly events: AsyncGenerator<Item, undefined, undefined>;
  /** Made when asked for: most readers iterate, and need none. */
  private readable: ReadableStream<Item> | null = null;

  constructor(events: AsyncGenerator<Item, undefined, undefined>) {
    this.events = events;
  }

  next(): Promise<IteratorResult<Item, undefined>> {
    return this.events.next();
  }

  return(): Promise<IteratorResult<Item, undefined>> {
    return this.events.return(undefined);
  }

  throw(error: unknown): Promise<IteratorResult<Item, undefined>> {
    return this.events.throw(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  values(): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  get locked(): boolean {
    return this.readable?.locked ?? false;
  }

  get getReader(): ReadableStream<Item>['getReader'] {
    const stream = this.webStream();
    return stream.getReader.bind(stream) as ReadableStream<Item>['getReader'];
  }

  pipeThrough<Out>(transform: ReadableWritablePair<Out, Item>, options?: StreamPipeOptions): ReadableStream<Out> {
    return this.webStream().pipeThrough(transform, options);
  }

  pipeTo(destination: WritableStream<Item>, options?: StreamPipeOptions): Promise<void> {
    return this.webStream().pipeTo(destination, options);
  }

  tee(): [ReadableStream<Item>, ReadableStream<Item>] {
    return this.webStream().tee();
  }

  cancel(reason?: unknown): Promise<void> {
    return this.webStream().cancel(reason);
  }

  private webStream(): ReadableStream<Item> {
    const { events } = this;
    this.readable ??= new ReadableStream<Item>(
      {
        pull: async (controller) => {
          const { done, value } = await events.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        cancel: async () => {
          await events.return(undefined);
        },
      },
      { highWaterMark: 0 },
    );
    return this.readable;
  }
}
