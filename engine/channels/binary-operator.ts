import type { OverwriteValue } from '../control/overwrite';
import { overwrittenValue, soleOverwrite } from '../control/overwrite';
import { Channel } from './channel';
import { foldOf } from './fold';
import { adoptAfter } from './growth';
import { adopt, isOwnedPlain, taskCopy } from './isolation';

const EMPTY = Symbol('empty');

/** Combines the current value with one write; must be a pure function. */
export type BinaryOperator<Value, Update> = (current: Value, update: Update) => Value;

/** What came of writes upon a value. */
interface Preview {
  value: unknown;
  writes: readonly unknown[];
  result: unknown;
}

/** Folds a step's writes into its value by the user's reducer, in task order. `Overwrite` replaces instead. */
export class BinaryOperatorAggregate<Value = unknown, Update = Value> extends Channel<
  Value,
  OverwriteValue<Value> | Update
> {
  private value: unknown = EMPTY;
  /** The latest that `update` may take over: most steps are those that a router was shown, and a long list costs. */
  private previewed: Preview | null = null;
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
    const { previewed } = this;
    this.previewed = null;
    const isKnown = previewed !== null && previewed.value === this.value && isSameList(previewed.writes, writes);
    this.value = isKnown ? previewed.result : this.folded(writes, name);
    return true;
  }

  override preview(writes: readonly unknown[], name: string): unknown {
    const result = this.folded(writes, name);
    this.previewed = isFixed(result) && writes.every(isOwnedPlain) ? { value: this.value, writes, result } : null;
    return result;
  }

  private folded(writes: readonly unknown[], name: string): unknown {
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

/** An object that nobody can change: the router it was shown to, neither. */
function isFixed(value: unknown): boolean {
  return typeof value === 'object' && value !== null && isOwnedPlain(value);
}

function isSameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((item, index) => Object.is(item, other[index]));
}
