import { plainWrite } from '../control/overwrite';
import { InvalidUpdateError } from '../errors';
import { Channel } from './channel';

export interface UntrackedValueOptions<Value> {
  /** More than one write a step is an error. Default: true; else the last one counts. */
  guard?: boolean;
  /** What the channel holds when a run begins. */
  initialValueFactory?: () => Value;
}

/** A value that is never persisted and never copied: clients, sockets, caches. Lost when a run ends. */
export class UntrackedValueChannel<Value = unknown> extends Channel<Value, Value> {
  private value: unknown;
  private isFilled = false;
  private readonly isGuarded: boolean;
  private readonly makeDefault: (() => Value) | undefined;

  constructor({ guard = true, initialValueFactory }: UntrackedValueOptions<Value> = {}) {
    super();
    this.isGuarded = guard;
    this.makeDefault = initialValueFactory;
    if (initialValueFactory) {
      this.value = initialValueFactory();
      this.isFilled = true;
    }
  }

  override fresh(): UntrackedValueChannel {
    const { isGuarded, makeDefault } = this;
    return new UntrackedValueChannel({ guard: isGuarded, ...(makeDefault && { initialValueFactory: makeDefault }) });
  }

  override copy(): Channel {
    const copy = this.fresh();
    copy.value = this.value;
    copy.isFilled = this.isFilled;
    return copy;
  }

  override restore(): void {}

  override update(writes: readonly unknown[], name: string): boolean {
    if (this.isGuarded && writes.length > 1) {
      throw new InvalidUpdateError(
        'INVALID_CONCURRENT_GRAPH_UPDATE',
        `Untracked channel "${name}" takes one write a step and got ${writes.length}; let one node write it.`,
      );
    }
    this.value = plainWrite(writes[writes.length - 1]);
    this.isFilled = true;
    return true;
  }

  override get isTracked(): boolean {
    return false;
  }

  override get isAvailable(): boolean {
    return this.isFilled;
  }

  override read(): unknown {
    return this.value;
  }
}
