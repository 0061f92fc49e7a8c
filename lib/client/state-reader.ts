import type { QueryClient } from '@tanstack/react-query';
import { debuggerThreadPath, requestText } from './api';
import { batchRequests } from './batch-requests';
import { forgetSoon, weighState } from './state-memory';

type ReadState<State> = (client: QueryClient, threadId: string, checkpointId: string) => Promise<State>;

/**
 * Reads states from a route below their thread's. Those of a thread that are asked for in the same tick travel as one
 * request, at most `limit` in each; those that nobody shows are forgotten when there are many.
 */
export function stateReader<State extends object>(route: string, limit: number): ReadState<State> {
  const loaders = new Map<string, (checkpointId: string) => Promise<State>>();
  return (client, threadId, checkpointId) => {
    forgetSoon(client);
    let load = loaders.get(threadId);
    if (load === undefined) {
      load = batchRequests((checkpointIds) => readStates<State>(threadId, route, checkpointIds), limit);
      loaders.set(threadId, load);
    }
    return load(checkpointId);
  };
}

async function readStates<State extends object>(
  threadId: string,
  route: string,
  checkpointIds: string[],
): Promise<State[]> {
  const text = await requestText(`${debuggerThreadPath(threadId)}/${route}`, {
    method: 'POST',
    body: { checkpointIds },
  });
  const { states } = JSON.parse(text) as { states: State[] };
  for (const state of states) weighState(state, text.length / states.length);
  return states;
}
