import type { Channel } from '../channels/channel';
import type { OverwriteValue } from '../control/overwrite';
import type { NodeFunction } from './node-function';
import type { JsonSchema, StandardSchema } from './standard-schema';
import type { ResolvedField, StateSchemaField } from './state-field';
import { checkWrite, fieldOfStateSchema, hasDefault, jsonSchemaOfField } from './state-field';

const BRAND = Symbol.for('langgraph.state.state_schema');

export type StateSchemaFields = { [key: string]: StateSchemaField };

type SchemaTypes<Schema> = Schema extends StandardSchema ? NonNullable<Schema['~standard']['types']> : never;
type ValueOf<Field> = Field extends { readonly ValueType: infer Value } ? Value : SchemaTypes<Field>['output'];
type WriteOf<Field> = Field extends { readonly ValueType: infer Value; readonly InputType: infer Input }
  ? OverwriteValue<Value> | Input
  : Field extends { readonly ValueType: infer Value }
    ? Value
    : SchemaTypes<Field>['input'];

/** The state that nodes read. */
export type InferStateSchemaValue<Fields extends StateSchemaFields> = { [Key in keyof Fields]: ValueOf<Fields[Key]> };

/** What nodes may return: any of the keys. */
export type InferStateSchemaUpdate<Fields extends StateSchemaFields> = {
  [Key in keyof Fields]?: WriteOf<Fields[Key]>;
};

export type StateSchemaFieldToChannel<Field> = Channel<ValueOf<Field>, WriteOf<Field>>;

export type StateSchemaFieldsToStateDefinition<Fields extends StateSchemaFields> = {
  [Key in keyof Fields]: StateSchemaFieldToChannel<Fields[Key]>;
};

/** Any `StateSchema`, for constraints. */
export interface AnyStateSchema {
  readonly fields: StateSchemaFields;
  readonly [BRAND]: true;
}

/**
 * A state whose keys are schemas (zod, Valibot, any Standard Schema), `ReducedValue`, `UntrackedValue` or `MessagesValue`.
 * Inputs and what nodes return are checked against them. `typeof State.State` is what nodes read, `typeof State.Update`
 * what they return, `typeof State.Node` a node's function.
 * @throws GraphValidationError for a key that is none of these
 */
export class StateSchema<Fields extends StateSchemaFields> implements AnyStateSchema {
  readonly fields: Fields;
  declare readonly State: InferStateSchemaValue<Fields>;
  declare readonly Update: InferStateSchemaUpdate<Fields>;
  declare readonly Node: NodeFunction<InferStateSchemaValue<Fields>, InferStateSchemaUpdate<Fields>>;
  private readonly resolved: ReadonlyMap<string, ResolvedField>;

  constructor(fields: Fields) {
    this.fields = fields;
    this.resolved = new Map(Object.entries(fields).map(([name, field]) => [name, fieldOfStateSchema(name, field)]));
  }

  get [BRAND](): true {
    return true;
  }

  /** The keys with their channels and checks, as a graph uses them. */
  getFields(): ReadonlyMap<string, ResolvedField> {
    return this.resolved;
  }

  /** The keys' channels. */
  getChannels(): Record<string, Channel> {
    return Object.fromEntries([...this.resolved.values()].map(({ name, channel }) => [name, channel]));
  }

  /** JSON Schema of the state; keys whose library can't say their shape are left out. */
  getJsonSchema(): JsonSchema {
    const properties = this.jsonSchemas('value');
    const required = Object.keys(properties).filter((name) => !hasDefault(name, this.fields[name]));
    return { type: 'object', properties, ...(required.length > 0 && { required }) };
  }

  /** JSON Schema of an update or an input: what each key takes, none of them required. */
  getInputJsonSchema(): JsonSchema {
    return { type: 'object', properties: this.jsonSchemas('write') };
  }

  private jsonSchemas(side: 'value' | 'write'): Record<string, JsonSchema> {
    const found = Object.entries(this.fields).map(([name, field]) => [name, jsonSchemaOfField(name, field, side)]);
    return Object.fromEntries(found.filter(([, json]) => json !== undefined));
  }

  getChannelKeys(): string[] {
    return [...this.resolved.keys()];
  }

  getAllKeys(): string[] {
    return [...this.resolved.keys()];
  }

  /**
   * The same data, checked key by key, with the schemas' coercions; keys that the state does not have are left alone.
   * @throws InvalidUpdateError for a value that does not fit
   */
  async validateInput<Data>(data: Data): Promise<Data> {
    if (typeof data !== 'object' || data === null) return data;
    const checked = Object.entries(data).map(([name, value]) => {
      const field = this.resolved.get(name);
      return [name, field ? checkWrite(field, value, 'The data') : value];
    });
    return Object.fromEntries(checked) as Data;
  }

  /** True for one of any copy of the engine. */
  static isInstance(value: unknown): value is StateSchema<StateSchemaFields> {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}
