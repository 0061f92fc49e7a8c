import type { GraphEvent, GraphRunConfig, Question, ServedGraph } from '@/lib/graphs/served-graph';
import type { RunRecord } from '@/lib/storage/store';
import type { RunBreakpoints } from './breakpoints';
import type { ConsoleKeeper } from './console-keeper';
import { EventLog, type StreamEvent } from './event-log';
import { LiveTasks } from './live-tasks';
import type { ReplayRun } from './replay/replay-run';
import type { RunBegin } from './run-begin';
import { eventName, newView, type ProtocolMode, type StreamView, toProtocolEvents } from './stream-events';

export type StopReason = 'cancelled' | 'server_stopped';

/** How a run ended, with what it left behind. */
export interface RunOutcome {
  status: 'success' | 'error' | 'interrupted';
  /** `breakpoint`, `paused`, `cancelled`, `server_stopped`, or what a node drained it for; null for a question. */
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
  config: Omit<GraphRunConfig, 'streamMode' | 'subgraphs' | 'signal'>;
  /** What a rollback puts back; null until the run has its place. */
  begin: RunBegin | null;
  /** Where it stops besides; null for nowhere. */
  watch: RunBreakpoints | null;
  /** Which nodes it does not run; null when it runs all. */
  replay: ReplayRun | null;
  modes: ProtocolMode[];
  /** Stream the events of subgraphs, too. */
  subgraphs: boolean;
  metadata: Record<string, unknown>;
  /** Keep as rows what checkpoints do not tell: a temporary thread's are deleted at once anyway. */
  keepsEvents: boolean;
}

/** A run of this process, from its claim to a short while after its end. */
export class LiveRun {
  readonly log = new EventLog();
  readonly abort = new AbortController();
  readonly ended: Promise<RunOutcome>;
  isOver = false;
  /** Present once the run works. */
  console: ConsoleKeeper | null = null;
  stopReason: StopReason | null = null;
  #isTakenBack = false;
  values: Record<string, unknown> | null = null;
  interrupts: Question[] | null = null;
  readonly tasks = new LiveTasks();
  readonly view: StreamView;
  /** By namespace, of subgraphs. */
  readonly #nested = new Map<string, StreamView>();
  #settle!: (outcome: RunOutcome) => void;

  constructor(
    public record: RunRecord,
    public plan: RunPlan,
  ) {
    this.view = this.#viewOf('');
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.log.push('metadata', { run_id: record.runId, attempt: 1 });
  }

  /** Takes the next event of the engine into the stream. Answers what it became there. */
  receive(event: GraphEvent): StreamEvent[] {
    this.tasks.take(event);
    if (event[0] === 'values') this.values = withoutInterrupt(event[1]);
    if (event[0] === 'updates' && '__interrupt__' in event[1]) this.interrupts = event[1].__interrupt__ as Question[];
    return this.#push(event, this.view);
  }

  /** The same for an event of a subgraph, which tells nothing of where the run itself stands. */
  receiveNested(namespace: string, event: GraphEvent): StreamEvent[] {
    const view = this.#nested.get(namespace) ?? this.#viewOf(namespace);
    this.#nested.set(namespace, view);
    return this.#push(event, view);
  }

  #viewOf(namespace: string): StreamView {
    const { modes, metadata } = this.plan;
    return newView({ threadId: this.record.threadId, modes, metadata, namespace });
  }

  #push(event: GraphEvent, view: StreamView): StreamEvent[] {
    if (event[0] === 'checkpoints') view.step = event[1].metadata.step;
    return toProtocolEvents(event, view).map(({ event: name, data }) =>
      this.log.push(eventName(name, view.namespace), data),
    );
  }

  /** It stops before its next step. */
  pause(): void {
    this.plan.config.control?.requestDrain('paused');
  }

  stop(reason: StopReason): void {
    this.stopReason ??= reason;
    this.abort.abort(new Error(reason === 'cancelled' ? 'The run was stopped.' : 'The server is stopping.'));
  }

  /** What it wrote is to be taken back: whoever follows it must not keep that. */
  rollBack(): void {
    this.#isTakenBack = true;
    this.stop('cancelled');
  }

  finish(ended: RunOutcome): void {
    const outcome = this.#isTakenBack ? { ...ended, error: TAKEN_BACK } : ended;
    this.isOver = true;
    if (outcome.error !== null) {
      this.log.push('error', { error: outcome.error.name, message: outcome.error.message });
    }
    this.log.close();
    this.#settle(outcome);
  }
}

/** Named as LangGraph's server names it. */
const TAKEN_BACK = { name: 'UserRollback', message: 'The run was stopped to be rolled back.' };

function withoutInterrupt(values: Record<string, unknown>): Record<string, unknown> | null {
  if (!('__interrupt__' in values)) return values;
  const { __interrupt__: _question, ...rest } = values;
  return rest;
}
