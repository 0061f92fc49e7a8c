import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { foldedStateQuery } from './parts';
import { stateQuery } from './states';

/** What the queries asked for: the route and the checkpoints of each request. */
let asked: { route: string; ids: string[] }[];

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  vi.stubGlobal('fetch', async (url: string, { body }: { body: string }) => {
    const { checkpointIds: ids } = JSON.parse(body) as { checkpointIds: string[] };
    asked.push({ route: url.split('/').at(-1) as string, ids });
    return new Response(JSON.stringify({ states: ids.map((checkpointId) => ({ checkpointId })) }));
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const ids = Array.from({ length: 210 }, (_, index) => `c${index}`);

describe.each([
  {
    name: 'whole states',
    route: 'states',
    ask: (client: QueryClient, threadId: string, id: string) => client.fetchQuery(stateQuery(threadId, id)),
    requests: [200, 10],
  },
  {
    name: 'states in part',
    route: 'folded-states',
    ask: (client: QueryClient, threadId: string, id: string) => client.fetchQuery(foldedStateQuery(threadId, id)),
    requests: [50, 50, 50, 50, 10],
  },
])('$name', ({ route, ask, requests }) => {
  it('travel together, so many to a request', async () => {
    const client = new QueryClient();
    const states = Promise.all(ids.map((id) => ask(client, `a ${route}`, id)));
    await vi.runAllTimersAsync();
    expect((await states).map(({ checkpointId }) => checkpointId)).toEqual(ids);
    expect(asked.map((each) => [each.route, each.ids.length])).toEqual(requests.map((count) => [route, count]));
  });

  it('are forgotten, the oldest first, when there are many that nobody shows', async () => {
    const client = new QueryClient();
    const read = async (prefix: string) => {
      for (const id of ids) void ask(client, `b ${route}`, `${prefix}${id}`);
      await vi.advanceTimersByTimeAsync(1000);
    };
    await read('old ');
    expect(client.getQueryCache().getAll()).toHaveLength(210);
    await read('new ');
    const kept = client
      .getQueryCache()
      .getAll()
      .map(({ queryKey }) => queryKey[2] as string);
    expect(kept).toHaveLength(300);
    expect(kept.filter((id) => id.startsWith('new '))).toHaveLength(210);
  });
});
