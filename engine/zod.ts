import { z } from 'zod';
import type { FieldMeta } from './graph/schema';
import { FIELD_META } from './graph/schema';
import type { JsonSchema } from './graph/standard-schema';
import type { ReducedSchema } from './graph/state-types';
import type { BaseMessage, Messages } from './messages/message';
import { messagesStateReducer } from './messages/messages-reducer';

/** What a zod field is to a graph: how its writes combine, what it begins with, and what its JSON Schema says besides. */
export interface SchemaMeta<Value = unknown, Update = Value> {
  /** Writes are checked against `schema`, or else against the field's own. */
  reducer?: { fn: (current: Value, update: Update) => Value; schema?: z.core.$ZodType<Update> };
  default?: () => Value;
  jsonSchemaExtra?: JsonSchema & { langgraph_nodes?: string[]; langgraph_type?: 'prompt' | 'messages' };
}

interface StoredMeta {
  // Zod substitutes types in a registry's metadata; a method is compared loosely enough to survive that.
  reducer?: { fn(current: unknown, update: unknown): unknown; schema?: unknown };
  default?: () => unknown;
  jsonSchemaExtra?: JsonSchema;
  [key: string]: unknown;
}

/** A zod registry that `register` knows, so that the types of a field's writes are not lost. */
export class LanggraphZodMetaRegistry extends z.core.$ZodRegistry<StoredMeta> {
  declare readonly keeps: 'retrograph.field-meta';
}

declare module 'zod' {
  interface ZodType<
    out Output = unknown,
    out Input = unknown,
    out Internals extends z.core.$ZodTypeInternals<Output, Input> = z.core.$ZodTypeInternals<Output, Input>,
  > extends z.core.$ZodType<Output, Input, Internals> {
    register<Registry extends LanggraphZodMetaRegistry, Value = z.core.output<this>, Update = Value>(
      registry: Registry,
      meta: SchemaMeta<Value, Update>,
    ): ReducedSchema<this, Update>;
  }
}

type Holder = { [FIELD_META]?: LanggraphZodMetaRegistry };

/** Keeps each field's reducer and default: `z.array(z.string()).register(registry, { reducer: { fn }, default })`. */
export const registry: LanggraphZodMetaRegistry = sharedRegistry();

/** One registry for the process: a bundler may load this module twice. */
function sharedRegistry(): LanggraphZodMetaRegistry {
  const holder = globalThis as Holder;
  holder[FIELD_META] ??= new LanggraphZodMetaRegistry();
  return holder[FIELD_META];
}

/** Adds a reducer and a default to a zod field: `withLangGraph(z.array(z.string()), { reducer: { fn: (a, b) => a.concat(b) } })`. */
export function withLangGraph<Schema extends z.core.$ZodType>(
  schema: Schema,
  meta: SchemaMeta<z.output<Schema>> & { reducer?: undefined },
): Schema;
export function withLangGraph<Schema extends z.core.$ZodType, Update = z.output<Schema>>(
  schema: Schema,
  meta: SchemaMeta<z.output<Schema>, Update>,
): ReducedSchema<Schema, Update>;
export function withLangGraph<Schema extends z.core.$ZodType>(schema: Schema, meta: unknown): Schema {
  registry.add(schema, meta as StoredMeta);
  return schema;
}

/** Reads and changes what the registry keeps of a field, under LangGraph.js's names. */
export class SchemaMetaRegistry {
  get(schema: z.core.$ZodType): FieldMeta | undefined {
    return registry.get(schema) as FieldMeta | undefined;
  }

  extend(schema: z.core.$ZodType, change: (meta: FieldMeta | undefined) => FieldMeta): void {
    registry.add(schema, change(this.get(schema)) as StoredMeta);
  }

  remove(schema: z.core.$ZodType): this {
    registry.remove(schema);
    return this;
  }

  has(schema: z.core.$ZodType): boolean {
    return registry.has(schema);
  }
}

export const schemaMetaRegistry = new SchemaMetaRegistry();

/** Makes a zod field a list of messages: `z.custom<BaseMessage[]>().register(registry, MessagesZodMeta)`. */
export const MessagesZodMeta: SchemaMeta<BaseMessage[], Messages> = {
  reducer: { fn: messagesStateReducer },
  default: () => [],
  jsonSchemaExtra: { langgraph_type: 'messages' },
};

/** A zod state with one key, `messages`; extend it to have more. */
export const MessagesZodState = z.object({ messages: withLangGraph(z.custom<BaseMessage[]>(), MessagesZodMeta) });
