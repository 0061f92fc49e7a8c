/**
 * Decides in which order waiting tasks go on, so that a test can try every order: each task calls `turn()` where it may be
 * held back, and `run()` lets one of them go on at a time.
 */
export class TaskScheduler {
  /** Labels in the order in which they went on. */
  readonly order: string[] = [];
  private readonly choose: (waiting: readonly string[]) => number;
  private waiting: { label: string; goOn: () => void }[] = [];

  /** @param choose answers the position of the one that goes on next; any whole number, taken modulo their count */
  constructor(choose: (waiting: readonly string[]) => number) {
    this.choose = choose;
  }

  /** Settles when this task is chosen. */
  turn(label: string): Promise<void> {
    return new Promise((goOn) => this.waiting.push({ label, goOn }));
  }

  /** Lets waiting tasks go on, one at a time, until the work settles; answers what it does. */
  async run<Result>(work: Promise<Result>): Promise<Result> {
    let isSettled = false;
    const settle = () => {
      isSettled = true;
    };
    work.then(settle, settle);
    while (!isSettled) {
      await eventLoopTurn();
      this.release();
    }
    return work;
  }

  private release(): void {
    if (this.waiting.length === 0) return;
    const choice = this.choose(this.waiting.map(({ label }) => label));
    const [chosen] = this.waiting.splice(Math.abs(choice) % this.waiting.length, 1);
    if (!chosen) return;
    this.order.push(chosen.label);
    chosen.goOn();
  }
}

/** By then everything that could go on without us has. */
function eventLoopTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
