'use client';

import type { TreePath } from '@/lib/inspect/tree-items';
import { parseWatches } from '@/lib/inspect/watch-list';
import { type ChangeList, keptList, useKeptList } from './kept-list';

const watches = keptList('watches', parseWatches);

/** The paths that are watched in a graph's threads. They belong to the graph: they are about what its state holds. */
export function useWatches(graphId: string | null): [TreePath[], ChangeList<TreePath>] {
  return useKeptList(watches, graphId);
}
