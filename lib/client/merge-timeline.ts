import type {
  BranchSummary,
  DebuggerEvent,
  LiveTask,
  RunSummary,
  RunTask,
  ThreadSummary,
  TimelineEntry,
  TimelinePage,
} from '@/lib/contracts/debugger';
import type { CheckpointNote } from '@/lib/contracts/notes';

/** What the browser knows of a thread's history. Entries ascend by checkpoint id. */
export interface Timeline {
  thread: ThreadSummary;
  branches: BranchSummary[];
  runs: RunSummary[];
  entries: TimelineEntry[];
  /** Tasks heard of on the stream whose step has not been saved yet. */
  live: RunTask[];
  /** Of the whole thread. */
  notes: CheckpointNote[];
  /** False while later pages are still on their way. */
  isWhole: boolean;
  /** Pages told everything up to this checkpoint; what is behind it came on the stream, perhaps with gaps. Null: nothing. */
  readUpTo: string | null;
  /** Something that it tells of was removed: it is to be read anew, from the start. */
  isOutlived?: true;
}

export function mergePage(timeline: Timeline | null, page: TimelinePage): Timeline {
  const isWhole = page.nextAfter === null;
  const readUpTo = page.entries.at(-1)?.checkpointId ?? timeline?.readUpTo ?? null;
  if (timeline === null) {
    const { thread, branches, runs, entries, live, notes } = page;
    return { thread, branches, runs, entries: settled(entries), live, notes, isWhole, readUpTo };
  }
  const entries = mergeEntries(timeline.entries, page.entries);
  const runs = mergeBy(timeline.runs, page.runs, (run) => run.runId);
  return {
    ...timeline,
    thread: page.thread,
    branches: page.branches,
    runs,
    entries,
    notes: page.notes,
    isWhole,
    readUpTo,
    live: mergeLive(page.live, timeline.live, { runs, entries }),
  };
}

/**
 * Events that arrived while the pages were read have patched the cache meanwhile: nothing of them may be lost, and nothing
 * of what was known before may come back when the pages do not have it any more.
 */
export function withPatchesSince(read: Timeline, known: Timeline | null, cached: Timeline | undefined): Timeline {
  const before = new Map(known?.entries.map((entry) => [entry.checkpointId, entry]));
  const patched = new Map(cached?.entries.map((entry) => [entry.checkpointId, entry]));
  // Not read again: the cache has what the stream said of it since.
  const isOld = (entry: TimelineEntry) => before.get(entry.checkpointId) === entry;
  const entries = read.entries.map((entry) => (isOld(entry) ? (patched.get(entry.checkpointId) ?? entry) : entry));
  for (const { checkpointId } of [...before.values(), ...read.entries]) patched.delete(checkpointId);
  const moved = cached?.branches.filter((branch) => patched.has(branch.tipId)) ?? [];
  return {
    ...read,
    branches: mergeBranches(read.branches, moved),
    entries: mergeEntries(entries, [...patched.values()]),
    live: mergeLive(read.live, cached?.live ?? [], read),
  };
}

/** What the server knew while the page was read, and what the stream told meanwhile: an end outlasts a start. */
function mergeLive(
  read: RunTask[],
  heard: RunTask[],
  { runs, entries }: Pick<Timeline, 'runs' | 'entries'>,
): RunTask[] {
  const started = mergeBy(heard, read, (task) => task.id);
  const ended = heard.filter((task) => task.status !== 'running');
  const over = new Set(runs.filter((run) => !isLiveRun(run)).map((run) => run.runId));
  const live = mergeBy(started, ended, (task) => task.id).filter((task) => !over.has(task.runId));
  return withoutSaved(live, entries);
}

/** Tasks whose step is not saved yet: nothing follows their checkpoint on its own branch. A fork of it changes nothing. */
function withoutSaved(live: RunTask[], entries: TimelineEntry[]): RunTask[] {
  if (live.length === 0) return live;
  const branchOf = new Map(entries.map((entry) => [entry.checkpointId, entry.branchId]));
  const extended = entries.filter(({ parentId, branchId }) => parentId !== null && branchOf.get(parentId) === branchId);
  const saved = new Set(extended.map((entry) => entry.parentId));
  return live.filter((task) => !saved.has(task.checkpointId));
}

/** Where a refetch starts: where pages ended, or before an older tip whose pending tasks may have moved on. Null reads everything. */
export function refreshAfter({ entries, branches, readUpTo }: Timeline): string | null {
  if (readUpTo === null) return null;
  const tips = new Set(branches.map((branch) => branch.tipId));
  const firstOpen = entries.findIndex((entry) => tips.has(entry.checkpointId) && entry.next.length > 0);
  if (firstOpen === -1) return readUpTo;
  const beforeOpen = entries[firstOpen - 1]?.checkpointId ?? null;
  return beforeOpen === null || beforeOpen < readUpTo ? beforeOpen : readUpTo;
}

/** Whether a reading tells of runs, or of what they did, that the one before it may have come too early for. */
export function hasMovedOn(before: Timeline, after: Timeline): boolean {
  const known = new Map(before.runs.map((run) => [run.runId, run.updatedAt]));
  return (
    after.entries.length !== before.entries.length ||
    after.runs.some((run) => isLiveRun(run) || known.get(run.runId) !== run.updatedAt)
  );
}

