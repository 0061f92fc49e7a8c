import { plainWrite } from '../control/overwrite';
import { InvalidUpdateError } from '../errors';
import { Channel } from './channel';
import { adopt } from './isolation';

const EMPTY = Symbol('empty');

/** Keeps the last value; at most one write a step. */
export class LastValue<Value = unknown> extends Channel<Value, Value> {
  protected value: unknown = EMPTY;
  private readonly makeDefault: (() => Value) | undefined;

  constructor(makeDefault?: () => Value) {
    super();
    this.makeDefault = makeDefault;
    if (makeDefault) this.value = adopt(makeDefault());
  }

  override fresh(): Channel {
    return new LastValue(this.makeDefault);
  }

  override restore(value: unknown): void {
    this.value = adopt(value);
  }

  override update(writes: readonly unknown[], name: string): boolean {
    this.value = this.preview(writes, name);
    return true;
  }

  override preview(writes: readonly unknown[], name: string): unknown {
    if (writes.length > 1) {
      throw new InvalidUpdateError(
        'INVALID_CONCURRENT_GRAPH_UPDATE',
        `Channel "${name}" got ${writes.length} writes in one step; give it a reducer to combine them, or let one node write it.`,
      );
    }
    return adopt(plainWrite(writes[0]));
  }

  override get isAvailable(): boolean {
    return this.value !== EMPTY;
  }

  override read(): unknown {
    return this.value === EMPTY ? undefined : this.value;
  }
}
