import { InvalidUpdateError } from '../errors';
import { Channel } from './channel';

/** Becomes available when every one of its names was written; drives `addEdge([a, b], c)`. */
export class NamedBarrier<Value extends string = string> extends Channel<undefined, Value> {
  protected readonly names: ReadonlySet<Value>;
  private seen = new Set<string>();

  constructor(names: Iterable<Value>) {
    super();
    this.names = new Set(names);
  }

  override fresh(): Channel {
    return new NamedBarrier(this.names);
  }

  override restore(value: unknown): void {
    this.seen = new Set(value as Iterable<string>);
  }

  override update(writes: readonly unknown[], name: string): boolean {
    let isChanged = false;
    for (const write of writes) {
      if (typeof write !== 'string' || !(this.names as ReadonlySet<string>).has(write)) {
        throw new InvalidUpdateError(
          'INVALID_CONCURRENT_GRAPH_UPDATE',
          `Channel "${name}" waits for ${[...this.names].join(', ')} and was written by ${String(write)}.`,
        );
      }
      if (!this.seen.has(write)) {
        this.seen.add(write);
        isChanged = true;
      }
    }
    return isChanged;
  }

  override consume(): boolean {
    if (!this.isAvailable) return false;
    this.seen = new Set();
    return true;
  }

  override get isAvailable(): boolean {
    return this.seen.size === this.names.size;
  }

  override read(): unknown {
    return undefined;
  }

  override get isSaved(): boolean {
    return this.seen.size > 0;
  }

  /** The names seen so far, sorted so that equal states are equal bytes. */
  override save(): unknown {
    return [...this.seen].sort();
  }
}
