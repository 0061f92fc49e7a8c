import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { FoldedState, PartAddress, PartPage } from '@/lib/contracts/parts';
import type { Difference } from '@/lib/inspect/diff';
import { addressKey } from '@/lib/inspect/parts';
import { debuggerThreadPath, request } from './api';
import { stateReader } from './state-reader';
import { stateKeys } from './states';

const MAX_BATCH = 50;

const readFolded = stateReader<FoldedState>('folded-states', MAX_BATCH);

/** The state at one checkpoint, of a graph inside by its namespace; a large one in part; read, and forgotten, as the whole ones are. */
export function foldedStateQuery(threadId: string, checkpointId: string, namespace = '') {
  return queryOptions({
    queryKey: [...stateKeys.detail(threadId, checkpointId), 'folded'] as const,
    queryFn: ({ client }) => readFolded(client, threadId, checkpointId, namespace),
    gcTime: 5 * 60_000,
  });
}

/** A page of a value that did not travel whole. What is stored never changes. */
export function partQuery(threadId: string, address: PartAddress, from: number) {
  return queryOptions({
    queryKey: [
      ...stateKeys.detail(address.threadId ?? threadId, address.checkpointId),
      'part',
      addressKey(address),
      from,
    ] as const,
    queryFn: ({ signal }) =>
      request<PartPage>(`${debuggerThreadPath(address.threadId ?? threadId)}/parts`, {
        method: 'POST',
        body: { address, from },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
}

/** How one state differs from another, worked out where they lie: for those that do not travel whole. */
export function differenceQuery(
  threadId: string,
  checkpointId: string,
  base: { threadId: string; checkpointId: string } | null,
  namespace = '',
) {
  const baseId = base?.checkpointId ?? null;
  const baseThreadId = base?.threadId ?? threadId;
  return queryOptions({
    queryKey: [...stateKeys.detail(threadId, checkpointId), 'difference', baseThreadId, baseId] as const,
    queryFn: ({ signal }) =>
      request<{ difference: Difference | null }>(`${debuggerThreadPath(threadId)}/differences`, {
        method: 'POST',
        body: { namespace, checkpointId, baseId, baseThreadId },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
}

/** The whole checkpoint as the text of its JSON, in pages. */
export function rawTextQuery(threadId: string, checkpointId: string, namespace = '') {
  const address: PartAddress = { namespace, checkpointId, field: 'raw', path: [] };
  return infiniteQueryOptions({
    queryKey: [...stateKeys.detail(threadId, checkpointId), 'raw'] as const,
    queryFn: ({ client, pageParam }) => client.fetchQuery(partQuery(threadId, address, pageParam)),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    gcTime: 60_000,
  });
}

/** The same as a file. */
export function rawFileUrl(threadId: string, checkpointId: string, namespace = ''): string {
  const query = namespace === '' ? '' : `?namespace=${encodeURIComponent(namespace)}`;
  return `/api${debuggerThreadPath(threadId)}/raw/${encodeURIComponent(checkpointId)}${query}`;
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
