import type { Runtime } from '../graph/runtime';

/** What an entrypoint returns to answer one thing and keep another for its next run. Made by `entrypoint.final`. */
export interface EntrypointFinal<Value, Save> {
  /** For the caller. */
  value?: Value;
  /** For `getPreviousState` in the thread's next run. */
  save?: Save;
  __lg_type: '__pregel_final';
}

/** What the caller of an entrypoint gets, for what its function returns. */
export type EntrypointReturnT<Output> = Final<Awaited<Output>, 'value'>;

/** What an entrypoint keeps for its next run, for what its function returns. */
export type EntrypointFinalSaveT<Output> = Final<Awaited<Output>, 'save'>;

type Final<Output, Part extends 'value' | 'save'> =
  Output extends EntrypointFinal<infer Value, infer Save> ? (Part extends 'value' ? Value : Save) : Output;

type AnyGenerator = Generator<unknown, unknown, unknown> | AsyncGenerator<unknown, unknown, unknown>;

/** A function of one input. Generators are refused. */
export type EntrypointFunc<Input, Output> = [Output] extends [never]
  ? (input: Input, runtime: Runtime) => never
  : [Output] extends [AnyGenerator]
    ? never
    : (input: Input, runtime: Runtime) => Output;

/** A function of any arguments. Generators are refused. */
export type TaskFunc<Args extends unknown[], Output> = [Output] extends [never]
  ? (...args: Args) => never
  : [Output] extends [AnyGenerator]
    ? never
    : (...args: Args) => Output;
