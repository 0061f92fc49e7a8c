/** An expression without an end is known by its first state. */
const FIRST = 1;
const GROWTH = 8;
const MOST = 512;
/** A slice that takes longer keeps the hits in it waiting. */
const AIM_MS = 60;

/** How many states to look at in one go: many where they are quick, so that hits are told soon and round trips cost little. */
export class Pace {
  #size = FIRST;

  get size(): number {
    return this.#size;
  }

  /** What took how long. */
  took(count: number, ms: number): void {
    const aimed = Math.floor((count / Math.max(ms, 0.1)) * AIM_MS);
    this.#size = Math.max(1, Math.min(MOST, aimed, this.#size * GROWTH));
  }
}
