import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { Blames, ChangedSteps, ChangesPage, ValueChange, ValuePath } from '@/lib/contracts/changes';
import { debuggerThreadPath, request } from './api';
import { batchRequests } from './batch-requests';

const MAX_BATCH = 100;
const PAGE_SIZE = 50;

const changeKeys = {
  thread: (threadId: string) => ['changes', threadId] as const,
};

/** What has been written does not change, but pruning takes it away. */
const FRESH_MS = 30_000;
const KEPT_MS = 5 * 60_000;

/** The last change of a value up to a checkpoint; null where there never was one. What is asked in one tick travels together. */
export function blameQuery(threadId: string, checkpointId: string, path: ValuePath) {
  return queryOptions({
    queryKey: [...changeKeys.thread(threadId), 'blame', checkpointId, path] as const,
    queryFn: async () => (await blameLoader(threadId)(JSON.stringify([checkpointId, path]))).change,
    staleTime: FRESH_MS,
    gcTime: KEPT_MS,
  });
}

interface Blamed {
  change: ValueChange | null;
}

const loaders = new Map<string, (key: string) => Promise<Blamed>>();

function blameLoader(threadId: string): (key: string) => Promise<Blamed> {
  let loader = loaders.get(threadId);
  if (loader === undefined) {
    loader = batchRequests((keys) => loadBlames(threadId, keys), MAX_BATCH);
    loaders.set(threadId, loader);
  }
  return loader;
}

async function loadBlames(threadId: string, keys: string[]): Promise<Blamed[]> {
  const asked = keys.map((key) => JSON.parse(key) as [checkpointId: string, path: ValuePath]);
  const answers = new Map<string, ValueChange | null>();
  for (const checkpointId of new Set(asked.map(([id]) => id))) {
    const paths = asked.filter(([id]) => id === checkpointId).map(([, path]) => path);
    const body = { checkpointId, paths };
    const { blames } = await request<Blames>(`${debuggerThreadPath(threadId)}/blame`, { method: 'POST', body });
    for (const [at, path] of paths.entries()) answers.set(JSON.stringify([checkpointId, path]), blames[at] ?? null);
  }
  return keys.map((key) => ({ change: answers.get(key) ?? null }));
}

export interface ChangesFrom {
  checkpointId: string;
  path: ValuePath;
}

/** Changes of a value back from a checkpoint, its own among them, newest first. */
export function changesBackQuery(threadId: string, from: ChangesFrom) {
  return changesQuery(threadId, { ...from, direction: 'back' });
}

/** The same behind it, oldest first, to the tip of a branch; `tipId` makes a branch that grew another question. */
export function changesOnwardQuery(threadId: string, from: ChangesFrom, branchId: string, tipId: string) {
  return changesQuery(threadId, { ...from, direction: 'onward', branchId, tipId });
}

interface ChangesQuestion extends ChangesFrom {
  direction: 'back' | 'onward';
  branchId?: string;
  tipId?: string;
}

function changesQuery(threadId: string, question: ChangesQuestion) {
  return infiniteQueryOptions({
    queryKey: [...changeKeys.thread(threadId), 'list', question] as const,
    initialPageParam: { checkpoint: question.checkpointId, path: question.path },
    queryFn: ({ pageParam, signal }) => readChanges(threadId, { ...question, ...from(pageParam) }, PAGE_SIZE, signal),
    getNextPageParam: ({ next }) => next,
    staleTime: FRESH_MS,
    gcTime: KEPT_MS,
  });
}

function from({ checkpoint, path }: NonNullable<ChangesPage['next']>): ChangesFrom {
  return { checkpointId: checkpoint, path };
}

function readChanges(
  threadId: string,
  { checkpointId, path, direction, branchId }: ChangesQuestion,
  limit: number,
  signal?: AbortSignal,
): Promise<ChangesPage> {
  return request<ChangesPage>(`${debuggerThreadPath(threadId)}/changes`, {
    query: { path: JSON.stringify(path), checkpoint: checkpointId, branch: branchId, direction, limit },
    ...(signal && { signal }),
  });
}

/** The change before a checkpoint, not its own, or the one behind it on a branch; null at the end. */
export async function readNeighbour(
  threadId: string,
  question: ChangesFrom & { branchId: string; direction: 'back' | 'onward' },
): Promise<ValueChange | null> {
  const { changes } = await readChanges(threadId, question, 2);
  return changes.find(({ checkpointId }) => checkpointId !== question.checkpointId) ?? null;
}

/**
 * By path: the steps of the way to `tipId` at which the value changed, ascending. When the way grew, only what is new is
 * asked; `isOnWay` tells of a checkpoint whether the way leads over it.
 */
export function changedStepsQuery(
  threadId: string,
  tipId: string,
  paths: readonly ValuePath[],
  isOnWay: (checkpointId: string) => boolean,
) {
  return queryOptions({
    queryKey: [...changeKeys.thread(threadId), 'steps', tipId, paths] as const,
    queryFn: async ({ client, signal }): Promise<ChangedSteps> => {
      const known = latestKnown(client, threadId, paths, isOnWay);
      const { steps } = await request<ChangedSteps>(`${debuggerThreadPath(threadId)}/changed-steps`, {
        method: 'POST',
        body: { checkpointId: tipId, paths, ...(known && { after: known.tipId }) },
        signal,
      });
      return { steps: steps.map((own, at) => [...(known?.steps[at] ?? []), ...own]) };
    },
    staleTime: FRESH_MS,
    gcTime: KEPT_MS,
  });
}

function latestKnown(
  client: QueryClient,
  threadId: string,
  paths: readonly ValuePath[],
  isOnWay: (checkpointId: string) => boolean,
): { tipId: string; steps: number[][] } | null {
  const prefix = [...changeKeys.thread(threadId), 'steps'];
  const found = client
    .getQueryCache()
    .findAll({ queryKey: prefix })
    .filter((query) => query.state.data !== undefined)
    .filter(({ queryKey }) => JSON.stringify(queryKey[4]) === JSON.stringify(paths) && isOnWay(String(queryKey[3])))
    .sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt)[0];
  return found ? { tipId: String(found.queryKey[3]), steps: (found.state.data as ChangedSteps).steps } : null;
}
