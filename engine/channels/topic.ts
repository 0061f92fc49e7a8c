import { overwrittenValue, soleOverwrite } from '../control/overwrite';
import { Channel } from './channel';
import { adopt } from './isolation';

interface TopicOptions {
  /** Keeps what earlier steps wrote. Default: the list is visible for one step. */
  isAccumulating?: boolean;
  /** Drops values that are already in the list (by identity, as in a Set). */
  isUnique?: boolean;
}

/** A list that many tasks add to. A write that is an array adds each of its items. */
export class Topic extends Channel {
  private values: readonly unknown[] = Object.freeze([]);
  private readonly options: TopicOptions;

  constructor(options: TopicOptions = {}) {
    super();
    this.options = options;
  }

  override fresh(): Channel {
    return new Topic(this.options);
  }

  override restore(value: unknown): void {
    this.values = adopt(value) as readonly unknown[];
  }

  override update(writes: readonly unknown[], name: string): boolean {
    return this.take(writes, name, this.options.isAccumulating ? this.values : []);
  }

  override amend(writes: readonly unknown[], name: string): boolean {
    return this.take(writes, name, this.values);
  }

  private take(writes: readonly unknown[], name: string, kept: readonly unknown[]): boolean {
    const replacement = soleOverwrite(writes, name);
    const added = replacement === undefined ? [...kept, ...writes.flat(1)] : listOf(overwrittenValue(replacement));
    this.values = adopt(this.options.isUnique ? [...new Set(added)] : added) as readonly unknown[];
    return added.length > 0 || kept.length > 0 || replacement !== undefined;
  }

  override get isTransient(): boolean {
    return !this.options.isAccumulating;
  }

  override clear(): void {
    this.values = Object.freeze([]);
  }

  override get isAvailable(): boolean {
    return this.values.length > 0;
  }

  override read(): unknown {
    return this.values;
  }

  override get hasReducer(): boolean {
    return true;
  }
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}