/** Applies one streamed event; answers the same object when it says nothing about this timeline. */
export function applyEvent(timeline: Timeline, event: DebuggerEvent): Timeline {
  if (threadOf(event) !== timeline.thread.threadId) return timeline;
  switch (event.type) {
    case 'thread':
      return { ...timeline, thread: event.thread };
    case 'checkpoints':
      return applyCheckpoints(timeline, event.entries, event.branches);
    case 'tasks':
      return applyTasks(timeline, event.runId, event.started, event.ended);
    case 'run':
      return applyRun(timeline, event.run);
    case 'pruned':
      return { ...timeline, isOutlived: true };
    default:
      return timeline;
  }
}

export function threadOf(event: DebuggerEvent): string | null {
  switch (event.type) {
    case 'thread':
      return event.thread.threadId;
    case 'run':
      return event.run.threadId;
    case 'graphs':
      return null;
    default:
      return event.threadId;
  }
}

export function isLiveRun(run: RunSummary): boolean {
  return run.status === 'pending' || run.status === 'running';
}

function applyCheckpoints(timeline: Timeline, entries: TimelineEntry[], branches: BranchSummary[]): Timeline {
  const merged = mergeEntries(timeline.entries, entries);
  return {
    ...timeline,
    entries: merged,
    branches: mergeBranches(timeline.branches, branches),
    live: withoutSaved(timeline.live, merged),
  };
}

function applyTasks(timeline: Timeline, runId: string, started: LiveTask[], ended: LiveTask[]): Timeline {
  const heard = [...started, ...ended].map((task) => ({ ...task, runId }));
  return {
    ...timeline,
    live: mergeBy(timeline.live, heard, (task) => task.id),
    entries: settled(markPending(timeline.entries, ended)),
  };
}

/** A question or a failure shows at its checkpoint at once, before that entry is read again. */
function markPending(entries: TimelineEntry[], ended: LiveTask[]): TimelineEntry[] {
  const notable = ended.filter((task) => task.status === 'interrupted' || task.status === 'failed');
  if (notable.length === 0) return entries;
  const idsAt = (checkpointId: string, status: LiveTask['status']) =>
    notable.filter((task) => task.checkpointId === checkpointId && task.status === status).map((task) => task.id);
  const touched = new Set(notable.map((task) => task.checkpointId));
  return entries.map((entry) =>
    touched.has(entry.checkpointId)
      ? {
          ...entry,
          interruptedTasks: union(entry.interruptedTasks, idsAt(entry.checkpointId, 'interrupted')),
          failedTasks: union(entry.failedTasks, idsAt(entry.checkpointId, 'failed')),
        }
      : entry,
  );
}

function applyRun(timeline: Timeline, run: RunSummary): Timeline {
  return {
    ...timeline,
    runs: mergeBy(timeline.runs, [run], (known) => known.runId),
    live: isLiveRun(run) ? timeline.live : timeline.live.filter((task) => task.runId !== run.runId),
  };
}

function mergeEntries(known: TimelineEntry[], incoming: TimelineEntry[]): TimelineEntry[] {
  const first = incoming[0];
  if (first === undefined) return known;
  const last = known.at(-1);
  if (last === undefined || first.checkpointId > last.checkpointId) return settled([...known, ...incoming]);
  const byId = new Map(known.map((entry) => [entry.checkpointId, entry]));
  for (const entry of incoming) byId.set(entry.checkpointId, entry);
  return settled([...byId.values()].sort((a, b) => (a.checkpointId < b.checkpointId ? -1 : 1)));
}

/**
 * As the store tells it: a question or a failure is open until its task is done, which the next step of its branch says.
 * That step arrives without its parent, so that an answered question would stay or go by when a page was read.
 */
function settled(entries: TimelineEntry[]): TimelineEntry[] {
  const open = new Map(entries.filter(isOpen).map((entry) => [entry.checkpointId, entry.branchId]));
  if (open.size === 0) return entries;
  const done = new Set<string>();
  for (const { parentId, branchId, tasks } of entries) {
    if (parentId === null || open.get(parentId) !== branchId) continue;
    for (const task of tasks) if (task.status === 'done' || task.handled) done.add(task.id);
  }
  const isLeft = (taskId: string) => !done.has(taskId);
  return entries.map((entry) =>
    isOpen(entry) && ![...entry.interruptedTasks, ...entry.failedTasks].every(isLeft)
      ? {
          ...entry,
          interruptedTasks: entry.interruptedTasks.filter(isLeft),
          failedTasks: entry.failedTasks.filter(isLeft),
        }
      : entry,
  );
}

function isOpen({ interruptedTasks, failedTasks }: TimelineEntry): boolean {
  return interruptedTasks.length > 0 || failedTasks.length > 0;
}

/** At most one branch is the head: one that arrives as the head takes it from the others. */
function mergeBranches(known: BranchSummary[], incoming: BranchSummary[]): BranchSummary[] {
  const head = incoming.find((branch) => branch.isHead);
  const merged = mergeBy(known, incoming, (branch) => branch.branchId);
  return head === undefined
    ? merged
    : merged.map((branch) => ({ ...branch, isHead: branch.branchId === head.branchId }));
}

function mergeBy<Item>(known: Item[], incoming: Item[], keyOf: (item: Item) => string): Item[] {
  const byKey = new Map(known.map((item) => [keyOf(item), item]));
  for (const item of incoming) byKey.set(keyOf(item), item);
  return [...byKey.values()];
}

function union(known: string[], added: string[]): string[] {
  return [...new Set([...known, ...added])];
}
