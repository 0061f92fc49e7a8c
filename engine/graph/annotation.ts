import type { BinaryOperator } from '../channels/binary-operator';
import { BinaryOperatorAggregate } from '../channels/binary-operator';
import type { Channel } from '../channels/channel';
import { LastValue } from '../channels/last-value';
import { GraphValidationError } from '../errors';
import type { NodeFunction } from './node-function';

/** The state keys and their channels. A function that makes the channel stands for it, so `Annotation<string>` needs no call. */
export type StateDefinition = Record<string, Channel | (() => Channel)>;

type ChannelOf<Field> = Field extends Channel ? Field : Field extends () => Channel ? ReturnType<Field> : never;

/** The state that a node sees. */
export type StateType<Definition extends StateDefinition> = {
  [Key in keyof Definition]: ChannelOf<Definition[Key]>['ValueType'];
};

/** What a node may return: any of the keys. */
export type UpdateType<Definition extends StateDefinition> = {
  [Key in keyof Definition]?: ChannelOf<Definition[Key]>['UpdateType'];
};

/** A node's function, for nodes that are written apart from their graph. */
export type NodeType<Definition extends StateDefinition> = NodeFunction<StateType<Definition>, UpdateType<Definition>>;

/** How a key's writes combine; null for a key that keeps the last one. `value` is an older name of `reducer`. */
export type SingleReducer<Value, Update = Value> =
  | { reducer: BinaryOperator<Value, Update>; default?: () => Value }
  | { value: BinaryOperator<Value, Update>; default?: () => Value }
  | null;

interface AnnotationFunction {
  <Value, Update = Value>(options: SingleReducer<Value, Update>): BinaryOperatorAggregate<Value, Update>;
  <Value>(): LastValue<Value>;
  Root: <Definition extends StateDefinition>(definition: Definition) => AnnotationRoot<Definition>;
}

/**
 * A state schema without run-time types. `typeof State.State` is what nodes read, `typeof State.Update` what they return,
 * `typeof State.Node` a node's function.
 */
export class AnnotationRoot<Definition extends StateDefinition> {
  readonly lc_graph_name = 'AnnotationRoot';
  readonly spec: Definition;
  declare readonly State: StateType<Definition>;
  declare readonly Update: UpdateType<Definition>;
  declare readonly Node: NodeType<Definition>;

  constructor(spec: Definition) {
    this.spec = spec;
  }

  /** True for one of any copy of the engine. */
  static isInstance(value: unknown): value is AnnotationRoot<StateDefinition> {
    return (
      typeof value === 'object' &&
      value !== null &&
      (value as { lc_graph_name?: unknown }).lc_graph_name === 'AnnotationRoot' &&
      'spec' in value
    );
  }
}

/** The channel of a key declared as `{ reducer, default }` or `{ value, default }`; a last-value one for null. */
export function channelOf(options: SingleReducer<unknown> | undefined): Channel {
  if (options === null || options === undefined) return new LastValue();
  const { reducer, value } = options as { reducer?: BinaryOperator<unknown, unknown>; value?: typeof reducer };
  const combine = reducer ?? value;
  if (typeof combine !== 'function') {
    throw new GraphValidationError(
      'Annotation() takes { reducer, default? }; leave the options out for a last-value key.',
    );
  }
  return new BinaryOperatorAggregate(combine, options.default);
}

/**
 * Describes one state key: `Annotation<string>` keeps the last value, `Annotation<T>({ reducer, default })` combines writes.
 * `Annotation.Root({ … })` makes a state of several.
 */
export const Annotation: AnnotationFunction = Object.assign(channelOf as AnnotationFunction, {
  Root: <Definition extends StateDefinition>(definition: Definition) => new AnnotationRoot(definition),
});
