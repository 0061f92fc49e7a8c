import type { GraphEvent, GraphRunConfig, Question, ServedGraph } from '@/lib/graphs/served-graph';
import type { RunRecord } from '@/lib/storage/store';
import { EventLog } from './event-log';
import { LiveTasks } from './live-tasks';
import { type ProtocolMode, type StreamView, toProtocolEvents } from './stream-events';

export type StopReason = 'cancelled' | 'server_stopped';

/** How a run ended, with what it left behind. */
export interface RunOutcome {
  status: 'success' | 'error' | 'interrupted';
  /** `breakpoint`, `cancelled` or `server_stopped`; null for an interrupt that asks a question. */
  reason: string | null;
  error: RunRecord['error'];
  /** The last values that the run produced; null when it made none. */
  values: Record<string, unknown> | null;
  /** The questions it waits for; empty at a breakpoint; null when it was not interrupted. */
  interrupts: Question[] | null;
}

/** What is run: everything but the thread's own data, which the executor adds. */
export interface RunPlan {
  graph: ServedGraph;
  input: unknown;
  config: Omit<GraphRunConfig, 'streamMode' | 'signal'>;
  modes: ProtocolMode[];
  metadata: Record<string, unknown>;
  /** Keep `custom` events as rows: a temporary thread's are deleted at once anyway. */
  keepsEvents: boolean;
}

/** A run of this process, from its claim to a short while after its end. */
export class LiveRun {
  readonly log = new EventLog();
  readonly abort = new AbortController();
  readonly ended: Promise<RunOutcome>;
  isOver = false;
  stopReason: StopReason | null = null;
  values: Record<string, unknown> | null = null;
  interrupts: Question[] | null = null;
  readonly tasks = new LiveTasks();
  readonly view: StreamView;
  #settle!: (outcome: RunOutcome) => void;

  constructor(
    public record: RunRecord,
    public plan: RunPlan,
  ) {
    this.view = { threadId: record.threadId, modes: plan.modes, metadata: plan.metadata, step: -2 };
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.log.push('metadata', { run_id: record.runId, attempt: 1 });
  }

  /** Takes the next event of the engine into the stream. Answers the id of a `custom` event that was numbered. */
  receive(event: GraphEvent): number | null {
    this.tasks.take(event);
    if (event[0] === 'values') this.values = withoutInterrupt(event[1]);
    if (event[0] === 'updates' && '__interrupt__' in event[1]) this.interrupts = event[1].__interrupt__ as Question[];
    if (event[0] === 'checkpoints') this.view.step = event[1].metadata.step;
    let id: number | null = null;
    for (const { event: name, data } of toProtocolEvents(event, this.view)) id = this.log.push(name, data);
    return id;
  }

  stop(reason: StopReason): void {
    this.stopReason ??= reason;
    this.abort.abort(new Error(reason === 'cancelled' ? 'The run was stopped.' : 'The server is stopping.'));
  }

  finish(outcome: RunOutcome): void {
    this.isOver = true;
    if (outcome.error !== null) {
      this.log.push('error', { error: outcome.error.name, message: outcome.error.message });
    }
    this.log.close();
    this.#settle(outcome);
  }
}

function withoutInterrupt(values: Record<string, unknown>): Record<string, unknown> | null {
  if (!('__interrupt__' in values)) return values;
  const { __interrupt__: _question, ...rest } = values;
  return rest;
}
