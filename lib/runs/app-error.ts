export type AppErrorCode =
  | 'INVALID_REQUEST'
  | 'MALFORMED_BODY'
  | 'TOO_LARGE'
  | 'ROUTE_NOT_FOUND'
  | 'THREAD_NOT_FOUND'
  | 'RUN_NOT_FOUND'
  | 'ASSISTANT_NOT_FOUND'
  | 'SUBGRAPH_NOT_FOUND'
  | 'CHECKPOINT_NOT_FOUND'
  | 'BRANCH_NOT_FOUND'
  | 'EXPERIMENT_NOT_FOUND'
  | 'THREAD_EXISTS'
  /** An edit of a branch that a run is working on. */
  | 'THREAD_BUSY'
  /** A run on a branch that has one already, with the strategy "reject". */
  | 'RUN_REJECTED'
  /** A file that is no capsule, or one that is damaged, newer, or holds what no export writes. */
  | 'CAPSULE_REFUSED'
  /** The thread is a capsule that was opened without importing it. */
  | 'READ_ONLY'
  /** The run belongs to another server, which alone can end it. */
  | 'RUN_ELSEWHERE'
  /** A run that is to be rolled back, and is not live any more. */
  | 'RUN_ENDED'
  | 'GRAPH_NOT_LOADED'
  /** A branch of which no test can be made: steps are missing, or something in it can't be replayed. */
  | 'NOT_REPLAYABLE'
  /** The graph's own code (a router, a reducer) threw while the server asked it something. */
  | 'GRAPH_CODE_FAILED'
  /** A new input for a checkpoint inside of a subgraph, or a replay policy that the graph has no place for. */
  | 'INVALID_CONFIG'
  /** To search with: it is no JSONata. */
  | 'INVALID_EXPRESSION'
  | 'UNSUPPORTED'
  | 'STOPPING';

const BRAND = Symbol.for('retrograph.app-error');

/** What a verb refuses. `message` names the thing, the fact and the way out; `lib/api` turns the code into a status. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly [BRAND] = true;

  constructor(
    readonly code: AppErrorCode,
    message: string,
    options?: { detail?: unknown; cause?: unknown },
  ) {
    super(message, options);
    this.detail = options?.detail;
  }

  readonly detail: unknown;
}

/** By brand: verbs may run in another copy of this module than the one that catches. */
export function isAppError(error: unknown): error is AppError {
  return typeof error === 'object' && error !== null && BRAND in error;
}
