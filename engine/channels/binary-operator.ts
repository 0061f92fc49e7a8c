import { overwrittenValue, soleOverwrite } from '../control/overwrite';
import { Channel } from './channel';
import { adopt, taskCopy } from './isolation';

const EMPTY = Symbol('empty');

export type Reducer = (current: never, update: never) => unknown;

/** Folds a step's writes into its value by the user's reducer, in task order. `Overwrite` replaces instead. */
export class BinaryOperatorAggregate extends Channel {
  private value: unknown = EMPTY;
  private readonly reducer: (current: unknown, update: unknown) => unknown;
  private readonly makeDefault: (() => unknown) | undefined;

  constructor(reducer: Reducer, makeDefault?: () => unknown) {
    super();
    this.reducer = reducer as (current: unknown, update: unknown) => unknown;
    this.makeDefault = makeDefault;
    if (makeDefault) this.value = adopt(makeDefault());
  }

  override fresh(): Channel {
    return new BinaryOperatorAggregate(this.reducer as Reducer, this.makeDefault);
  }

  override restore(value: unknown): void {
    this.value = adopt(value);
  }

  override update(writes: readonly unknown[], name: string): boolean {
    const replacement = soleOverwrite(writes, name);
    if (replacement !== undefined) {
      this.value = adopt(overwrittenValue(replacement));
      return true;
    }
    for (const write of writes) {
      this.value = adopt(this.value === EMPTY ? write : this.reducer(taskCopy(this.value), write));
    }
    return true;
  }

  override get isAvailable(): boolean {
    return this.value !== EMPTY;
  }

  override read(): unknown {
    return this.value === EMPTY ? undefined : this.value;
  }

  override get hasReducer(): boolean {
    return true;
  }
}
