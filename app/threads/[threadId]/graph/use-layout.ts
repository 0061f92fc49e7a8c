'use client';

import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { layOut } from './lay-out';
import { type LayoutRequest, layoutKey } from './layout-request';

/** Kept for as long as the page is: a structure is laid out once, so that scrubbing and live events can never move a node. */
function layoutQuery(request: LayoutRequest, key: string) {
  return queryOptions({
    queryKey: ['graph-layout', key],
    queryFn: () => layOut(request),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    networkMode: 'always',
    retry: false,
  });
}

/** The layout of a graph; while another is made, the one before. */
export function useLayout({ graph, open, ghosts }: LayoutRequest) {
  const key = useMemo(() => layoutKey({ graph, open, ghosts }), [graph, open, ghosts]);
  return useQuery({ ...layoutQuery({ graph, open, ghosts }, key), placeholderData: keepPreviousData });
}
