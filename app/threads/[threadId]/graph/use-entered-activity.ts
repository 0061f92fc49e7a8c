'use client';

import { useMemo } from 'react';
import type { DrawableGraph } from '@/lib/contracts/debugger';
import { indexHistory } from '@/lib/inspect/history';
import { activityAt, type GraphActivity } from '@/lib/inspect/node-activity';
import { INSIDE } from '@/lib/inspect/node-runs';
import { edgeKey, indexOnce } from '@/lib/inspect/path-activity';
import { useInsideSteps } from '../inside/use-inside-steps';
import type { Inside } from './use-inside';

interface EnteredActivity {
  /** Of the node that holds the graph. */
  path: string;
  graph: DrawableGraph;
  activity: GraphActivity;
}

/** What the graph that is looked into did at its own step; null while none is, or it is not drawn. */
export function useEnteredActivity({ open }: Inside): EnteredActivity | null {
  const inside = useInsideSteps();
  const { steps, entry } = inside ?? {};
  return useMemo(() => {
    const path = steps?.path.join(INSIDE) ?? '';
    const graph = open.get(path);
    if (!steps || !entry || !graph) return null;
    const history = indexHistory(steps.entries, []);
    const ids = steps.entries.map(({ checkpointId }) => checkpointId);
    const index = indexOnce(history, graph, ids);
    const activity = activityAt(history, index, ids.indexOf(entry.checkpointId), { pending: null, live: [] });
    return { path, graph, activity };
  }, [steps, entry, open]);
}

/** In place of what all calls of the step did there. */
export function withEntered(shown: GraphActivity, entered: EnteredActivity | null): GraphActivity {
  if (entered === null) return shown;
  const { path, graph, activity } = entered;
  const within = (name: string) => path + INSIDE + name;
  const nodes = new Map(shown.nodes);
  const edges = new Map(shown.edges);
  for (const { id } of graph.nodes) replace(nodes, within(id), activity.nodes.get(id));
  for (const { source, target } of graph.edges)
    replace(edges, edgeKey(within(source), within(target)), activity.edges.get(edgeKey(source, target)));
  return { nodes, edges };
}

function replace<Value>(map: Map<string, Value>, key: string, value: Value | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}
