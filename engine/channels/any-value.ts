import { plainWrite } from '../control/overwrite';
import { Channel } from './channel';
import { adopt } from './isolation';

/** Many writers a step, of which the last one counts: for writers that all say the same. */
export class AnyValue<Value = unknown> extends Channel<Value, Value> {
  private value: unknown;
  private isFilled = false;

  override fresh(): Channel {
    return new AnyValue();
  }

  override restore(value: unknown): void {
    this.value = adopt(value);
    this.isFilled = true;
  }

  override update(writes: readonly unknown[]): boolean {
    this.restore(plainWrite(writes[writes.length - 1]));
    return true;
  }

  override get isAvailable(): boolean {
    return this.isFilled;
  }

  override read(): unknown {
    return this.value;
  }
}
