import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { FoldedState, PartAddress, PartPage } from '@/lib/contracts/parts';
import type { Difference } from '@/lib/inspect/diff';
import { addressKey } from '@/lib/inspect/parts';
import { debuggerThreadPath, request } from './api';
import { batchRequests } from './batch-requests';
import { stateKeys } from './states';

const MAX_BATCH = 50;

/** The state at one checkpoint, a large one in part. Queries that start in the same tick travel together. */
export function foldedStateQuery(threadId: string, checkpointId: string) {
  return queryOptions({
    queryKey: [...stateKeys.detail(threadId, checkpointId), 'folded'] as const,
    queryFn: () => loaderOf(threadId)(checkpointId),
    gcTime: 5 * 60_000,
  });
}

/** A page of a value that did not travel whole. What is stored never changes. */
export function partQuery(threadId: string, address: PartAddress, from: number) {
  return queryOptions({
    queryKey: [...stateKeys.detail(threadId, address.checkpointId), 'part', addressKey(address), from] as const,
    queryFn: ({ signal }) =>
      request<PartPage>(`${debuggerThreadPath(threadId)}/parts`, { method: 'POST', body: { address, from }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
}

/** How one state differs from another, worked out where they lie: for those that do not travel whole. */
export function differenceQuery(threadId: string, checkpointId: string, baseId: string | null) {
  return queryOptions({
    queryKey: [...stateKeys.detail(threadId, checkpointId), 'difference', baseId] as const,
    queryFn: ({ signal }) =>
      request<{ difference: Difference | null }>(`${debuggerThreadPath(threadId)}/differences`, {
        method: 'POST',
        body: { checkpointId, baseId },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
}

/** The whole checkpoint as the text of its JSON, in pages. */
export function rawTextQuery(threadId: string, checkpointId: string) {
  const address: PartAddress = { checkpointId, field: 'raw', path: [] };
  return infiniteQueryOptions({
    queryKey: [...stateKeys.detail(threadId, checkpointId), 'raw'] as const,
    queryFn: ({ client, pageParam }) => client.fetchQuery(partQuery(threadId, address, pageParam)),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    gcTime: 60_000,
  });
}

/** The same as a file. */
export function rawFileUrl(threadId: string, checkpointId: string): string {
  return `/api${debuggerThreadPath(threadId)}/raw/${encodeURIComponent(checkpointId)}`;
}

/** All of a text, page by page. */
export async function readWholeText(read: (from: number) => Promise<PartPage>): Promise<string> {
  let text = '';
  for (let from: number | null = 0; from !== null; ) {
    const page = await read(from);
    if (page.kind !== 'text') throw new Error(`A ${page.kind} is no text.`);
    text += page.text;
    from = page.next;
  }
  return text;
}

const loaders = new Map<string, (checkpointId: string) => Promise<FoldedState>>();

function loaderOf(threadId: string): (checkpointId: string) => Promise<FoldedState> {
  let loader = loaders.get(threadId);
  if (loader === undefined) {
    loader = batchRequests((checkpointIds) => readFolded(threadId, checkpointIds), MAX_BATCH);
    loaders.set(threadId, loader);
  }
  return loader;
}

async function readFolded(threadId: string, checkpointIds: string[]): Promise<FoldedState[]> {
  const { states } = await request<{ states: FoldedState[] }>(`${debuggerThreadPath(threadId)}/folded-states`, {
    method: 'POST',
    body: { checkpointIds },
  });
  return states;
}
