import type { Channel } from '../channels/channel';
import type { OverwriteValue } from '../control/overwrite';
import type { AnnotationRoot, StateDefinition, StateType, UpdateType } from './annotation';
import type { ObjectSchema } from './schema';
import type { StandardSchema } from './standard-schema';
import type {
  AnyStateSchema,
  InferStateSchemaUpdate,
  InferStateSchemaValue,
  StateSchemaFields,
  StateSchemaFieldsToStateDefinition,
} from './state-schema';

declare const WRITE: unique symbol;

/** A schema whose channel takes writes of another type than it holds. The mark exists in types only. */
export type ReducedSchema<Schema, Write> = Schema & { readonly [WRITE]?: Write };

type SchemaTypes<Schema> = Schema extends StandardSchema ? NonNullable<Schema['~standard']['types']> : never;
type SchemaOutput<Schema> = SchemaTypes<Schema> extends { output: infer Output } ? Output : never;
type SchemaInput<Schema> = SchemaTypes<Schema> extends { input: infer Input } ? Input : never;
type FieldWrite<Field> = typeof WRITE extends keyof Field
  ? OverwriteValue<SchemaOutput<Field>> | NonNullable<Field[typeof WRITE & keyof Field]>
  : SchemaInput<Field>;
type ShapeUpdate<Shape> = { [Key in keyof Shape]?: FieldWrite<Shape[Key]> };

/** Any `Annotation.Root`, for constraints. */
export type AnyAnnotationRoot = Pick<AnnotationRoot<StateDefinition>, 'lc_graph_name' | 'spec'>;

/** Whatever a state can be declared with. */
export type StateDefinitionInit = StateDefinition | AnyAnnotationRoot | AnyStateSchema | ObjectSchema;

/** Whatever a run's context can be declared with: one of these, or any Standard Schema. */
export type ContextSchemaInit = StateDefinitionInit | StandardSchema;

type DefinitionOf<Schema> = Schema extends { readonly spec: infer Definition extends StateDefinition }
  ? Definition
  : never;
type FieldsOf<Schema> = Schema extends { readonly fields: infer Fields extends StateSchemaFields } ? Fields : never;

/** The keys of any schema with their channels. */
export type ToStateDefinition<Schema> = Schema extends AnyAnnotationRoot
  ? DefinitionOf<Schema>
  : Schema extends AnyStateSchema
    ? StateSchemaFieldsToStateDefinition<FieldsOf<Schema>>
    : Schema extends { readonly shape: infer Shape }
      ? { [Key in keyof Shape]: Channel<SchemaOutput<Shape[Key]>, FieldWrite<Shape[Key]>> }
      : Schema extends StateDefinition
        ? Schema
        : never;

/** The state that nodes of a graph with this schema read; a type that is no schema stands for itself. */
export type ExtractStateType<Schema, Fallback = Schema> = Schema extends AnyAnnotationRoot
  ? StateType<DefinitionOf<Schema>>
  : Schema extends AnyStateSchema
    ? InferStateSchemaValue<FieldsOf<Schema>>
    : Schema extends StandardSchema
      ? SchemaOutput<Schema>
      : Schema extends StateDefinition
        ? StateType<Schema>
        : Fallback;

/** What nodes of a graph with this schema may return as an update, and what it takes as input. */
export type ExtractUpdateType<Schema, FallbackBase = Schema> = Schema extends AnyAnnotationRoot
  ? UpdateType<DefinitionOf<Schema>>
  : Schema extends AnyStateSchema
    ? InferStateSchemaUpdate<FieldsOf<Schema>>
    : Schema extends { readonly shape: infer Shape }
      ? ShapeUpdate<Shape>
      : Schema extends StateDefinition
        ? UpdateType<Schema>
        : Partial<FallbackBase>;
