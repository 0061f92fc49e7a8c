import { GraphBubbleUp } from './bubble-up';

/**
 * Lets a run be stopped between two steps, from outside (a SIGTERM handler) or by a node (`runtime.control`): nothing is
 * cut off, what was done is saved, and `invoke(null)` goes on from there. One object for one run: it stays drained.
 */
export class RunControl {
  private reason: string | undefined;

  /** Asks the run to stop before its next step. The last reason given counts. */
  requestDrain(reason = 'shutdown'): void {
    this.reason = reason;
  }

  get drainRequested(): boolean {
    return this.reason !== undefined;
  }

  get drainReason(): string | undefined {
    return this.reason;
  }
}

/** The run stopped before its next step, as `RunControl.requestDrain()` asked. Nothing failed. */
export class GraphDrained extends GraphBubbleUp {
  override name = 'GraphDrained';
  readonly reason: string;

  constructor(reason = 'shutdown') {
    super(
      `The run was drained before its next step (${reason}). With a checkpointer, what it did is saved and invoke(null) goes on from there.`,
      { lc_error_code: 'GRAPH_DRAINED' },
    );
    this.reason = reason;
  }
}

export function isGraphDrained(error: unknown): error is GraphDrained {
  return error instanceof Error && (error as { lc_error_code?: unknown }).lc_error_code === 'GRAPH_DRAINED';
}
