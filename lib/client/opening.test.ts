import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openingRequests, readOpening } from './opening';
import { foldedStateQuery } from './parts';
import { timelineKeys, timelineQuery } from './timeline';

let asked: string[];
let answer: () => Response;

beforeEach(() => {
  asked = [];
  answer = () => Response.json({ states: [{ checkpointId: 'c2' }, { checkpointId: 'c1' }] });
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    return url.includes('/opening-states') ? answer() : Response.json({});
  });
});
afterEach(() => vi.unstubAllGlobals());

const head = { checkpointId: null, branchId: null };
const known = (client: QueryClient, id: string) => client.getQueryData(foldedStateQuery('a/b', id).queryKey);

describe('opening a thread', () => {
  it('asks in the words that its document names', async () => {
    for (const selection of [head, { checkpointId: 'c 2', branchId: 'main' }]) {
      asked = [];
      const client = new QueryClient();
      await readOpening(client, 'a/b', selection);
      await client.fetchQuery(timelineQuery('a/b')).catch(() => undefined);
      const named = openingRequests('a/b', selection).map(({ path }) => `/api${path}`);
      expect(asked.toSorted()).toEqual(named.toSorted());
    }
  });

  it('knows the first states before anybody asks, and keeps what was read since', async () => {
    const client = new QueryClient();
    const newer = { checkpointId: 'c1', bytes: 7 };
    client.setQueryData(foldedStateQuery('a/b', 'c1').queryKey, newer as never);
    await readOpening(client, 'a/b', head);
    expect(known(client, 'c2')).toEqual({ checkpointId: 'c2' });
    expect(known(client, 'c1')).toBe(newer);
  });

  it('goes on without them when they do not come', async () => {
    const client = new QueryClient();
    answer = () => Response.json({ code: 'THREAD_NOT_FOUND' }, { status: 404 });
    await readOpening(client, 'a/b', head);
    expect(known(client, 'c2')).toBeUndefined();
  });

  it('asks for nothing of a thread that is known', async () => {
    const client = new QueryClient();
    client.setQueryData(timelineKeys.thread('a/b'), {} as never);
    await readOpening(client, 'a/b', head);
    expect(asked).toEqual([]);
  });
});
