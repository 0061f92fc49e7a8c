import type { OverwriteValue } from '../control/overwrite';
import { overwrittenValue, soleOverwrite } from '../control/overwrite';
import { Channel } from './channel';
import { foldOf } from './fold';
import { adoptAfter } from './growth';
import { adopt, taskCopy } from './isolation';

const EMPTY = Symbol('empty');

/** Combines the current value with one write; must be a pure function. */
export type BinaryOperator<Value, Update> = (current: Value, update: Update) => Value;

/** Folds a step's writes into its value by the user's reducer, in task order. `Overwrite` replaces instead. */
export class BinaryOperatorAggregate<Value = unknown, Update = Value> extends Channel<
  Value,
  OverwriteValue<Value> | Update
> {
  private value: unknown = EMPTY;
  readonly reducer: BinaryOperator<unknown, unknown>;
  private readonly makeDefault: (() => Value) | undefined;

  constructor(reducer: BinaryOperator<Value, Update>, makeDefault?: () => Value) {
    super();
    this.reducer = reducer as BinaryOperator<unknown, unknown>;
    this.makeDefault = makeDefault;
    if (makeDefault) this.value = adopt(makeDefault());
  }

  override fresh(): Channel {
    return new BinaryOperatorAggregate(this.reducer, this.makeDefault);
  }

  override restore(value: unknown): void {
    this.value = adopt(value);
  }

  override update(writes: readonly unknown[], name: string): boolean {
    this.value = this.preview(writes, name);
    return true;
  }

  override preview(writes: readonly unknown[], name: string): unknown {
    const replacement = soleOverwrite(writes, name);
    if (replacement !== undefined) return adopt(overwrittenValue(replacement));
    let { value } = this;
    for (const write of writes) value = value === EMPTY ? adopt(write) : this.reduced(value, write);
    return value;
  }

  private reduced(value: unknown, write: unknown): unknown {
    return foldOf(this.reducer)?.(value, write) ?? adoptAfter(value, this.reducer(taskCopy(value), write));
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
