import type { OverwriteValue } from '../control/overwrite';
import { overwrittenValue, soleOverwrite } from '../control/overwrite';
import { Channel } from './channel';
import { adoptAfter } from './growth';
import { adopt } from './isolation';

export interface TopicOptions {
  /** Keeps what earlier steps wrote. Default: the list is visible for one step. */
  accumulate?: boolean;
  /** Drops what was written before, by identity as in a Set; also what is no longer in the list. */
  unique?: boolean;
}

const NONE: readonly unknown[] = Object.freeze([]);

/** A list that many tasks add to. A write that is an array adds each of its items. */
export class Topic<Value = unknown> extends Channel<Value[], OverwriteValue<Value[]> | Value | Value[]> {
  private values = NONE;
  /** Everything that was ever written; null unless that is more than what the list holds and matters. */
  private readonly seen: Set<unknown> | null;
  private readonly isUnique: boolean;
  private readonly isAccumulating: boolean;

  constructor({ unique = false, accumulate = false }: TopicOptions = {}) {
    super();
    this.isUnique = unique;
    this.isAccumulating = accumulate;
    this.seen = unique && !accumulate ? new Set() : null;
  }

  override fresh(): Channel {
    return new Topic({ unique: this.isUnique, accumulate: this.isAccumulating });
  }

  override restore(saved: unknown): void {
    if (!this.seen) {
      this.values = adopt(saved) as readonly unknown[];
      return;
    }
    const [seen, values] = saved as [unknown[], unknown[]];
    for (const value of adopt(seen)) this.seen.add(value);
    this.values = adopt(values);
  }

  override update(writes: readonly unknown[], name: string): boolean {
    return this.take(writes, name, this.isAccumulating ? this.values : NONE);
  }

  override amend(writes: readonly unknown[], name: string): boolean {
    return this.take(writes, name, this.values);
  }

  private take(writes: readonly unknown[], name: string, kept: readonly unknown[]): boolean {
    const had = this.values.length;
    const replacement = soleOverwrite(writes, name);
    if (replacement !== undefined) {
      this.values = adopt(listOf(overwrittenValue(replacement)));
      return true;
    }
    const added = this.isUnique ? this.unseen(writes.flat(1)) : writes.flat(1);
    if (added.length > 0) this.values = adoptAfter(kept, [...kept, ...added]) as readonly unknown[];
    else this.values = kept;
    return added.length > 0 || kept.length !== had;
  }

  private unseen(values: readonly unknown[]): unknown[] {
    const seen = this.seen ?? new Set(this.values);
    return values.filter((value) => {
      if (seen.has(value)) return false;
      seen.add(value);
      return true;
    });
  }

  override get isTransient(): boolean {
    return !this.isAccumulating;
  }

  override clear(): void {
    this.values = NONE;
  }

  override get isAvailable(): boolean {
    return this.values.length > 0;
  }

  override read(): unknown {
    return this.values;
  }

  override get isSaved(): boolean {
    return this.values.length > 0 || (this.seen?.size ?? 0) > 0;
  }

  /** `[everything seen, the list]` where the list forgets and repetitions matter; else the list. */
  override save(): unknown {
    return this.seen ? [[...this.seen], this.values] : this.values;
  }

  override get hasReducer(): boolean {
    return true;
  }
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}
