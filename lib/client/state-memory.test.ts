import { QueryClient } from '@tanstack/react-query';
import { afterEach, expect, it, vi } from 'vitest';
import { forgetSoon, STATES } from './state-memory';

afterEach(() => vi.useRealTimers());

it('forgets the oldest states that nobody shows, each without a search of the whole cache', () => {
  vi.useFakeTimers();
  const client = new QueryClient();
  for (let at = 0; at < 310; at++) client.setQueryData([STATES, 'thread', at], { at }, { updatedAt: at + 1 });
  client.setQueryData(['threads'], {});
  const search = vi.spyOn(client.getQueryCache(), 'findAll');
  forgetSoon(client);
  vi.advanceTimersByTime(1_000);
  const kept = client.getQueryCache().getAll();
  expect(kept).toHaveLength(301);
  expect(client.getQueryData([STATES, 'thread', 9])).toBeUndefined();
  expect(client.getQueryData([STATES, 'thread', 10])).toBeDefined();
  expect(client.getQueryData(['threads'])).toBeDefined();
  expect(search).toHaveBeenCalledTimes(1);
  client.clear();
});
