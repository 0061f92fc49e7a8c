import type { JsonSchema, StandardSchema } from './standard-schema';

const BRAND = Symbol.for('langgraph.state.delta_value');

/** Typed as a method, so that a field of lists of strings is a field of anything. */
type Reduce<Value, Input> = { reduce(current: Value, writes: Input[]): Value }['reduce'];

interface ReducerOf<Value, Input> {
  /** Combines the current value with all of a step's writes; must be a pure function. */
  reducer: (current: Value, writes: Input[]) => Value;
  /** Accepted for LangGraph.js files; storage decides by itself when it writes a full value. */
  snapshotFrequency?: number;
  /** Merged into the key's JSON Schema. */
  jsonSchemaExtra?: JsonSchema;
}

interface ReducerWithSchema<Value, Input> extends ReducerOf<Value, Input> {
  inputSchema: StandardSchema<unknown, Input>;
}

export type DeltaValueInit<Value = unknown, Input = Value> = ReducerWithSchema<Value, Input> | ReducerOf<Value, Value>;

/** A `ReducedValue` whose reducer takes a step's writes at once: see `DeltaChannel`. */
export class DeltaValue<Value = unknown, Input = Value> {
  readonly valueSchema: StandardSchema<unknown, Value>;
  readonly inputSchema: StandardSchema<unknown, Input | Value>;
  readonly reducer: Reduce<Value, Input>;
  readonly snapshotFrequency: number | undefined;
  readonly jsonSchemaExtra: JsonSchema | undefined;
  /** Types only; never there at run time. */
  declare readonly ValueType: Value;
  declare readonly InputType: Input;

  constructor(valueSchema: StandardSchema<unknown, Value>, init: ReducerWithSchema<Value, Input>);
  constructor(valueSchema: StandardSchema<Input, Value>, init: ReducerOf<Value, Value>);
  constructor(valueSchema: StandardSchema<unknown, Value>, init: DeltaValueInit<Value, Input>) {
    this.valueSchema = valueSchema;
    this.inputSchema = 'inputSchema' in init ? init.inputSchema : valueSchema;
    this.reducer = init.reducer as Reduce<Value, Input>;
    this.snapshotFrequency = init.snapshotFrequency;
    this.jsonSchemaExtra = init.jsonSchemaExtra;
  }

  get [BRAND](): true {
    return true;
  }

  static isInstance(value: unknown): value is DeltaValue {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}
