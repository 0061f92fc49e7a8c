/** Closed set of engine error codes. The UI and the HTTP layer branch on these, never on message text. */
export type EngineErrorCode =
  | 'INVALID_CONCURRENT_GRAPH_UPDATE'
  | 'INVALID_GRAPH_NODE_RETURN_VALUE'
  | 'INVALID_OVERWRITE'
  | 'INVALID_INPUT'
  | 'INVALID_CONFIG'
  | 'INVALID_GRAPH'
  | 'INVALID_ROUTE'
  | 'UNKNOWN_STATE_KEY'
  | 'UNKNOWN_NODE'
  | 'UNKNOWN_NODE_OPTION'
  | 'EMPTY_INPUT'
  | 'MISSING_CHECKPOINTER'
  | 'MISSING_THREAD_ID'
  | 'GRAPH_RECURSION_LIMIT'
  | 'CHECKPOINT_NOT_FOUND'
  | 'BRANCH_NOT_FOUND'
  | 'THREAD_CONFLICT'
  | 'AMBIGUOUS_RESUME'
  | 'NOTHING_TO_RESUME'
  | 'AMBIGUOUS_AS_NODE'
  | 'STATE_MUTATION'
  | 'OUTSIDE_NODE'
  | 'UNSERIALIZABLE_VALUE'
  | 'UNREADABLE_VALUE'
  | 'STORE_FAILED'
  | 'NEWER_DATABASE'
  | 'ABORTED';

/** Base of every error the engine throws on purpose. `message` names the thing, the fact and the way out. */
export class EngineError extends Error {
  /** Written out, here and below: a build may shorten class names. */
  override name = 'EngineError';
  readonly code: EngineErrorCode;
  /** LangGraph.js's name for the same field, read by its type guards. */
  readonly lc_error_code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.lc_error_code = code;
  }
}

/** A write that the state cannot take: two writers of a last-value key, a bad return value, two Overwrites. */
export class InvalidUpdateError extends EngineError {
  override name = 'InvalidUpdateError';
}

/** A node, `updateState` or an input named a state key that the schema does not have. */
export class UnknownStateKeyError extends EngineError {
  override name = 'UnknownStateKeyError';

  constructor(message: string) {
    super('UNKNOWN_STATE_KEY', message);
  }
}

/** A router returned something that is not one of its targets. */
export class InvalidRouteError extends EngineError {
  override name = 'InvalidRouteError';

  constructor(message: string, options?: { cause?: unknown }) {
    super('INVALID_ROUTE', message, options);
  }
}

/** The graph itself is wrong: found by `compile()` or while building. */
export class GraphValidationError extends EngineError {
  override name = 'GraphValidationError';

  constructor(message: string, code: 'INVALID_GRAPH' | 'UNKNOWN_NODE_OPTION' | 'UNKNOWN_NODE' = 'INVALID_GRAPH') {
    super(code, message);
  }
}

/** `invoke(null)` on a thread that has no checkpoint yet. */
export class EmptyInputError extends EngineError {
  override name = 'EmptyInputError';

  constructor(message: string) {
    super('EMPTY_INPUT', message);
  }
}

/** The run used up its `recursionLimit`; the state stays at the last checkpoint and can be continued. */
export class GraphRecursionError extends EngineError {
  override name = 'GraphRecursionError';

  constructor(message: string) {
    super('GRAPH_RECURSION_LIMIT', message);
  }
}

export class CheckpointNotFoundError extends EngineError {
  override name = 'CheckpointNotFoundError';

  constructor(message: string) {
    super('CHECKPOINT_NOT_FOUND', message);
  }
}

/** The branch's tip is no longer the one this run extended: somebody else wrote first. Nothing was saved. */
export class ThreadConflictError extends EngineError {
  override name = 'ThreadConflictError';

  constructor(message: string) {
    super('THREAD_CONFLICT', message);
  }
}

/** A scalar resume with more than one pending interrupt. `interruptIds` lists them. */
export class AmbiguousResumeError extends EngineError {
  override name = 'AmbiguousResumeError';

  readonly interruptIds: string[];
  constructor(message: string, interruptIds: string[]) {
    super('AMBIGUOUS_RESUME', message);
    this.interruptIds = interruptIds;
  }
}

export class NothingToResumeError extends EngineError {
  override name = 'NothingToResumeError';

  constructor(message: string) {
    super('NOTHING_TO_RESUME', message);
  }
}

/** A node changed a deeper part of its input in place instead of returning a new value. */
export class StateMutationError extends EngineError {
  override name = 'StateMutationError';

  constructor(message: string, options: { cause: unknown }) {
    super('STATE_MUTATION', message, options);
  }
}

/** A value has no faithful stored form. `path` says where in the value it sits. */
export class UnserializableValueError extends EngineError {
  override name = 'UnserializableValueError';

  readonly path: string;
  constructor(message: string, path: string) {
    super('UNSERIALIZABLE_VALUE', message);
    this.path = path;
  }
}

/** The run was stopped through its `signal`. */
export class AbortedError extends EngineError {
  override name = 'AbortedError';

  constructor(message: string, options?: { cause?: unknown }) {
    super('ABORTED', message, options);
  }
}

/** True for errors of any copy of the engine (a bundler may load it twice, so `instanceof` is not enough). */
export function isEngineError(error: unknown): error is EngineError {
  return error instanceof Error && typeof (error as { lc_error_code?: unknown }).lc_error_code === 'string';
}

/** Ends a switch over a closed set; fails to compile when a member is missed. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected member of a closed set: ${String(value)}`);
}
