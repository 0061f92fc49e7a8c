import { z } from 'zod';
import { type InsideCall, insideRequest, type SubgraphShape } from '@/lib/contracts/inside';
import { threadId } from '@/lib/contracts/protocol';
import type { ServedGraph } from '@/lib/graphs/served-graph';
import { readInside } from '@/lib/runs/read-inside';
import { requireAssistant, requireLoaded, requireThread } from '@/lib/runs/served-thread';
import { timelineEntry } from './debugger-present';
import { type Route, route } from './route';

export const debuggerInsideRoutes: Route[] = [
  route({
    method: 'get',
    path: '/debugger/graphs/:graph_id/subgraphs',
    tag: 'debugger',
    summary: 'The shapes of the graphs that nodes hold, by path: node names joined with |',
    params: z.object({ graph_id: z.string() }),
    answer: { status: 200, description: '{ subgraphs: SubgraphShape[] }' },
    handle: ({ runtime, params }) => ({
      subgraphs: subgraphShapes(requireLoaded(requireAssistant(runtime, params.graph_id))),
    }),
  }),
  route({
    method: 'post',
    path: '/debugger/threads/:thread_id/inside',
    tag: 'debugger',
    summary: 'Checkpoints of the graphs that tasks called, without their values',
    params: z.object({ thread_id: threadId }),
    body: insideRequest,
    answer: { status: 200, description: '{ calls: InsideCall[] }' },
    async handle({ runtime, params, body }) {
      await requireThread(runtime, params.thread_id);
      const calls = await readInside(runtime, params.thread_id, body.calls);
      return {
        calls: calls.map(({ rows, ...call }): InsideCall => ({ ...call, entries: rows.map(timelineEntry) })),
      };
    },
  }),
];

/** A node that calls several graphs has no inside of its own to draw, as in the protocol's `xray`. */
function subgraphShapes(root: ServedGraph, prefix = ''): SubgraphShape[] {
  const found = [...root.getSubgraphs()];
  return found.flatMap(([node, inner]) => {
    if (found.filter(([other]) => other === node).length > 1) return [];
    const path = prefix + node;
    return [{ path, name: inner.name, graph: inner.getGraph() }, ...subgraphShapes(inner, `${path}|`)];
  });
}
