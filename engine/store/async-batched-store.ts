import { BaseStore } from './base-store';
import type { Operation, OperationResults } from './operations';

interface Waiting {
  operations: readonly Operation[];
  resolve: (results: unknown[]) => void;
  reject: (error: unknown) => void;
}

/** Puts a store before another that is far away: what is asked at once travels as one batch. */
export class AsyncBatchedStore extends BaseStore {
  private readonly store: BaseStore;
  private waiting: Waiting[] = [];
  private isStarted = false;

  constructor(store: BaseStore) {
    super();
    this.store = store;
  }

  /** Kept for code that asks; operations are answered whether it was started or not. */
  get isRunning(): boolean {
    return this.isStarted;
  }

  override batch<const Operations extends Operation[]>(operations: Operations): Promise<OperationResults<Operations>> {
    return new Promise((resolve, reject) => {
      if (this.waiting.length === 0) queueMicrotask(() => void this.flush());
      this.waiting.push({ operations, resolve: resolve as Waiting['resolve'], reject });
    });
  }

  override start(): void {
    this.isStarted = true;
  }

  override stop(): void {
    this.isStarted = false;
  }

  private async flush(): Promise<void> {
    const asked = this.waiting;
    this.waiting = [];
    try {
      const results = await this.store.batch(asked.flatMap(({ operations }) => operations));
      let from = 0;
      for (const { operations, resolve } of asked) {
        resolve(results.slice(from, from + operations.length));
        from += operations.length;
      }
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}
