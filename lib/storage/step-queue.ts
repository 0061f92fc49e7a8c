import { Deferred } from './deferred';
import { Lru } from './lru';
import type { PlacedWrites, Strand, StrandOutcome, WritesPlace } from './step-group';
import { checkpointKey, StepGroup } from './step-group';
import type { StepRows } from './step-rows';

/**
 * A node that never lets the event loop turn finds the steps before it durable all the same once so long has passed. As long as
 * the engine's loop works without letting it turn: a shorter wait makes smaller groups, each of which costs a wait for the disk.
 */
const MAX_WAIT_MS = 8;
/** Checkpoints that could not be saved and are remembered, so that nothing is saved behind them. */
const MAX_REFUSED = 5_000;

export interface QueueOptions {
  /** Saves the strands in one transaction. What became of each; one that is not `saved` has left nothing. */
  write: (strands: readonly Strand[]) => StrandOutcome[] | Promise<StrandOutcome[]>;
  onSaved: (threadId: string) => void;
  now?: () => number;
  /** Calls back when the event loop turns. */
  onTurn?: (callback: () => void) => void;
}

export interface StepOptions {
  /** Whether it may be saved together with what comes soon. */
  mayWait: boolean;
  /** Makes the error for a branch that doesn't end at the step's parent. */
  conflict: () => Error;
  /** Called before anybody who waits for the step goes on. */
  over: (isSaved: boolean) => void;
}

/**
 * Steps and writes that are saved together: while one group is being saved, those that come next gather in the one behind
 * it, and each group is one transaction.
 *
 * Invariants
 * Q1. What builds on a checkpoint is saved after it or with it, never without it: when a strand fails, what begins in it
 *     fails with the same error, in its group or in a later one; until somebody finds the checkpoint saved all the same,
 *     since a connection may be lost between the commit and its answer.
 * Q2. Strands of one group don't know of each other: one that fails leaves the others alone.
 * Q3. One group at a time is being saved. Callers that may wait do so (`room`) while another full one is behind it.
 */
export class StepQueue {
  readonly #options: Required<QueueOptions>;
  readonly #refused = new Lru<Refusal>(MAX_REFUSED);
  /** Those that wait, oldest first; only the last one takes more. */
  readonly #groups: StepGroup<QueuedStrand>[] = [];
  #inFlight: readonly QueuedStrand[] | null = null;
  #room: Deferred | null = null;
  #isScheduled = false;
  /** When the last group was given away. */
  #sentAt: number;

  constructor({ now = () => performance.now(), onTurn = setImmediate, ...options }: QueueOptions) {
    this.#options = { now, onTurn, ...options };
    this.#sentAt = now();
  }

  /** Settles when the step is durable; answers nothing when it is so at once. Steps of one strand have one promise. */
  addStep(rows: StepRows, options: StepOptions): void | Promise<void> {
    const group = this.#groupThat((last) => last.mayTakeStep(rows));
    const strand = group.addStep(rows, (from) => new QueuedStrand(rows.threadId, from));
    strand.options.push(options);
    return this.#added(strand, options.mayWait);
  }

