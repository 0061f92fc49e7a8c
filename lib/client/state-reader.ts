import type { QueryClient } from '@tanstack/react-query';
import { debuggerThreadPath, requestText } from './api';
import { batchRequests } from './batch-requests';
import { forgetSoon, weighState } from './state-memory';

/** `namespace` of a graph inside; the root's when it is left out. */
type ReadState<State> = (
  client: QueryClient,
  threadId: string,
  checkpointId: string,
  namespace?: string,
) => Promise<State>;

/**
 * Reads states from a route below their thread's. Those of a thread's graph that are asked for in the same tick travel as one
 * request, at most `limit` in each; those that nobody shows are forgotten when there are many.
 */
export function stateReader<State extends object>(route: string, limit: number): ReadState<State> {
  const loaders = new Map<string, (checkpointId: string) => Promise<State>>();
  return (client, threadId, checkpointId, namespace) => {
    forgetSoon(client);
    const key = `${threadId}\n${namespace ?? ''}`;
    let load = loaders.get(key);
    if (load === undefined) {
      load = batchRequests((checkpointIds) => readStates<State>(threadId, route, { namespace, checkpointIds }), limit);
      loaders.set(key, load);
    }
    return load(checkpointId);
  };
}

async function readStates<State extends object>(
  threadId: string,
  route: string,
  body: { namespace: string | undefined; checkpointIds: string[] },
): Promise<State[]> {
  const text = await requestText(`${debuggerThreadPath(threadId)}/${route}`, {
    method: 'POST',
    body,
  });
  const { states } = JSON.parse(text) as { states: State[] };
  for (const state of states) weighState(state, text.length / states.length);
  return states;
}
