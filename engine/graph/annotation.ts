import { BinaryOperatorAggregate } from '../channels/binary-operator';
import type { Channel } from '../channels/channel';
import { LastValue } from '../channels/last-value';
import type { Overwrite } from '../control/overwrite';

/** What one state key is made of. The type parameters are what a node reads and what it may write. */
export interface StateField<Value = unknown, Update = unknown> {
  readonly createChannel: () => Channel;
  /** Types only; never there at run time. */
  readonly types?: { value: Value; update: Update };
}

/** A field, or a function without parameters that makes one: `Annotation<string>` may stand without a call. */
export type FieldOrFactory<Value = unknown, Update = unknown> =
  | StateField<Value, Update>
  | (() => StateField<Value, Update>);

export type StateDefinition = Record<string, FieldOrFactory>;

type ValueOf<Field> =
  Field extends StateField<infer Value, unknown>
    ? Value
    : Field extends () => StateField<infer Value, unknown>
      ? Value
      : never;

type UpdateOf<Field> =
  Field extends StateField<unknown, infer Update>
    ? Update
    : Field extends () => StateField<unknown, infer Update>
      ? Update
      : never;

/** The state that a node sees. */
export type StateType<Definition extends StateDefinition> = { [Key in keyof Definition]: ValueOf<Definition[Key]> };

/** What a node may return: any of the keys. */
export type UpdateType<Definition extends StateDefinition> = {
  [Key in keyof Definition]?: UpdateOf<Definition[Key]> | Overwrite<ValueOf<Definition[Key]>>;
};

export interface ReducerOptions<Value, Update> {
  /** Combines the current value with one write; must be a pure function. */
  reducer: (current: Value, update: Update) => Value;
  default?: () => Value;
}

interface AnnotationFunction {
  <Value>(): StateField<Value, Value>;
  <Value, Update = Value>(options: ReducerOptions<Value, Update>): StateField<Value, Update>;
  Root: <Definition extends StateDefinition>(definition: Definition) => AnnotationRoot<Definition>;
}

/** A state schema without run-time types. `typeof State.State` is what nodes read, `typeof State.Update` what they return. */
export class AnnotationRoot<Definition extends StateDefinition> {
  readonly spec: Definition;
  declare readonly State: StateType<Definition>;
  declare readonly Update: UpdateType<Definition>;

  constructor(spec: Definition) {
    this.spec = spec;
  }
}

function annotate(options?: ReducerOptions<never, never>): StateField {
  if (options === undefined) return { createChannel: () => new LastValue() };
  if (typeof options.reducer !== 'function') {
    throw new TypeError('Annotation() takes { reducer, default? }; leave the options out for a last-value key.');
  }
  return { createChannel: () => new BinaryOperatorAggregate(options.reducer, options.default) };
}

/**
 * Describes one state key: `Annotation<string>` keeps the last value, `Annotation<T>({ reducer, default })` combines writes.
 * `Annotation.Root({ … })` makes a state of several.
 */
export const Annotation: AnnotationFunction = Object.assign(annotate as AnnotationFunction, {
  Root: <Definition extends StateDefinition>(definition: Definition) => new AnnotationRoot(definition),
});
