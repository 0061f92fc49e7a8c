/**
 * What a run handed to its saver and does not know to be durable yet. The first failure stays: whoever waits meets it.
 */
export class SaveAccount {
  readonly #underWay = new Set<Promise<void>>();
  readonly #delayed = new Set<Promise<void>>();
  #failure: { error: unknown } | null = null;
  #isBlocked = false;

  get isClear(): boolean {
    return this.#underWay.size === 0 && this.#delayed.size === 0 && this.#failure === null;
  }

  /** What was handed over must be durable before anything else is. */
  get isBlocked(): boolean {
    return this.#isBlocked;
  }

  /** Some writes wait for what is before them, or are given to a saver that keeps no order. */
  get hasDelayed(): boolean {
    return this.#delayed.size > 0;
  }

  /** Answers false when it knows the promise already: a saver that saves several steps at once gives one for all. */
  add(saved: Promise<void>, { mayBeFollowed }: { mayBeFollowed: boolean }): boolean {
    if (!mayBeFollowed) this.#isBlocked = true;
    if (this.#underWay.has(saved)) return false;
    this.#underWay.add(saved);
    saved.then(
      () => this.#settled(saved),
      (error) => {
        this.#failure ??= { error };
        this.#settled(saved);
      },
    );
    return true;
  }

  /** Hands over a task's writes, at once where the saver keeps the order of what it is given. */
  addWrites(write: () => Promise<void>, { isOrdered }: { isOrdered: boolean }): void {
    // Async, so that a saver that throws at once is met like one that rejects.
    if (isOrdered && !this.#isBlocked) return void this.add(inPromise(write), { mayBeFollowed: true });
    const stored = this.#writeWhenFree(write);
    // The loop meets the rejection when it settles; until then Node must not count it as unhandled.
    stored.catch(() => {});
    this.#delayed.add(stored);
  }

  /** Waits for all steps, and the writes that went with them. @throws the first failure */
  async settleSteps(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
    this.#throwFailure();
  }

  /** Waits for all delayed writes, so that none arrives after the run has ended. @throws the first failure */
  async settleWrites(): Promise<void> {
    const waiting = [...this.#delayed];
    await Promise.allSettled(waiting);
    for (const stored of waiting) this.#delayed.delete(stored);
    await Promise.all(waiting);
  }

  /** Waits until all is durable. @throws the first failure */
  async settle(): Promise<void> {
    if (this.isClear) return;
    await this.settleSteps();
    await this.settleWrites();
  }

  /** Writes belong to a checkpoint that is there. A step that is handed over later may wait for them, so they don't for it. */
  async #writeWhenFree(write: () => Promise<void>): Promise<void> {
    if (this.#isBlocked) {
      await Promise.allSettled(this.#underWay);
      this.#throwFailure();
    }
    await write();
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure.error;
  }

  #settled(saved: Promise<void>): void {
    this.#underWay.delete(saved);
    this.#isBlocked = this.#failure !== null || (this.#isBlocked && this.#underWay.size > 0);
  }
}

async function inPromise(write: () => Promise<void>): Promise<void> {
  await write();
}
