'use client';

import { type QueryKey, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useReducer } from 'react';

/** Something of the page's own that lies beside the server's state in the cache, for as long as the page does. `queryKey` is to be the same array while it names the same thing. */
export function useKept<Value>(
  queryKey: QueryKey,
  none: Value,
): [value: Value, change: (next: (known: Value) => Value) => void] {
  const client = useQueryClient();
  const { data } = useQuery<Value>({
    queryKey,
    queryFn: () => none,
    initialData: () => none,
    enabled: false,
    gcTime: Number.POSITIVE_INFINITY,
  });
  const [, render] = useReducer((count: number) => count + 1, 0);
  const change = useCallback(
    (next: (known: Value) => Value) => {
      client.setQueryData<Value>(queryKey, (known) => next(known ?? none));
      // The cache tells a tick later. A field whose value comes later than the key loses what is typed, and its caret.
      render();
    },
    [client, queryKey, none],
  );
  return [data as Value, change];
}
