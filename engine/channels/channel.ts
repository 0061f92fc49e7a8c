/**
 * One object per state key. It holds the key's value during a run and takes all of a super-step's writes at once.
 *
 * Values inside a channel are frozen copies (see `isolation.ts`): what `read` answers may be shared freely. The type
 * parameters are what a node reads and what it may write.
 */
export abstract class Channel<Value = unknown, Update = unknown> {
  /** Types only; never there at run time. */
  declare readonly ValueType: Value;
  declare readonly UpdateType: Update;

  /** An empty channel of the same definition: each run has its own. */
  abstract fresh(): Channel;
  /** One of the same definition that holds the same, to try writes on. */
  copy(): Channel {
    const copy = this.fresh();
    if (this.isSaved) copy.restore(this.save());
    return copy;
  }
  /** Puts a saved value back. */
  abstract restore(value: unknown): void;
  /**
   * Takes one step's writes, in task order. Never called with none.
   * @returns whether the channel counts as changed
   * @throws InvalidUpdateError when the writes can't be combined
   */
  abstract update(writes: readonly unknown[], name: string): boolean;
  /** Takes writes made between two steps, by a Command or an edit: they join what the channel holds for the next one. */
  amend(writes: readonly unknown[], name: string): boolean {
    return this.update(writes, name);
  }
  /** What it would read after these writes; it stays as it is. Throws like `update`. */
  preview(writes: readonly unknown[], name: string): unknown {
    const copy = this.copy();
    copy.update(writes, name);
    return copy.read();
  }
  abstract readonly isAvailable: boolean;
  /** The value; undefined while the channel is empty. */
  abstract read(): unknown;

  /** False for values that are never persisted. */
  get isTracked(): boolean {
    return true;
  }

  /** True when the value is visible for the next step only. */
  get isTransient(): boolean {
    return false;
  }

  /** Empties a transient channel. */
  clear(): void {}

  /** Called when a task that this channel triggered has run. Returns whether the channel changed. */
  consume(): boolean {
    return false;
  }

  /** Called when nothing is left to run. Returns whether the channel became available by that. */
  finish(): boolean {
    return false;
  }

  /** True when a checkpoint has to hold something for this channel. */
  get isSaved(): boolean {
    return this.isTracked && this.isAvailable;
  }

  /** What is saved; the same as what is read, unless a channel keeps more. Asked only while `isSaved`. */
  save(): unknown {
    return this.read();
  }

  /** True when writes are combined by a reducer, so that an edit has to say whether it replaces. */
  get hasReducer(): boolean {
    return false;
  }
}

/** True for a channel of any copy of the engine. */
export function isChannel(value: unknown): value is Channel {
  if (typeof value !== 'object' || value === null) return false;
  const { fresh, restore, update } = value as Partial<Channel>;
  return typeof fresh === 'function' && typeof restore === 'function' && typeof update === 'function';
}
