/** Carries items from who pushes them to whoever iterates over them, in order, none lost. */
export class Pipe<Item> {
  private items: Item[] = [];
  private wake: (() => void) | null = null;
  private isClosed = false;
  private failure: { error: unknown } | null = null;

  push(item: Item): void {
    if (this.isClosed) return;
    this.items.push(item);
    this.wake?.();
  }

  close(): void {
    this.isClosed = true;
    this.wake?.();
  }

  /** Ends the iteration with an error, after the items that were pushed before. */
  fail(error: unknown): void {
    this.failure = { error };
    this.close();
  }

  async *read(): AsyncGenerator<Item> {
    for (;;) {
      const batch = this.items;
      this.items = [];
      yield* batch;
      if (this.items.length > 0) continue;
      if (this.failure) throw this.failure.error;
      if (this.isClosed) return;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.wake = null;
    }
  }
}
