import type { TimelineEntry, TimelineTask } from './debugger';

/**
 * Timeline entries, column by column: a small part of the bytes that objects take, and 10,000 of them are read in a few
 * milliseconds. What comes again (names, branches, lists of next nodes) stands once in `texts` or `nexts`, and columns hold
 * positions in these. `lib/inspect/unpack-timeline.ts` makes entries of them again.
 */
export interface TimelineColumns {
  texts: string[];
  nexts: string[][];
  checkpointId: string[];
  /** How many entries before this one its parent stands; 0: no parent; -1: see `strangers`. */
  parent: number[];
  /** Parents that are not in this page, by the entry's position. */
  strangers: Record<number, string>;
  branch: number[];
  step: number[];
  source: number[];
  /** Position in `texts`; -1: none. */
  run: number[];
  /** Milliseconds since the entry before; of the first: since the epoch. */
  createdAt: number[];
  next: number[];
  taskCount: number[];
  changedCount: number[];
  /** One for each task, in the order of the entries. */
  task: {
    id: string[];
    node: number[];
    startMs: number[];
    durationMs: number[];
    attempts: number[];
    status: number[];
    /** -1: not started by a Send. */
    sendIndex: number[];
    /** 1: reused, 2: cached, 4: handled, 8: called, 16: answered with what was reused, 32: with what was mocked. */
    flags: number[];
  };
  changed: { channel: number[]; bytes: number[] };
  /** Of the few entries at which a task waits or failed: position and task ids. */
  unfinished: [position: number, interruptedTasks: string[], failedTasks: string[]][];
  /** Positions of the entries that are milestones. */
  milestones: number[];
}

const NO_PARENT = 0;
const STRANGER = -1;
const NO_RUN = -1;
const NO_SEND = -1;

/** Microseconds are what a clock tells; more digits are noise that a page would have to carry. */
export function toMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

export function packTimeline(entries: readonly TimelineEntry[]): TimelineColumns {
  const columns = emptyColumns();
  const text = table(columns.texts, (value: string) => value);
  const next = table(columns.nexts, (value: string[]) => value.join('\n'));
  const positions = new Map<string, number>();
  let before = 0;
  entries.forEach((entry, position) => {
    const parent = entry.parentId === null ? undefined : positions.get(entry.parentId);
    positions.set(entry.checkpointId, position);
    if (entry.parentId !== null && parent === undefined) columns.strangers[position] = entry.parentId;
    columns.checkpointId.push(entry.checkpointId);
    columns.parent.push(parent === undefined ? (entry.parentId === null ? NO_PARENT : STRANGER) : position - parent);
    columns.branch.push(text(entry.branchId));
    columns.step.push(entry.step);
    columns.source.push(text(entry.source));
    columns.run.push(entry.runId === null ? NO_RUN : text(entry.runId));
    columns.createdAt.push(entry.createdAt - before);
    before = entry.createdAt;
    columns.next.push(next(entry.next));
    columns.taskCount.push(entry.tasks.length);
    columns.changedCount.push(entry.changed.length);
    for (const task of entry.tasks) packTask(columns.task, task, text);
    for (const { channel, bytes } of entry.changed) {
      columns.changed.channel.push(text(channel));
      columns.changed.bytes.push(bytes);
    }
    if (entry.milestone) columns.milestones.push(position);
    if (entry.interruptedTasks.length + entry.failedTasks.length > 0) {
      columns.unfinished.push([position, entry.interruptedTasks, entry.failedTasks]);
    }
  });
  return columns;
}

function packTask(columns: TimelineColumns['task'], task: TimelineTask, text: (value: string) => number): void {
  columns.id.push(task.id);
  columns.node.push(text(task.node));
  columns.startMs.push(toMicroseconds(task.startMs));
  columns.durationMs.push(toMicroseconds(task.durationMs));
  columns.attempts.push(task.attempts);
  columns.status.push(text(task.status));
  columns.sendIndex.push(task.sendIndex ?? NO_SEND);
  const { reused, cached, handled, called, answered } = task;
  const answer = answered === 'reused' ? 16 : answered === 'mocked' ? 32 : 0;
  columns.flags.push((reused ? 1 : 0) | (cached ? 2 : 0) | (handled ? 4 : 0) | (called ? 8 : 0) | answer);
}

/** Gives each different value its position in the list, adding it when it is new. */
function table<Value>(list: Value[], keyOf: (value: Value) => string): (value: Value) => number {
  const positions = new Map<string, number>();
  return (value) => {
    const key = keyOf(value);
    const known = positions.get(key);
    if (known !== undefined) return known;
    positions.set(key, list.push(value) - 1);
    return list.length - 1;
  };
}

function emptyColumns(): TimelineColumns {
  return {
    texts: [],
    nexts: [],
    checkpointId: [],
    parent: [],
    strangers: {},
    branch: [],
    step: [],
    source: [],
    run: [],
    createdAt: [],
    next: [],
    taskCount: [],
    changedCount: [],
    task: { id: [], node: [], startMs: [], durationMs: [], attempts: [], status: [], sendIndex: [], flags: [] },
    changed: { channel: [], bytes: [] },
    unfinished: [],
    milestones: [],
  };
}
