import type { StateSnapshot, TimelineRow } from '@/engine';
import type { CallOfTask } from '@/lib/contracts/inside';
import type { ThreadRecord } from '@/lib/storage/store';
import type { RunsContext } from './context';
import { readWholeTimeline } from './path';
import { readStateAt, readStates } from './read-state';

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

/** In the order asked for; ids that are not there are left out. @throws EngineError UNKNOWN_NODE for a namespace that leads nowhere */
export async function readInsideStates(
  context: RunsContext,
  thread: ThreadRecord,
  { namespace, checkpointIds }: { namespace: string; checkpointIds: string[] },
): Promise<StateSnapshot[]> {
  if (namespace === '') return readStates(context, thread, checkpointIds);
  const tuples = await context.store.saver.readTuples(thread.threadId, checkpointIds, namespace);
  const known = tuples.map(({ checkpoint }) => checkpoint.id);
  return Promise.all(known.map((id) => readStateAt(context, thread, id, { namespace })));
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
