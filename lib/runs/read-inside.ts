import type { TimelineRow } from '@/engine';
import type { CallOfTask } from '@/lib/contracts/inside';
import type { RunsContext } from './context';
import { readWholeTimeline } from './path';

export interface CallRows {
  taskId: string;
  namespace: string;
  rows: TimelineRow[];
  omitted: number;
}

const MAX_CALLS_OF_TASK = 20;
const MAX_ROWS = 2000;
const MAX_VISIT_ROWS = 10_000;

/** What the graphs that tasks called did, call by call. Tasks that called none are left out. */
export async function readInside(
  context: RunsContext,
  threadId: string,
  tasks: readonly CallOfTask[],
): Promise<CallRows[]> {
  return (await Promise.all(tasks.map((task) => readCalls(context, threadId, task)))).flat();
}

async function readCalls(context: RunsContext, threadId: string, task: CallOfTask): Promise<CallRows[]> {
  const calls: CallRows[] = [];
  for (let call = 0; call < MAX_CALLS_OF_TASK; call++) {
    const found = await readCall(context, threadId, task, call === 0 ? '' : `|${call}`);
    if (found === null) break;
    calls.push(found);
  }
  return calls;
}

/** A graph with a fresh state has a namespace of the task's own; one that keeps its state has its place, and tells who called. */
async function readCall(
  { store, ...context }: RunsContext,
  threadId: string,
  { namespace, node, taskId }: CallOfTask,
  suffix: string,
): Promise<CallRows | null> {
  const own = `${below(namespace, `${node}:${taskId}`)}${suffix}`;
  const rows = await readWholeTimeline({ store, ...context }, threadId, own);
  if (rows.length > 0) return { taskId, namespace: own, ...newestPath(rows) };
  const place = `${below(placeOf(namespace), node)}${suffix}`;
  const filter = { metadata: { called_by: taskId } };
  const visit = await store.saver.readTimeline(threadId, { namespace: place, filter, limit: MAX_VISIT_ROWS });
  return visit.length === 0 ? null : { taskId, namespace: place, ...newestPath(visit) };
}

function below(namespace: string, level: string): string {
  return namespace === '' ? level : `${namespace}|${level}`;
}

function placeOf(namespace: string): string {
  return namespace
    .split('|')
    .map((level) => level.split(':', 1)[0])
    .join('|');
}

function newestPath(rows: TimelineRow[]): Pick<CallRows, 'rows' | 'omitted'> {
  const byId = new Map(rows.map((row) => [row.checkpointId, row]));
  const path: TimelineRow[] = [];
  for (let row = rows.at(-1); row !== undefined; row = byId.get(row.parentId ?? '')) path.push(row);
  const omitted = Math.max(0, path.length - MAX_ROWS);
  return { rows: path.slice(0, MAX_ROWS).reverse(), omitted };
}
