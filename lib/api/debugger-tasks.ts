import { z } from 'zod';
import { START, type TimelineRow } from '@/engine';
import type { ConsolePart } from '@/lib/contracts/console';
import { queryInt, querySwitch, storableText, threadId } from '@/lib/contracts/protocol';
import type { StepTasks, TaskDetails } from '@/lib/contracts/task-details';
import type { StatePlace } from '@/lib/inspect/node-occurrences';
import { CONSOLE_FROM, CONSOLE_MODE } from '@/lib/runs/console-keeper';
import { graphIn } from '@/lib/runs/graph-in';
import { graphOfThread, requireThread } from '@/lib/runs/served-thread';
import type { Runtime } from '@/lib/runtime/runtime';
import type { ThreadRecord } from '@/lib/storage/store';
import { jsonFile } from './json-file';
import { type Route, route } from './route';
import { pendingTasks, ranTasks, readTaskPlace, type TaskPlace } from './task-details';
import { routesOf } from './task-routes';

const query = z.object({
  /** Of a graph inside; the root's when it is absent. */
  namespace: storableText.default(''),
  from: queryInt(0, 0, 1_000_000),
  limit: queryInt(100, 1, 1000),
  /** All of them, with their values in full, as a file. */
  whole: querySwitch,
});

export const debuggerTaskRoutes: Route[] = [
  route({
    method: 'get',
    path: '/debugger/threads/:thread_id/tasks/:checkpoint_id',
    tag: 'debugger',
    summary:
      'The tasks that made a checkpoint and those pending there: input, writes, errors, questions, routes, console, tokens',
    params: z.object({ thread_id: threadId, checkpoint_id: z.string() }),
    query,
    answer: { status: 200, description: 'StepTasks' },
    async handle({ runtime, params, query: { namespace, from, limit, whole } }) {
      const thread = await requireThread(runtime, params.thread_id);
      const page = whole ? { from: 0, limit: Number.POSITIVE_INFINITY } : { from, limit };
      const place = { checkpointId: params.checkpoint_id, namespace };
      const tasks = await readStepTasks(runtime, thread, place, { ...page, isFolded: !whole });
      if (!whole) return tasks;
      return new Response(JSON.stringify(tasks, null, 2), {
        headers: jsonFile(`tasks-of-step-${params.checkpoint_id}`),
      });
    },
  }),
];

async function readStepTasks(
  runtime: Runtime,
  thread: ThreadRecord,
  { checkpointId, namespace }: StatePlace,
  { from, limit, isFolded }: { from: number; limit: number; isFolded: boolean },
): Promise<StepTasks> {
  const place = await readTaskPlace(runtime, thread, { checkpointId, namespace });
  const parentId = place.tuple.parentConfig?.configurable?.checkpoint_id ?? null;
  const row = await readRow(runtime, thread, place);
  const before =
    parentId === null || row === undefined
      ? null
      : await readTaskPlace(runtime, thread, { checkpointId: parentId, namespace });
  // START passes the input on, which is worth a look only where its routers chose.
  const ran = before && row ? row.tasks.filter(({ node, routes }) => node !== START || routes) : [];
  const root = graphOfThread(runtime, thread);
  const graph = root && graphIn(root, namespace);
  const step = before && row && { before, after: place, tasks: row.tasks, graph };
  const pending = place.snapshot.tasks.filter(({ name }) => name !== START);
  const end = from + limit;
  const shownPending = pending.slice(Math.max(0, from - ran.length), Math.max(0, end - ran.length));
  const shownRan = ran.slice(from, end);
  const routes = new Map(step && shownRan.map((task) => [task.id, routesOf(task, step)]));
  const shown = [
    ...(before ? ranTasks(shownRan, before, isFolded) : []),
    ...pendingTasks(shownPending, place, isFolded),
  ];
  const ids = [checkpointId, ...(parentId === null ? [] : [parentId])];
  const { step: number } = place.tuple.metadata;
  const parts = await readConsole(runtime, thread, { steps: [number, number + 1], checkpointIds: new Set(ids) });
  return {
    checkpointId,
    parentId,
    tasks: shown.map((task) => ({
      ...task,
      ...consoleOf(parts.get(task.id) ?? []),
      routes: routes.get(task.id) ?? null,
    })),
    from,
    total: ran.length + pending.length,
    hasConsole: await isOwnRun(runtime, thread, row?.runId ?? null),
  };
}

/** The checkpoint's row: the first of its branch behind its parent. */
async function readRow(
  runtime: Runtime,
  { threadId }: ThreadRecord,
  { tuple }: TaskPlace,
): Promise<TimelineRow | undefined> {
  const after = tuple.parentConfig?.configurable?.checkpoint_id;
  const branchId = tuple.position?.branchId;
  const [row] = await runtime.store.saver.readTimeline(threadId, {
    limit: 1,
    namespace: tuple.config.configurable?.checkpoint_ns ?? '',
    ...(branchId !== undefined && { branchId }),
    ...(after !== undefined && { after }),
  });
  return row?.checkpointId === tuple.checkpoint.id ? row : undefined;
}

async function readConsole(
  runtime: Runtime,
  { threadId }: ThreadRecord,
  { steps, checkpointIds }: { steps: number[]; checkpointIds: ReadonlySet<string> },
): Promise<Map<string, ConsolePart[]>> {
  const rows = await runtime.store.runEvents.readSteps(threadId, {
    mode: CONSOLE_MODE,
    fromSequence: CONSOLE_FROM,
    steps,
  });
  const byTask = new Map<string, ConsolePart[]>();
  for (const { payload } of rows) {
    // Written by `consoleKeeper` alone.
    const part = payload as ConsolePart;
    if (!checkpointIds.has(part.checkpointId)) continue;
    byTask.set(part.taskId, [...(byTask.get(part.taskId) ?? []), part]);
  }
  return byTask;
}

function consoleOf(parts: ConsolePart[]): Pick<TaskDetails, 'console' | 'consoleCut'> {
  return {
    console: parts.flatMap(({ lines }) => lines),
    consoleCut: parts.findLast(({ cut }) => cut !== null)?.cut ?? null,
  };
}

async function isOwnRun(runtime: Runtime, { threadId }: ThreadRecord, runId: string | null): Promise<boolean> {
  return runId !== null && (await runtime.store.runs.get(threadId, runId)) !== null;
}
