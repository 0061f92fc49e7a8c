import type { Moment } from './story-plan';

/** Strikes at each of the story's moments, one after the other, until it is put out. */
export class Fuse {
  readonly #next: () => Moment | null;
  readonly #strike: () => void;
  #moment: Moment | null = null;
  #heard = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `next` answers null when there is to be no strike any more. */
  constructor(next: () => Moment | null, strike: () => void) {
    this.#next = next;
    this.#strike = strike;
    this.#rearm();
  }

  hearLine(): void {
    this.#heard++;
    this.#lightWhenDue();
  }

  putOut(): void {
    clearTimeout(this.#timer);
    this.#moment = null;
  }

  #rearm(): void {
    this.#moment = this.#next();
    this.#heard = 0;
    this.#lightWhenDue();
  }

  #lightWhenDue(): void {
    if (this.#moment === null || this.#heard !== this.#moment.afterLines) return;
    this.#timer = setTimeout(() => {
      this.#strike();
      this.#rearm();
    }, this.#moment.delayMs);
  }
}
