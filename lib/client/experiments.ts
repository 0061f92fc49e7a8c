'use client';

import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import type { Experiment, ExperimentList, ExperimentRequest } from '@/lib/contracts/experiment';
import { debuggerThreadPath, request } from './api';
import { ownClient } from './client-id';

const checkpointOfPane = parseAsString.withOptions({ history: 'push', shallow: true, scroll: false });

/** The checkpoint that experiments are made of, which lives in the URL as `?whatif=…`; null while nobody makes any. */
export function useExperimentPane() {
  return useQueryState('whatif', checkpointOfPane);
}

export const experimentKeys = {
  thread: (threadId: string) => ['experiments', threadId] as const,
};

/** Newest first: what a page finds again when it is opened anew. */
export function experimentsQuery(threadId: string) {
  return queryOptions({
    queryKey: experimentKeys.thread(threadId),
    queryFn: ({ signal }) => request<ExperimentList>(`${debuggerThreadPath(threadId)}/experiments`, { signal }),
  });
}

const WHILE_RUNNING_MS = 400;

export function experimentQuery(threadId: string, experimentId: string | null, leaveOut: string) {
  return queryOptions({
    queryKey: [...experimentKeys.thread(threadId), experimentId, leaveOut] as const,
    queryFn: ({ signal }) =>
      request<Experiment>(onePath(threadId, experimentId ?? ''), { query: { leaveOut }, signal }),
    enabled: experimentId !== null,
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? WHILE_RUNNING_MS : false),
    placeholderData: (known) => (known?.experimentId === experimentId ? known : undefined),
  });
}

export function useStartExperiment(threadId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ExperimentRequest) =>
      request<Experiment>(`${debuggerThreadPath(threadId)}/experiments`, {
        method: 'POST',
        body: { ...body, clientId: ownClient().clientId },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: experimentKeys.thread(threadId) }),
  });
}

export function useCancelExperiment(threadId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (experimentId: string) =>
      request<Experiment>(`${onePath(threadId, experimentId)}/cancel`, { method: 'POST' }),
    onSettled: () => client.invalidateQueries({ queryKey: experimentKeys.thread(threadId) }),
  });
}

function onePath(threadId: string, experimentId: string): string {
  return `${debuggerThreadPath(threadId)}/experiments/${encodeURIComponent(experimentId)}`;
}
