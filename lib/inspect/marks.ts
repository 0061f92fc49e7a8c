import type { TimelineEntry } from '@/lib/contracts/debugger';
import { answeredTasks, answeredText } from './answered';

export const START = '__start__';

export type MarkShape =
  | 'triangle'
  | 'dot'
  | 'square'
  | 'diamond'
  | 'diamond-outline'
  | 'bars'
  | 'cross'
  | 'ring'
  | 'half-dot';
export type MarkTone = 'plain' | 'edit' | 'waiting' | 'failed' | 'done';

/** How a checkpoint is drawn. Shape says what it is; tone only repeats it. */
export interface Mark {
  shape: MarkShape;
  tone: MarkTone;
  /** What happened to an edit or a copy afterwards: its own shape stays a diamond. */
  badge: { shape: MarkShape; tone: MarkTone } | null;
  /** The nodes that made the step, e.g. `classify ×12`. */
  label: string;
  /** What the step waits for or died of, e.g. `review asks`; else which of its nodes did not run. */
  note: string | null;
}

const LABEL_NODES = 2;

/** `isPassed`: the branch went on from here, so that a question was answered and a failure overcome. */
export function markOf(entry: TimelineEntry, isPassed = false): Mark {
  const outcome = outcomeOf(entry);
  const own = sourceMark(entry);
  const isOwnShapeKept = entry.source === 'update' || entry.source === 'fork';
  const shown = outcome && !isOwnShapeKept ? outcome : own;
  return {
    ...shown,
    badge: isOwnShapeKept ? outcome : null,
    label: stepLabel(entry),
    note: pendingNote(entry, isPassed) ?? answeredText(entry),
  };
}

/** What made the step: `input`, `edit`, `fork`, `replay`, or its nodes with counts. */
export function stepLabel(entry: TimelineEntry): string {
  switch (entry.source) {
    case 'input':
      return 'input';
    case 'update':
      return 'edit';
    case 'fork':
      // A replay is a run's; without one, an edit inside made the copy.
      return entry.runId === null ? 'fork' : 'replay';
    case 'loop': {
      const counts = countNodes(entry.tasks.filter((task) => task.status === 'done').map((task) => task.node));
      counts.delete(START);
      if (counts.size === 0) return 'start';
      const names = [...counts].map(([node, count]) => (count > 1 ? `${node} ×${count}` : node));
      const rest = names.length - LABEL_NODES;
      return rest > 0 ? `${names.slice(0, LABEL_NODES).join(', ')} +${rest}` : names.join(', ');
    }
  }
}

export function countNodes(nodes: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const node of nodes) counts.set(node, (counts.get(node) ?? 0) + 1);
  return counts;
}

/** The timeline's value text: "step 12 of 40, node research, waiting for an answer". */
export function describeEntry(entry: TimelineEntry, lastStep: number, isPassed = false): string {
  const what = entry.source === 'loop' ? `node ${stepLabel(entry)}` : stepLabel(entry);
  const outcome = outcomeOf(entry);
  const end = outcome ? `, ${outcomeText(entry, outcome.shape, isPassed)}` : '';
  const answered = answeredText(entry);
  const how = answered === null ? '' : `, ${answered}`;
  return `step ${entry.step} of ${lastStep}, ${what}${how}${entry.milestone ? ', milestone' : ''}${end}`;
}

/** Names of tasks that are pending at a checkpoint, as far as the light timeline knows them. */
export function pendingNodes(entry: TimelineEntry, taskIds: readonly string[]): string[] {
  const known = taskIds.flatMap((id) => entry.tasks.find((task) => task.id === id)?.node ?? []);
  if (known.length === taskIds.length) return known;
  const distinct = new Set(entry.next);
  return distinct.size === 1 ? taskIds.map(() => entry.next[0] as string) : [];
}

function sourceMark(entry: TimelineEntry): { shape: MarkShape; tone: MarkTone } {
  switch (entry.source) {
    case 'input':
      return { shape: 'triangle', tone: 'plain' };
    case 'update':
      return { shape: 'diamond', tone: 'edit' };
    case 'fork':
      return { shape: 'diamond-outline', tone: 'edit' };
    case 'loop':
      if (entry.milestone) return { shape: 'square', tone: 'plain' };
      return { shape: answeredTasks(entry).length > 0 ? 'half-dot' : 'dot', tone: 'plain' };
  }
}

function outcomeOf(entry: TimelineEntry): { shape: MarkShape; tone: MarkTone } | null {
  if (entry.failedTasks.length > 0) return { shape: 'cross', tone: 'failed' };
  if (entry.interruptedTasks.length > 0) return { shape: 'bars', tone: 'waiting' };
  if (entry.next.length === 0) return { shape: 'ring', tone: 'done' };
  return null;
}

function outcomeText(entry: TimelineEntry, shape: MarkShape, isPassed: boolean): string {
  if (shape === 'ring') return 'end';
  return pendingNote(entry, isPassed) ?? (shape === 'cross' ? 'failed' : 'waiting for an answer');
}

function pendingNote(entry: TimelineEntry, isPassed: boolean): string | null {
  const hasFailed = entry.failedTasks.length > 0;
  const ids = hasFailed ? entry.failedTasks : entry.interruptedTasks;
  if (ids.length === 0) return null;
  const nodes = [...countNodes(pendingNodes(entry, ids))].map(([node, count]) =>
    count > 1 ? `${node} ×${count}` : node,
  );
  return `${nodes.join(', ')} ${hasFailed ? 'failed' : isPassed ? 'asked' : 'asks'}`.trim();
}
