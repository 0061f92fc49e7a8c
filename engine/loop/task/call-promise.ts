/** What a call of a task function answers. It knows whether anybody waits for it. */
export class CallPromise<Result> extends Promise<Result> {
  isHeeded = false;

  /** What is chained to it are plain promises. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise.
  override then<Done = Result, Failed = never>(
    onDone?: ((value: Result) => Done | PromiseLike<Done>) | null,
    onFailed?: ((reason: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Done | Failed> {
    this.isHeeded = true;
    return super.then(onDone, onFailed);
  }
}
