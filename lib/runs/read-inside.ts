import type { StateSnapshot, TimelineQuery, TimelineRow } from '@/engine';
import { childNamespace, placeByNames } from '@/engine';
import type { CallOfTask } from '@/lib/contracts/inside';
import type { ThreadRecord } from '@/lib/storage/store';
import type { RunsContext } from './context';
import { timelinePages } from './path';
import { readStateAt, readStates } from './read-state';

export interface CallRows {
  taskId: string;
  namespace: string;
  rows: TimelineRow[];
  omitted: number;
}

const MAX_CALLS_OF_TASK = 20;
/** Of one call, and of all together; every call has at least its newest. */
const MAX_ROWS = 2000;
const MAX_ROWS_OF_ALL = 50_000;
/** Tasks read at once. */
const BATCH = 4;

/** What the graphs that tasks called did, call by call. Tasks that called none are left out. */
export async function readInside(
  context: RunsContext,
  threadId: string,
  tasks: readonly CallOfTask[],
): Promise<CallRows[]> {
  const calls: CallRows[] = [];
  let room = MAX_ROWS_OF_ALL;
  for (let start = 0; start < tasks.length; start += BATCH) {
    const batch = tasks.slice(start, start + BATCH);
    for (const call of (await Promise.all(batch.map((task) => readCalls(context, threadId, task)))).flat()) {
      const rows = call.rows.slice(-Math.max(1, room));
      room -= rows.length;
      calls.push({ ...call, rows, omitted: call.omitted + call.rows.length - rows.length });
    }
  }
  return calls;
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
    const found = await readCall(context, threadId, task, call);
    if (found === null) break;
    calls.push(found);
  }
  return calls;
}

/** A graph with a fresh state has a namespace of the task's own; one that keeps its state has its place, and tells who called. */
async function readCall(
  context: RunsContext,
  threadId: string,
  { namespace, node, taskId }: CallOfTask,
  call: number,
): Promise<CallRows | null> {
  const own = childNamespace(namespace, node, taskId, call);
  const fresh = await readNewestPath(context, threadId, { namespace: own });
  if (fresh.rows.length > 0) return { taskId, namespace: own, ...fresh };
  const place = childNamespace(placeByNames(namespace), node, null, call);
  const visit = await readNewestPath(context, threadId, {
    namespace: place,
    filter: { metadata: { called_by: taskId } },
  });
  return visit.rows.length === 0 ? null : { taskId, namespace: place, ...visit };
}

/** The end of the path to the newest row. Rows are kept of the last two pages, and of all how they hang together. */
async function readNewestPath(
  context: RunsContext,
  threadId: string,
  query: Pick<TimelineQuery, 'namespace' | 'filter'>,
): Promise<Pick<CallRows, 'rows' | 'omitted'>> {
  const parents = new Map<string, string | null>();
  let before: TimelineRow[] = [];
  let last: TimelineRow[] = [];
  for await (const page of timelinePages(context, threadId, query)) {
    for (const { checkpointId, parentId } of page) parents.set(checkpointId, parentId);
    if (page.length > 0) [before, last] = [last, page];
  }
  const byId = new Map([...before, ...last].map((row) => [row.checkpointId, row]));
  const path: TimelineRow[] = [];
  for (let row = last.at(-1); row !== undefined && path.length < MAX_ROWS; row = byId.get(row.parentId ?? '')) {
    path.push(row);
  }
  let omitted = 0;
  let older = path.at(-1)?.parentId;
  for (; older && parents.has(older); older = parents.get(older)) omitted += 1;
  return { rows: path.reverse(), omitted };
}
