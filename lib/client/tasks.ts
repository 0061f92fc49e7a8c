import { type InfiniteData, infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import type { ConsoleLine, ConsolePart } from '@/lib/contracts/console';
import type { StepTasks } from '@/lib/contracts/task-details';
import { debuggerThreadPath, request } from './api';
import { stateKeys } from './states';

const PAGE_SIZE = 100;
const TASKS = 'tasks';

function tasksPath(threadId: string, checkpointId: string): string {
  return `${debuggerThreadPath(threadId)}/tasks/${encodeURIComponent(checkpointId)}`;
}

/** The tasks that made a checkpoint and those pending there, in pages. Outdated with the checkpoint's state. */
export function tasksQuery(threadId: string, checkpointId: string, namespace = '') {
  return infiniteQueryOptions({
    queryKey: [...stateKeys.detail(threadId, checkpointId), TASKS] as const,
    queryFn: ({ pageParam, signal }) =>
      request<StepTasks>(tasksPath(threadId, checkpointId), {
        query: { namespace, from: pageParam, limit: PAGE_SIZE },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: ({ from, tasks, total }) => (from + tasks.length < total ? from + tasks.length : undefined),
    gcTime: 60_000,
  });
}

/** All of it in full, as a file. */
export function tasksFileUrl(threadId: string, checkpointId: string, namespace = ''): string {
  return `/api${tasksPath(threadId, checkpointId)}?whole=true&namespace=${encodeURIComponent(namespace)}`;
}

/** What nodes print while a page shows their tasks. What is printed before the page has read them comes with the reading. */
export function addConsole(client: QueryClient, threadId: string, parts: ConsolePart[]): void {
  const byTask = new Map<string, ConsolePart[]>();
  for (const part of parts) byTask.set(part.taskId, [...(byTask.get(part.taskId) ?? []), part]);
  client.setQueriesData<InfiniteData<StepTasks>>(
    {
      queryKey: stateKeys.thread(threadId),
      predicate: ({ queryKey, state }) =>
        queryKey.at(-1) === TASKS && shows(state.data as InfiniteData<StepTasks> | undefined, byTask),
    },
    (data) => data && { ...data, pages: data.pages.map((page) => withConsole(page, byTask)) },
  );
}

function shows(data: InfiniteData<StepTasks> | undefined, byTask: ReadonlyMap<string, unknown>): boolean {
  return data?.pages.some((page) => page.tasks.some(({ id }) => byTask.has(id))) ?? false;
}

function withConsole(page: StepTasks, byTask: ReadonlyMap<string, ConsolePart[]>): StepTasks {
  return {
    ...page,
    hasConsole: true,
    tasks: page.tasks.map((task) => {
      const added = byTask.get(task.id);
      if (added === undefined) return task;
      const lines = added.flatMap((part) => part.lines);
      // A line that the reading brought already is heard again on the stream.
      const known = new Set(task.console.map(lineKey));
      const fresh = lines.filter((line) => !known.has(lineKey(line)));
      return {
        ...task,
        console: [...task.console, ...fresh],
        consoleCut: added.findLast(({ cut }) => cut !== null)?.cut ?? task.consoleCut,
      };
    }),
  };
}

function lineKey({ atMs, number }: ConsoleLine): string {
  return `${atMs} ${number}`;
}
