/** Closed set of engine error codes. The UI and the HTTP layer branch on these, never on message text. */
export type EngineErrorCode =
  | 'INVALID_CONCURRENT_GRAPH_UPDATE'
  | 'INVALID_GRAPH_NODE_RETURN_VALUE'
  | 'INVALID_OVERWRITE'
  | 'INVALID_INPUT'
  | 'INVALID_CONFIG'
  | 'INVALID_GRAPH'
  | 'INVALID_NAMESPACE'
  | 'INVALID_ROUTE'
  | 'UNKNOWN_STATE_KEY'
  | 'UNKNOWN_NODE'
  | 'UNKNOWN_NODE_OPTION'
  | 'UNREACHABLE_NODE'
  | 'EMPTY_INPUT'
  | 'MISSING_CHECKPOINTER'
  | 'MISSING_THREAD_ID'
  | 'GRAPH_RECURSION_LIMIT'
  | 'CHECKPOINT_NOT_FOUND'
  | 'BRANCH_NOT_FOUND'
  | 'BRANCH_IN_USE'
  | 'RUN_IN_USE'
  | 'THREAD_CONFLICT'
  | 'THREAD_NOT_FOUND'
  | 'THREAD_EXISTS'
  | 'AMBIGUOUS_RESUME'
  | 'NOTHING_TO_RESUME'
  | 'AMBIGUOUS_AS_NODE'
  | 'STATE_MUTATION'
  | 'OUTSIDE_NODE'
  | 'UNSERIALIZABLE_VALUE'
  | 'UNREADABLE_VALUE'
  | 'STORE_FAILED'
  | 'NEWER_DATABASE'
  | 'NODE_TIMEOUT'
  | 'STEP_TIMEOUT'
  | 'GRAPH_DRAINED'
  | 'ABORTED';

export interface BaseLangGraphErrorFields {
  lc_error_code?: string;
  cause?: unknown;
}

/** LangGraph.js's common base: of every error of the engine, and of what leaves a node without being an error. */
export class BaseLangGraphError extends Error {
  /** Written out, here and below: a build may shorten class names. */
  override name = 'BaseLangGraphError';
  /** A code to branch on, read by LangGraph.js's own type guards too. */
  readonly lc_error_code: string | undefined;

  constructor(message?: string, fields: BaseLangGraphErrorFields = {}) {
    super(message, 'cause' in fields ? { cause: fields.cause } : undefined);
    this.lc_error_code = fields.lc_error_code;
  }
}

/** Base of every error the engine throws on purpose. `message` names the thing, the fact and the way out. */
export class EngineError extends BaseLangGraphError {
  override name = 'EngineError';
  readonly code: EngineErrorCode;
  declare readonly lc_error_code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, { ...options, lc_error_code: code });
    this.code = code;
  }
}

/** A graph was used in a way that it can't be, such as asking a question where nothing is saved. */
export class GraphValueError extends EngineError {
  override name = 'GraphValueError';

  constructor(message: string, fields: { lc_error_code?: EngineErrorCode } = {}) {
    super(fields.lc_error_code ?? 'INVALID_CONFIG', message);
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

  constructor(
    message: string,
    code: 'INVALID_GRAPH' | 'UNKNOWN_NODE_OPTION' | 'UNKNOWN_NODE' | 'UNREACHABLE_NODE' = 'INVALID_GRAPH',
  ) {
    super(code, message);
  }
}

/** No edge, path map or declared end leads to a node. */
export class UnreachableNodeError extends GraphValidationError {
  override name = 'UnreachableNodeError';

  constructor(message: string) {
    super(message, 'UNREACHABLE_NODE');
  }
}

/** What was given as a graph's state, input, output or context is no schema. */
export class StateGraphInputError extends GraphValidationError {
  override name = 'StateGraphInputError';
}

/** A store's namespace is empty, reserved, or has a label that not every store can keep. */
export class InvalidNamespaceError extends EngineError {
  override name = 'InvalidNamespaceError';

  constructor(message: string) {
    super('INVALID_NAMESPACE', message);
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

/**
 * A resume that does not match the questions that wait. Nothing was written, so they can still be answered.
 * `reason` says how: several wait and one answer came, the ids named do not wait, or the map of answers is empty.
 */
export class UnknownInterruptError extends EngineError {
  override name = 'UnknownInterruptError';
  readonly reason: 'ambiguous' | 'not_pending' | 'empty_map';
  /** The ids that the resume named and that do not wait; all that wait when one answer came for several. */
  readonly interruptIds: string[];
  /** The questions that wait. */
  readonly pendingIds: string[];

  constructor(message: string, { reason, interruptIds = [], pendingIds = [] }: UnknownInterruptFields) {
    super(reason === 'ambiguous' ? 'AMBIGUOUS_RESUME' : 'NOTHING_TO_RESUME', message);
    this.reason = reason;
    this.interruptIds = interruptIds;
    this.pendingIds = pendingIds;
  }
}

interface UnknownInterruptFields {
  reason: UnknownInterruptError['reason'];
  interruptIds?: string[];
  pendingIds?: string[];
}

/** A scalar resume with more than one pending interrupt. `interruptIds` lists them. */
export class AmbiguousResumeError extends UnknownInterruptError {
  override name = 'AmbiguousResumeError';

  constructor(message: string, interruptIds: string[]) {
    super(message, { reason: 'ambiguous', interruptIds, pendingIds: interruptIds });
  }
}

export class NothingToResumeError extends UnknownInterruptError {
  override name = 'NothingToResumeError';

  constructor(message: string, fields: Omit<UnknownInterruptFields, 'reason'> = {}) {
    super(message, { reason: 'not_pending', ...fields });
  }
}

export function isUnknownInterruptError(error: unknown): error is UnknownInterruptError {
  return isEngineError(error) && 'pendingIds' in error && 'reason' in error;
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
  /** The name by which aborts are told everywhere: `error.name === 'AbortError'`. */
  override name = 'AbortError';

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
