import { v7 } from 'uuid';
import type { ExperimentRow, ExperimentSummary } from '@/lib/contracts/experiment';

export interface ExperimentPlan {
  threadId: string;
  checkpointId: string;
  kind: 'what-if' | 'again';
  /** A row each; null goes on from the state as it is. As they came, for whoever asks what was tried. */
  edits: (Record<string, unknown> | null)[];
  /** Of the rows' branches. */
  names: string[];
  concurrency: number;
}

/** What is known of an experiment while it runs and afterwards. Rows change here and nowhere else. */
export class RunningExperiment {
  readonly experimentId = v7();
  readonly createdAt = Date.now();
  /** Resolves when no row runs or will. */
  readonly ended: Promise<void>;
  endedAt: number | null = null;
  isCancelled = false;
  readonly #rows: ExperimentRow[];
  /** Of each row the number of the change that made it what it is. */
  readonly #changedAt: number[];
  #changes = 0;
  #tell: (() => void)[] = [];
  #settle!: () => void;

  constructor(
    readonly plan: ExperimentPlan,
    /** The one that runs it, and alone knows it. */
    readonly server: string,
  ) {
    this.#rows = plan.names.map((name, index) => newRow(index + 1, name));
    this.#changedAt = this.#rows.map(() => 0);
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get rows(): readonly ExperimentRow[] {
    return this.#rows;
  }

  get isOver(): boolean {
    return this.endedAt !== null;
  }

  row(number: number): ExperimentRow {
    return this.#rows[number - 1] as ExperimentRow;
  }

  change(number: number, fields: Partial<ExperimentRow>): void {
    this.#rows[number - 1] = { ...this.row(number), ...fields };
    this.#changedAt[number - 1] = ++this.#changes;
    this.#wake();
  }

  /** Rows that have not begun never will; answers those that run. */
  cancel(): ExperimentRow[] {
    this.isCancelled ||= !this.isOver;
    for (const { row, status } of this.#rows) if (status === 'queued') this.change(row, { status: 'unstarted' });
    return this.#rows.filter(({ status }) => status === 'running');
  }

  end(): void {
    this.endedAt = Date.now();
    this.#wake();
    this.#settle();
  }

  /** Rows that changed after a number of changes, and the number so far. */
  since(changes: number): { rows: ExperimentRow[]; changes: number } {
    const rows = this.#rows.filter((_, index) => (this.#changedAt[index] as number) > changes);
    return { rows, changes: this.#changes };
  }

  /** Resolves with the next change, or when the signal aborts. */
  changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      signal.addEventListener('abort', wake);
      this.#tell.push(wake);
    });
  }

  summary(): ExperimentSummary {
    const { threadId, checkpointId, kind, concurrency } = this.plan;
    const status = !this.isOver ? 'running' : this.isCancelled ? 'cancelled' : 'done';
    const { experimentId, server, createdAt, endedAt } = this;
    const rows = [...this.#rows];
    return { experimentId, threadId, checkpointId, kind, status, concurrency, server, createdAt, endedAt, rows };
  }

  #wake(): void {
    const waiting = this.#tell;
    this.#tell = [];
    for (const wake of waiting) wake();
  }
}

function newRow(row: number, name: string): ExperimentRow {
  const nothing = { branchId: null, runId: null, reason: null, steps: null, endCheckpointId: null, ms: null };
  return { row, name, status: 'queued', isDeleted: false, ...nothing };
}

/** Numbered on from the highest of those that are taken, so that a thread's branches keep apart. */
export function namesOf(kind: ExperimentPlan['kind'], count: number, taken: readonly string[]): string[] {
  const word = kind === 'again' ? 'again' : 'what if';
  const numbered = new RegExp(`^${word} (\\d{1,9})$`);
  const last = Math.max(0, ...taken.map((name) => Number(numbered.exec(name)?.[1] ?? 0)));
  return Array.from({ length: count }, (_, index) => `${word} ${last + index + 1}`);
}
