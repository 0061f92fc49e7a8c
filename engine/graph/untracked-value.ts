import type { StandardSchema } from './standard-schema';

const BRAND = Symbol.for('langgraph.state.untracked_value');

export interface UntrackedValueInit {
  /** More than one write a step is an error. Default: true; else the last one counts. */
  guard?: boolean;
}

/** A key of a `StateSchema` that is never persisted and never copied: clients, sockets, caches. Lost when a run ends. */
export class UntrackedValue<Value = unknown> {
  readonly schema: StandardSchema<unknown, Value> | undefined;
  readonly guard: boolean;
  /** Types only; never there at run time. */
  declare readonly ValueType: Value;

  constructor(schema?: StandardSchema<unknown, Value>, init: UntrackedValueInit = {}) {
    this.schema = schema;
    this.guard = init.guard ?? true;
  }

  get [BRAND](): true {
    return true;
  }

  static isInstance(value: unknown): value is UntrackedValue {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}
