import type { TimeoutPolicy } from './control/timeout-policy';
import { EngineError } from './errors';

interface NodeTimeoutFields extends TimeoutPolicy {
  node: string;
  kind: 'run' | 'idle';
  /** Milliseconds since the attempt began. */
  elapsed: number;
}

/** An attempt of a node took longer than its `timeout` allows. A retry policy tries it again. Times are milliseconds. */
export class NodeTimeoutError extends EngineError {
  override name = 'NodeTimeoutError';
  readonly node: string;
  /** `run`: it took too long; `idle`: it showed no progress for too long. */
  readonly kind: 'run' | 'idle';
  readonly elapsedMs: number;
  /** The limit that it passed. */
  readonly timeout: number;
  readonly runTimeout: number | undefined;
  readonly idleTimeout: number | undefined;

  constructor({ node, kind, elapsed, runTimeout, idleTimeout }: NodeTimeoutFields) {
    const timeout = (kind === 'run' ? runTimeout : idleTimeout) ?? 0;
    super(
      'NODE_TIMEOUT',
      kind === 'run'
        ? `Node "${node}" took longer than its runTimeout of ${timeout} ms; give it more, or a retryPolicy.`
        : `Node "${node}" showed no progress for its idleTimeout of ${timeout} ms; call runtime.heartbeat() while it works, or give it more.`,
    );
    this.node = node;
    this.kind = kind;
    this.elapsedMs = elapsed;
    this.timeout = timeout;
    this.runTimeout = runTimeout;
    this.idleTimeout = idleTimeout;
  }

  /** LangGraph.js's name for `elapsedMs`. */
  get elapsed(): number {
    return this.elapsedMs;
  }
}

export function isNodeTimeoutError(error: unknown): error is NodeTimeoutError {
  return error instanceof Error && (error as { lc_error_code?: unknown }).lc_error_code === 'NODE_TIMEOUT';
}

/** A step took longer than the `stepTimeout`. The tasks that finished are saved, the others were cancelled. */
export class StepTimeoutError extends EngineError {
  override name = 'StepTimeoutError';
  readonly step: number;
  /** Milliseconds. */
  readonly timeout: number;

  constructor(step: number, timeout: number) {
    super(
      'STEP_TIMEOUT',
      `Step ${step} took longer than the stepTimeout of ${timeout} ms. Raise stepTimeout; with a checkpointer, what finished is saved and invoke(null) goes on from there.`,
    );
    this.step = step;
    this.timeout = timeout;
  }
}
