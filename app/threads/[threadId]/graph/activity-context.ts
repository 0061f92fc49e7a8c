'use client';

import { createContext, useContext } from 'react';
import { type EdgeActivity, edgeKey, type GraphActivity, type NodeActivity } from '@/lib/inspect/node-activity';

/** What happens in the graph reaches nodes and edges by context, so that React Flow's own objects never change. */
export const ActivityContext = createContext<GraphActivity | null>(null);

export function useNodeActivity(nodeId: string): NodeActivity | undefined {
  return useContext(ActivityContext)?.nodes.get(nodeId);
}

export function useEdgeActivity(source: string, target: string): EdgeActivity | undefined {
  return useContext(ActivityContext)?.edges.get(edgeKey(source, target));
}