  addWrites(placed: PlacedWrites): void | Promise<void> {
    const group = this.#groupThat((last) => last.mayTakeWrites(placed));
    return this.#added(
      group.addWrites(placed, (from) => new QueuedStrand(placed.place.threadId, from)),
      true,
    );
  }

  /** The checkpoint is stored: it may be gone on from, whatever was told of it. */
  found(checkpoint: WritesPlace): void {
    this.#refused.delete(checkpointKey(checkpoint, checkpoint.checkpointId));
  }

  /** Settles when there is room for another step. */
  room(): void | Promise<void> {
    if (this.#hasRoom()) return;
    this.send();
    if (this.#hasRoom()) return;
    this.#room ??= new Deferred();
    return this.#room.promise;
  }

  /** Settles when all that was given so far for a thread, or for all of them, was saved or has failed. */
  settle(threadId?: string): void | Promise<void> {
    this.send();
    const groups = this.#inFlight ? [this.#inFlight, ...this.#waiting()] : this.#waiting();
    const strands = groups.flat().filter((strand) => threadId === undefined || strand.threadId === threadId);
    if (strands.length > 0) return Promise.allSettled(strands.map((strand) => strand.settled())).then(() => {});
  }

  /** Saves what waits, group by group, as far as nothing has to be waited for. */
  send(): void {
    while (this.#inFlight === null) {
      const group = this.#groups.shift();
      if (group === undefined) return;
      const strands = group.strands.filter((strand) => !this.#isRefused(strand));
      if (strands.length > 0) this.#save(strands);
      this.#sentAt = this.#options.now();
      this.#makeRoom();
    }
  }

  #waiting(): QueuedStrand[][] {
    return this.#groups.map(({ strands }) => strands);
  }

  #groupThat(mayTake: (last: StepGroup<QueuedStrand>) => boolean): StepGroup<QueuedStrand> {
    const last = this.#groups.at(-1);
    if (last !== undefined && !last.isFull && mayTake(last)) return last;
    const group = new StepGroup<QueuedStrand>();
    this.#groups.push(group);
    return group;
  }

  #added(strand: QueuedStrand, mayWait: boolean): void | Promise<void> {
    const isDue = !mayWait || this.#groups[0]?.isFull === true || this.#options.now() - this.#sentAt >= MAX_WAIT_MS;
    if (isDue) this.send();
    else this.#sendOnTurn();
    if (!strand.isSaved) return strand.settled();
  }

  #sendOnTurn(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#options.onTurn(() => {
      this.#isScheduled = false;
      this.send();
    });
  }

  #save(strands: readonly QueuedStrand[]): void {
    const answer = this.#write(strands);
    if (!(answer instanceof Promise)) {
      this.#finish(strands, answer);
      return;
    }
    this.#inFlight = strands;
    answer.then(
      (outcomes) => this.#arrived(strands, outcomes),
      (error) => this.#arrived(strands, allFailed(strands, error)),
    );
  }

  #write(strands: readonly QueuedStrand[]): StrandOutcome[] | Promise<StrandOutcome[]> {
    try {
      return this.#options.write(strands);
    } catch (error) {
      return allFailed(strands, error);
    }
  }

  #arrived(strands: readonly QueuedStrand[], outcomes: readonly StrandOutcome[]): void {
    this.#inFlight = null;
    this.#finish(strands, outcomes);
    this.send();
  }

  #finish(strands: readonly QueuedStrand[], outcomes: readonly StrandOutcome[]): void {
    for (const [index, strand] of strands.entries()) {
      const outcome = outcomes[index] ?? 'conflict';
      if (outcome !== 'saved') {
        this.#refuse(strand, outcome === 'conflict' ? { error: strand.conflict() } : outcome);
        continue;
      }
      strand.succeed();
      this.#options.onSaved(strand.threadId);
    }
  }

  /** Q1 */
  #isRefused(strand: QueuedStrand): boolean {
    const refusal = strand.refusal ?? this.#refused.get(strand.from);
    if (refusal === undefined) return false;
    this.#refuse(strand, refusal);
    return true;
  }

  #refuse(strand: QueuedStrand, refusal: Refusal): void {
    strand.fail(refusal);
    for (const rows of strand.steps) this.#refused.set(checkpointKey(rows, rows.checkpointId), refusal);
    if (strand.steps.length > 0) return;
    // Their checkpoint is there and may be gone on from later, but not by the step that was to include them.
    for (const waiting of this.#waiting().flat()) if (waiting.from === strand.from) waiting.refusal = refusal;
  }

  #hasRoom(): boolean {
    return this.#groups.length === 0 || (this.#groups.length === 1 && this.#groups[0]?.isFull === false);
  }

  #makeRoom(): void {
    if (this.#room === null || !this.#hasRoom()) return;
    this.#room.resolve();
    this.#room = null;
  }
}

function allFailed(strands: readonly Strand[], error: unknown): StrandOutcome[] {
  return strands.map(() => ({ error }));
}

interface Refusal {
  error: unknown;
}

class QueuedStrand implements Strand {
  readonly threadId: string;
  readonly from: string;
  tip: string;
  readonly steps: StepRows[] = [];
  readonly writes: PlacedWrites[] = [];
  /** Of each step. */
  readonly options: StepOptions[] = [];
  isSaved = false;
  /** Set once it is known that it can't be saved. */
  refusal: Refusal | undefined;
  #deferred: Deferred | null = null;

  constructor(threadId: string, from: string) {
    this.threadId = threadId;
    this.from = from;
    this.tip = from;
  }

  /** Its branch doesn't end at the first step's parent. Writes without steps have no branch. */
  conflict(): Error | undefined {
    return this.options[0]?.conflict();
  }

  settled(): Promise<void> {
    this.#deferred ??= new Deferred();
    if (this.isSaved) this.#deferred.resolve();
    else if (this.refusal) this.#deferred.reject(this.refusal.error);
    return this.#deferred.promise;
  }

  succeed(): void {
    this.isSaved = true;
    for (const { over } of this.options) over(true);
    this.#deferred?.resolve();
  }

  fail(refusal: Refusal): void {
    this.refusal = refusal;
    for (const { over } of this.options) over(false);
    this.#deferred?.reject(refusal.error);
  }
}
