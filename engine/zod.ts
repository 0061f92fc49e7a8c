import { z } from 'zod';
import { FIELD_META } from './graph/schema';
import type { ReducedSchema } from './graph/state-types';

/** How a zod field's writes combine. The same shape as LangGraph.js's. */
export interface ZodFieldMeta<Value = unknown, WriteSchema extends z.core.$ZodType = z.core.$ZodType> {
  reducer?: { fn: (current: Value, update: z.output<WriteSchema>) => Value; schema?: WriteSchema };
  default?: () => Value;
}

interface StoredMeta {
  // Zod substitutes types in a registry's metadata; a method is compared loosely enough to survive that.
  reducer?: { fn(current: unknown, update: unknown): unknown; schema?: unknown };
  default?: () => unknown;
  [key: string]: unknown;
}

type Holder = { [FIELD_META]?: z.core.$ZodRegistry<StoredMeta> };

/** Keeps each field's reducer and default: `z.array(z.string()).register(registry, { reducer: { fn }, default })`. */
export const registry: z.core.$ZodRegistry<StoredMeta> = sharedRegistry();

/** One registry for the process: a bundler may load this module twice. */
function sharedRegistry(): z.core.$ZodRegistry<StoredMeta> {
  const holder = globalThis as Holder;
  holder[FIELD_META] ??= z.registry<StoredMeta>();
  return holder[FIELD_META];
}

/** Adds a reducer and a default to a zod field: `withLangGraph(z.array(z.string()), { reducer: { fn: (a, b) => a.concat(b) } })`. */
export function withLangGraph<Schema extends z.core.$ZodType, WriteSchema extends z.core.$ZodType = Schema>(
  schema: Schema,
  meta: ZodFieldMeta<z.output<Schema>, WriteSchema>,
): ReducedSchema<Schema, z.input<WriteSchema>> {
  registry.add(schema, meta as unknown as StoredMeta);
  return schema;
}
