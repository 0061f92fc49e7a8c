'use client';

import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type { CheckpointState } from '@/lib/contracts/debugger';
import type { CallOfTask, InsideCall, SentInput, SubgraphShape } from '@/lib/contracts/inside';
import { type CallsToRead, callsWithin } from '@/lib/inspect/inside-calls';
import type { StatePlace } from '@/lib/inspect/node-occurrences';
import { INSIDE } from '@/lib/inspect/node-runs';
import { debuggerThreadPath, request } from './api';
import { graphKeys } from './graphs';
import { stateKeys, stateQuery } from './states';

const MAX_BATCH = 100;

/** What the graph inside one node did, by all calls of the tasks that were looked into. */
export interface InsideNode {
  calls: InsideCall[];
  isNow: boolean;
  omitted: number;
}

/** The graphs that a graph's nodes hold. Below the key of all graphs: read again when graph files are. */
export function subgraphsQuery(graphId: string | null) {
  return queryOptions({
    queryKey: [...graphKeys.all, 'inside', graphId],
    queryFn: ({ signal }) =>
      request<{ subgraphs: SubgraphShape[] }>(`/debugger/graphs/${encodeURIComponent(graphId ?? '')}/subgraphs`, {
        signal,
      }),
    enabled: graphId !== null,
    select: ({ subgraphs }) => subgraphs,
  });
}

interface InsideQuestion {
  threadId: string;
  /** For the open nodes of the root graph. */
  roots: ReadonlyMap<string, CallsToRead>;
  /** Paths of all open nodes. */
  open: readonly string[];
  /** Changes with whatever may have changed the answer, while tasks are pending. */
  stamp: number | null;
}

/** What happened inside the open nodes, by path: level by level, since a level's calls are known from the one around it. */
export function insideQuery({ threadId, roots, open, stamp }: InsideQuestion) {
  const calls = [...roots.values()].flatMap((root) => root.calls.map(({ taskId }) => taskId));
  return queryOptions({
    queryKey: ['inside', threadId, calls, open, stamp],
    queryFn: ({ signal }) => readInside({ threadId, roots, open, signal }),
    enabled: calls.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    placeholderData: stamp === null ? undefined : keepPreviousData,
  });
}

async function readInside({
  threadId,
  roots,
  open,
  signal,
}: Pick<InsideQuestion, 'threadId' | 'roots' | 'open'> & { signal: AbortSignal }): Promise<Map<string, InsideNode>> {
  const found = new Map<string, InsideNode>();
  let level: ReadonlyMap<string, CallsToRead> = roots;
  while (level.size > 0) {
    const asked = [...level.values()].flatMap((each) => each.calls);
    const calls = byTask(await readCalls(threadId, asked, signal));
    for (const [path, { calls: own, isNow, omitted }] of level) {
      found.set(path, { calls: own.flatMap(({ taskId }) => calls.get(taskId) ?? []), isNow, omitted });
    }
    level = levelBelow(level, found, open);
  }
  return found;
}

function byTask(calls: readonly InsideCall[]): Map<string, InsideCall[]> {
  const found = new Map<string, InsideCall[]>();
  for (const call of calls) found.set(call.taskId, [...(found.get(call.taskId) ?? []), call]);
  return found;
}

/** The open nodes just inside of those of a level. */
function levelBelow(
  level: ReadonlyMap<string, CallsToRead>,
  found: ReadonlyMap<string, InsideNode>,
  open: readonly string[],
): Map<string, CallsToRead> {
  const below = new Map<string, CallsToRead>();
  for (const path of open) {
    const at = path.lastIndexOf(INSIDE);
    const outer = found.get(path.slice(0, Math.max(0, at)));
    if (!outer || !level.has(path.slice(0, at))) continue;
    below.set(path, callsWithin(outer.calls, path.slice(at + 1), outer.isNow));
  }
  return below;
}

export async function readCalls(
  threadId: string,
  calls: readonly CallOfTask[],
  signal: AbortSignal,
): Promise<InsideCall[]> {
  const found: InsideCall[] = [];
  for (let start = 0; start < calls.length; start += MAX_BATCH) {
    const body = { calls: calls.slice(start, start + MAX_BATCH) };
    const path = `${debuggerThreadPath(threadId)}/inside`;
    found.push(...(await request<{ calls: InsideCall[] }>(path, { method: 'POST', body, signal })).calls);
  }
  return found;
}

/** The state at a checkpoint of a graph inside; null for one that it does not have. Below the thread's states: gone when these are. */
export function insideStateQuery(threadId: string, { namespace, checkpointId }: StatePlace) {
  return queryOptions({
    queryKey: [...stateKeys.thread(threadId), namespace, checkpointId],
    queryFn: async ({ signal }) => {
      const body = { namespace, checkpointIds: [checkpointId] };
      const path = `${debuggerThreadPath(threadId)}/inside/states`;
      const { states } = await request<{ states: CheckpointState[] }>(path, { method: 'POST', body, signal });
      return states[0] ?? null;
    },
  });
}

/** The state at a task's checkpoint, of the root graph or of one inside. */
export function usePlaceState(threadId: string, place: StatePlace, isEnabled: boolean) {
  const isRoot = place.namespace === '';
  const root = useQuery({ ...stateQuery(threadId, place.checkpointId), enabled: isEnabled && isRoot });
  const inside = useQuery({ ...insideStateQuery(threadId, place), enabled: isEnabled && !isRoot });
  return isRoot ? root : inside;
}

/** What the Sends that a checkpoint holds hand over, by their index. */
export function sendsQuery(threadId: string, { namespace, checkpointId }: StatePlace) {
  return queryOptions({
    queryKey: [...stateKeys.thread(threadId), 'sends', namespace, checkpointId],
    queryFn: ({ signal }) =>
      request<{ sends: SentInput[] }>(`${debuggerThreadPath(threadId)}/sends`, {
        query: { checkpoint: checkpointId, namespace },
        signal,
      }),
    select: ({ sends }) => sends,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
