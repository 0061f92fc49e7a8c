import { plainWrite } from '../control/overwrite';
import { InvalidUpdateError } from '../errors';
import { Channel } from './channel';
import { adopt } from './isolation';

/** A value that is visible for exactly the next step. `isGuarded`: more than one write a step is an error. */
export class EphemeralValue<Value = unknown> extends Channel<Value, Value> {
  private value: unknown;
  private isFilled = false;
  private readonly isGuarded: boolean;

  constructor(isGuarded = true) {
    super();
    this.isGuarded = isGuarded;
  }

  override fresh(): Channel {
    return new EphemeralValue(this.isGuarded);
  }

  override restore(value: unknown): void {
    this.value = adopt(value);
    this.isFilled = true;
  }

  override update(writes: readonly unknown[], name: string): boolean {
    if (this.isGuarded && writes.length > 1) {
      throw new InvalidUpdateError(
        'INVALID_CONCURRENT_GRAPH_UPDATE',
        `Channel "${name}" takes one write a step and got ${writes.length}; let one node write it.`,
      );
    }
    this.restore(plainWrite(writes[writes.length - 1]));
    return true;
  }

  override get isTransient(): boolean {
    return true;
  }

  override clear(): void {
    this.value = undefined;
    this.isFilled = false;
  }

  override get isAvailable(): boolean {
    return this.isFilled;
  }

  override read(): unknown {
    return this.value;
  }
}
