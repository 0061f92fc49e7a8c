import type { Command } from '../control/command';
import type { Overwrite } from '../control/overwrite';
import type { Send } from '../control/send';
import type { AnnotationRoot, StateDefinition, StateType, UpdateType } from './annotation';
import type { Runtime } from './runtime';
import type { StandardSchema } from './schema';

declare const WRITE: unique symbol;

/** A schema whose channel takes writes of another type than it holds. The mark exists in types only. */
export type ReducedSchema<Schema, Write> = Schema & { readonly [WRITE]?: Write };

type SchemaTypes<Schema> = Schema extends StandardSchema ? NonNullable<Schema['~standard']['types']> : never;

type SchemaOutput<Schema> = SchemaTypes<Schema> extends { output: infer Output } ? Output : never;

type SchemaInput<Schema> = SchemaTypes<Schema> extends { input: infer Input } ? Input : never;

type FieldWrite<Field> = typeof WRITE extends keyof Field
  ? NonNullable<Field[typeof WRITE & keyof Field]>
  : SchemaInput<Field>;

type ShapeUpdate<Shape> = { [Key in keyof Shape]?: FieldWrite<Shape[Key]> | Overwrite<SchemaOutput<Shape[Key]>> };

/** The state that nodes of a graph with this schema read. */
export type StateOf<Schema> =
  Schema extends AnnotationRoot<infer Definition>
    ? StateType<Definition>
    : Schema extends StandardSchema
      ? SchemaOutput<Schema>
      : Schema extends StateDefinition
        ? StateType<Schema>
        : never;

/** What nodes of a graph with this schema may return as an update, and what it takes as input. */
export type UpdateOf<Schema> =
  Schema extends AnnotationRoot<infer Definition>
    ? UpdateType<Definition>
    : Schema extends { readonly shape: infer Shape }
      ? ShapeUpdate<Shape>
      : Schema extends StateDefinition
        ? UpdateType<Schema>
        : never;

/** What a node may answer: an update, a Command, a list with Commands, or nothing. */
// biome-ignore lint/suspicious/noConfusingVoidType: a node may be a function without a return statement.
export type NodeResult<Update> = Update | Command | readonly (Update | Command)[] | null | undefined | void;

export type NodeFunction<State, Update> = (
  state: State,
  runtime: Runtime,
) => NodeResult<Update> | Promise<NodeResult<Update>>;

export type RouteResult<Nodes extends string> = Nodes | Send<Nodes> | readonly (Nodes | Send<Nodes>)[];

/** A router sees the state with its source's own writes applied. */
export type RouterFunction<State> = (
  state: State,
  runtime: Runtime,
) => RouteResult<string> | Promise<RouteResult<string>>;
