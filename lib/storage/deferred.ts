/** A promise that whoever holds this settles. */
export class Deferred {
  readonly promise: Promise<void>;
  resolve: () => void = () => {};
  reject: (error: unknown) => void = () => {};

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // Whoever cares waits for it; Node must not count it as unhandled until then.
    this.promise.catch(() => {});
  }
}
