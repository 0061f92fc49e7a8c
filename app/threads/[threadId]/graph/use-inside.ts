'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type InsideNode, insideQuery, subgraphsQuery } from '@/lib/client/inside';
import { useSettled } from '@/lib/client/use-settled';
import type { CheckpointTask, DrawableGraph } from '@/lib/contracts/debugger';
import { callsAt } from '@/lib/inspect/inside-calls';
import { INSIDE, rootNodeOf } from '@/lib/inspect/node-runs';
import { useDebugger, useSelected } from '../debugger-model';
import { useInsidePaths } from '../inside/use-inside-paths';

export interface Inside {
  /** Paths of all nodes that hold a graph. */
  paths: ReadonlySet<string>;
  /** The graphs of the nodes that are opened, by path. */
  open: ReadonlyMap<string, DrawableGraph>;
  /** What happened in them in the step shown; empty until it is known. */
  happened: ReadonlyMap<string, InsideNode>;
}

/**
 * The graphs inside nodes, and what those that are opened did in the step shown.
 * @param wanted paths of the nodes that a person opened
 */
export function useInside(pending: readonly CheckpointTask[] | null, wanted: readonly string[]): Inside {
  const { threadId, timeline, shownPath } = useDebugger();
  const { entry } = useSelected();
  const { data: shapes = NONE } = useQuery(subgraphsQuery(timeline.thread.graphId));
  const paths = useInsidePaths();
  const open = useMemo(() => {
    const isOpen = (path: string) => outerPaths(path).every((outer) => wanted.includes(outer));
    return new Map(shapes.filter(({ path }) => isOpen(path)).map(({ path, graph }) => [path, graph]));
  }, [shapes, wanted]);

  const isTip = entry?.checkpointId === shownPath.at(-1);
  const { live } = timeline;
  const roots = useMemo(() => {
    const rootNodes = new Set(Array.from(open.keys(), rootNodeOf));
    return new Map(
      entry ? Array.from(rootNodes, (node) => [node, callsAt(entry, node, { isTip, pending, live })]) : [],
    );
  }, [open, entry, isTip, pending, live]);
  const isNow = [...roots.values()].some((root) => root.isNow);
  // Nothing settles where nothing is open.
  const isSettled = useSettled(roots.size > 0 ? (entry?.checkpointId ?? '') : '');
  const query = insideQuery({
    threadId,
    roots,
    open: [...open.keys()],
    stamp: isNow ? timeline.thread.updatedAt : null,
  });
  const { data: happened = NOTHING } = useQuery({
    ...query,
    enabled: query.enabled && isSettled,
    refetchInterval: isNow && live.length > 0 ? LIVE_READ_MS : false,
  });
  const shown = roots.size > 0 ? happened : NOTHING;
  return useMemo(() => ({ paths, open, happened: shown }), [paths, open, shown]);
}

const NONE: never[] = [];
const NOTHING: ReadonlyMap<string, InsideNode> = new Map();
/** What happens inside a running task is not told by events. */
const LIVE_READ_MS = 1000;

/** `a|b|c` is seen when `a`, `a|b` and itself are open. */
function outerPaths(path: string): string[] {
  const names = path.split(INSIDE);
  return names.map((_, index) => names.slice(0, index + 1).join(INSIDE));
}
