import type { LiveTask } from '@/lib/contracts/debugger';
import type { GraphEvent, TaskEnd, TaskStart } from '@/lib/graphs/served-graph';
import { isTaskEnd } from './stream-events';

/** The tasks of a run's unfinished step, for whoever begins to look in the middle of it. */
export class LiveTasks {
  readonly #byId = new Map<string, LiveTask>();

  take([mode, payload]: GraphEvent): void {
    // A saved step has become part of the history.
    if (mode === 'checkpoints') this.#byId.clear();
    if (mode === 'tasks') this.#byId.set(payload.id, liveTask(payload));
  }

  list(): LiveTask[] {
    return [...this.#byId.values()];
  }
}

export function liveTask(payload: TaskStart | TaskEnd): LiveTask {
  const { id, name: node, checkpointId, startMs } = payload;
  if (!isTaskEnd(payload)) return { id, node, checkpointId, startMs, status: 'running' };
  const { durationMs, error, interrupts } = payload;
  const fallback = error != null ? 'failed' : interrupts.length > 0 ? 'interrupted' : 'done';
  const { status = fallback } = payload;
  // At a breakpoint of its subgraph it asks nothing.
  const isHeld = status === 'interrupted' && interrupts.length === 0;
  return { id, node, checkpointId, startMs, durationMs, status: isHeld ? 'cancelled' : status };
}
