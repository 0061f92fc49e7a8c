import type { JsonSchema, StandardSchema } from './standard-schema';

const BRAND = Symbol.for('langgraph.state.reduced_value');

/** Typed as a method, so that a field of lists of strings is a field of anything. */
type Reduce<Value, Input> = { reduce(current: Value, next: Input): Value }['reduce'];

interface ReducerOf<Value, Input> {
  /** Combines the current value with one write; must be a pure function. */
  reducer: (current: Value, next: Input) => Value;
  /** Merged into the key's JSON Schema. */
  jsonSchemaExtra?: JsonSchema;
}

interface ReducerWithSchema<Value, Input> extends ReducerOf<Value, Input> {
  inputSchema: StandardSchema<unknown, Input>;
}

/** With an `inputSchema` the reducer may take writes of another type than it holds; else writes fit the value's schema. */
export type ReducedValueInit<Value = unknown, Input = Value> =
  | ReducerWithSchema<Value, Input>
  | ReducerOf<Value, Value>;

/**
 * A key of a `StateSchema` whose writes a reducer combines. Each write is checked first, against `inputSchema` or else
 * the value's own schema, whose default is what the reducer begins with.
 */
export class ReducedValue<Value = unknown, Input = Value> {
  readonly valueSchema: StandardSchema<unknown, Value>;
  readonly inputSchema: StandardSchema<unknown, Input | Value>;
  readonly reducer: Reduce<Value, Input>;
  readonly jsonSchemaExtra: JsonSchema | undefined;
  /** Types only; never there at run time. */
  declare readonly ValueType: Value;
  declare readonly InputType: Input;

  constructor(valueSchema: StandardSchema<unknown, Value>, init: ReducerWithSchema<Value, Input>);
  constructor(valueSchema: StandardSchema<Input, Value>, init: ReducerOf<Value, Value>);
  constructor(valueSchema: StandardSchema<unknown, Value>, init: ReducedValueInit<Value, Input>) {
    this.valueSchema = valueSchema;
    this.inputSchema = 'inputSchema' in init ? init.inputSchema : valueSchema;
    this.reducer = init.reducer as Reduce<Value, Input>;
    this.jsonSchemaExtra = init.jsonSchemaExtra;
  }

  get [BRAND](): true {
    return true;
  }

  static isInstance(value: unknown): value is ReducedValue {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}
