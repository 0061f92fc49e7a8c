import type { QueryClient } from '@tanstack/react-query';
import type { FoldedState } from '@/lib/contracts/parts';
import { debuggerThreadPath, queryString, requestText } from './api';
import { graphsPath, graphsQuery } from './graphs';
import { foldedStateQuery } from './parts';
import type { Selection } from './selection';
import { weighState } from './state-memory';
import { timelineKeys, timelinePath } from './timeline';

/**
 * What a document of the debugger asks for before its scripts run, in the words that they use then. A long timeline keeps the
 * server from answering anything else for a moment: it comes after what is small, and after the scripts.
 */
export function openingRequests(threadId: string, selection: Selection): { path: string; priority: 'high' | 'low' }[] {
  return [
    { path: openingStatesPath(threadId, selection), priority: 'high' },
    { path: graphsPath, priority: 'high' },
    { path: timelinePath(threadId, null), priority: 'low' },
  ];
}

/**
 * Reads what is shown first while the timeline is on its way, which says only at its end which states these are. Nobody
 * waits for it: what does not come is asked for once the timeline is there.
 */
export async function readOpening(client: QueryClient, threadId: string, selection: Selection): Promise<void> {
  if (client.getQueryData(timelineKeys.thread(threadId)) !== undefined) return;
  void client.prefetchQuery(graphsQuery);
  const text = await requestText(openingStatesPath(threadId, selection)).catch(() => null);
  if (text === null) return;
  const { states } = JSON.parse(text) as { states: FoldedState[] };
  for (const state of states) {
    weighState(state, text.length / states.length);
    // What was read since is newer.
    client.setQueryData(foldedStateQuery(threadId, state.checkpointId).queryKey, (known) => known ?? state);
  }
}

function openingStatesPath(threadId: string, { checkpointId, branchId }: Selection): string {
  const query = queryString({ checkpoint: checkpointId, branch: branchId });
  return `${debuggerThreadPath(threadId)}/opening-states${query}`;
}
