import type { OverwriteValue } from '../control/overwrite';
import { overwrittenValue, soleOverwrite } from '../control/overwrite';
import { EngineError } from '../errors';
import { Channel } from './channel';
import { adoptAfter } from './growth';
import { adopt, taskCopy } from './isolation';

/** Combines the current value with all of a step's writes in one call; must be a pure function. */
export type DeltaReducer<Value, Update = unknown> = (current: Value, writes: Update[]) => Value;

export interface DeltaChannelOptions<Value> {
  /** Accepted for LangGraph.js files; storage decides by itself when it writes a full value. */
  snapshotFrequency?: number;
  /** What the reducer begins with. Default: an empty list. */
  initialValueFactory?: () => Value;
}

/**
 * A reducer channel whose reducer takes a step's writes at once. LangGraph.js needs it to keep long lists cheap to store;
 * here every channel is stored by what changed, so it is for files written for LangGraph.js.
 */
export class DeltaChannel<Value = unknown, Update = unknown> extends Channel<Value, OverwriteValue<Value> | Update> {
  private value: unknown;
  readonly reducer: DeltaReducer<unknown, unknown>;
  private readonly options: DeltaChannelOptions<unknown>;

  /** @throws EngineError INVALID_GRAPH when `snapshotFrequency` is no positive whole number */
  constructor(reducer: DeltaReducer<Value, Update>, options: DeltaChannelOptions<Value> = {}) {
    super();
    const { snapshotFrequency = 1 } = options;
    if (!Number.isInteger(snapshotFrequency) || snapshotFrequency <= 0) {
      throw new EngineError(
        'INVALID_GRAPH',
        `snapshotFrequency must be a whole number above 0, or left out; got ${snapshotFrequency}.`,
      );
    }
    this.reducer = reducer as DeltaReducer<unknown, unknown>;
    this.options = options;
    this.value = this.initialValue();
  }

  override fresh(): Channel {
    return new DeltaChannel(this.reducer, this.options);
  }

  override restore(value: unknown): void {
    this.value = adopt(value);
  }

  override update(writes: readonly unknown[], name: string): boolean {
    const replacement = soleOverwrite(writes, name);
    if (replacement === undefined) this.value = adoptAfter(this.value, this.reducer(taskCopy(this.value), [...writes]));
    else this.value = adopt(overwrittenValue(replacement) ?? this.initialValue());
    return true;
  }

  private initialValue(): unknown {
    return adopt(this.options.initialValueFactory ? this.options.initialValueFactory() : []);
  }

  override get isAvailable(): boolean {
    return this.value !== undefined;
  }

  override read(): unknown {
    return this.value;
  }

  override get hasReducer(): boolean {
    return true;
  }
}
