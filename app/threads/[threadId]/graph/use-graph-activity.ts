'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { stateQuery } from '@/lib/client/states';
import type { CheckpointTask, DrawableGraph, TimelineEntry } from '@/lib/contracts/debugger';
import { activityAt, activityInside, type GraphActivity } from '@/lib/inspect/node-activity';
import { INSIDE } from '@/lib/inspect/node-runs';
import { positionOnPath } from '@/lib/inspect/path';
import { edgeKey, indexActivity, type PathActivity } from '@/lib/inspect/path-activity';
import { useDebugger, useSelected } from '../debugger-model';
import { useEnteredActivity, withEntered } from './use-entered-activity';
import { type Inside, useInside } from './use-inside';

export interface ShownActivity {
  path: PathActivity;
  /** Of the selected checkpoint on that path; -1 for none. */
  position: number;
  activity: GraphActivity;
  inside: Inside;
  pending: readonly CheckpointTask[] | null;
  /** The node whose graph inside is looked into, by path. */
  enteredPath: string | null;
}

/** What all nodes and edges did at the selected checkpoint, those of opened graphs among them by their paths. */
export function useGraphActivity(graph: DrawableGraph, opened: readonly string[]): ShownActivity {
  const { threadId, history, shownPath, timeline } = useDebugger();
  const { entry } = useSelected();
  const isStuck = entry !== null && mayBeStuck(entry, entry.checkpointId === shownPath.at(-1));
  // One key for all steps that it is not asked for: each key is a query in the cache.
  const { data: state } = useQuery({ ...stateQuery(threadId, isStuck ? entry.checkpointId : ''), enabled: isStuck });
  const pending = state?.tasks ?? null;
  const inside = useInside(pending, opened);
  const path = useMemo(() => indexActivity(history, graph, shownPath), [history, graph, shownPath]);
  const position = positionOnPath(history, shownPath, entry?.checkpointId ?? '');
  const entered = useEnteredActivity(inside);
  const activity = useMemo(() => {
    const root = activityAt(history, path, position, { pending, live: timeline.live });
    return withEntered(withInside(root, inside), entered);
  }, [history, path, position, pending, timeline.live, inside, entered]);
  return { path, position, activity, inside, pending, enteredPath: entered?.path ?? null };
}

/** What is pending is loaded where tasks asked or failed, and at a tip that may have been stopped. */
function mayBeStuck({ failedTasks, interruptedTasks, next }: TimelineEntry, isTip: boolean): boolean {
  return failedTasks.length > 0 || interruptedTasks.length > 0 || (isTip && next.length > 0);
}

function withInside(root: GraphActivity, { open, happened }: Inside): GraphActivity {
  if (happened.size === 0) return root;
  const nodes = new Map(root.nodes);
  const edges = new Map(root.edges);
  for (const [path, { calls, isNow }] of happened) {
    const graph = open.get(path);
    if (!graph) continue;
    const within = (name: string) => path + INSIDE + name;
    const activity = activityInside(
      graph,
      calls.map(({ entries }) => entries),
      isNow,
    );
    for (const [node, at] of activity.nodes) nodes.set(within(node), at);
    for (const { source, target } of graph.edges) {
      const taken = activity.edges.get(edgeKey(source, target));
      if (taken) edges.set(edgeKey(within(source), within(target)), taken);
    }
  }
  return { nodes, edges };
}
