'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { subgraphsQuery } from '@/lib/client/inside';
import { useDebugger } from '../debugger-model';

const NONE: never[] = [];

/** Paths of all nodes that hold a graph. */
export function useInsidePaths(): ReadonlySet<string> {
  const { timeline } = useDebugger();
  const { data: shapes = NONE } = useQuery(subgraphsQuery(timeline.thread.graphId));
  return useMemo(() => new Set(shapes.map(({ path }) => path)), [shapes]);
}
