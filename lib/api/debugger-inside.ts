import { z } from 'zod';
import {
  type InsideCall,
  type InsideGraph,
  type InsideSteps,
  insideRequest,
  insideStatesRequest,
  type SentInput,
  type SubgraphShape,
} from '@/lib/contracts/inside';
import { storableText, threadId } from '@/lib/contracts/protocol';
import { toWire } from '@/lib/contracts/wire-value';
import type { ServedGraph } from '@/lib/graphs/served-graph';
import { readInside, readInsideStates } from '@/lib/runs/read-inside';
import { readStepsInside } from '@/lib/runs/read-inside-steps';
import { readSends } from '@/lib/runs/read-sends';
import { requireAssistant, requireLoaded, requireThread } from '@/lib/runs/served-thread';
import { checkpointState, timelineEntry } from './debugger-present';
import { type Route, route } from './route';

const params = z.object({ thread_id: threadId });

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
    isRead: true,
    params,
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
  route({
    method: 'post',
    path: '/debugger/threads/:thread_id/inside/states',
    tag: 'debugger',
    summary: 'Many states of a graph inside, in the order asked for; unknown ids are left out',
    isRead: true,
    params,
    body: insideStatesRequest,
    answer: { status: 200, description: '{ states: CheckpointState[] }' },
    async handle({ runtime, params, body }) {
      const thread = await requireThread(runtime, params.thread_id);
      return { states: (await readInsideStates(runtime, thread, body)).map(checkpointState) };
    },
  }),
  route({
    method: 'get',
    path: '/debugger/threads/:thread_id/inside/steps',
    tag: 'debugger',
    summary: 'The steps of a graph inside on the path of a checkpoint, and what it takes to edit it',
    params,
    query: z.object({ namespace: storableText.min(1), checkpoint: z.string().optional() }),
    answer: { status: 200, description: 'InsideSteps' },
    async handle({ runtime, params, query: { namespace, checkpoint = null } }): Promise<InsideSteps> {
      const thread = await requireThread(runtime, params.thread_id);
      const place = { namespace, checkpointId: checkpoint };
      const { rows, graph, ...steps } = await readStepsInside(runtime, thread, place);
      return { namespace, ...steps, entries: rows.map(timelineEntry), graph: graph && insideGraph(graph) };
    },
  }),
  route({
    method: 'get',
    path: '/debugger/threads/:thread_id/sends',
    tag: 'debugger',
    summary: 'What the Sends that a checkpoint holds hand over',
    params,
    query: z.object({ checkpoint: z.string(), namespace: z.string().default('') }),
    answer: { status: 200, description: '{ sends: SentInput[] }' },
    async handle({ runtime, params, query }) {
      await requireThread(runtime, params.thread_id);
      const sends = await readSends(runtime, params.thread_id, query);
      return { sends: sends.map(({ node, args }): SentInput => ({ node, input: toWire(args ?? null) })) };
    },
  }),
];

function insideGraph(graph: ServedGraph): InsideGraph {
  return {
    name: graph.name,
    graph: graph.getGraph(),
    stateSchema: graph.getSchemas().state,
    channels: graph.getChannels(),
  };
}

/** A node that calls several graphs has no inside of its own to draw, as in the protocol's `xray`. */
function subgraphShapes(root: ServedGraph, prefix = ''): SubgraphShape[] {
  const found = [...root.getSubgraphs()];
  return found.flatMap(([node, inner]) => {
    if (found.filter(([other]) => other === node).length > 1) return [];
    const path = prefix + node;
    return [{ path, name: inner.name, graph: inner.getGraph() }, ...subgraphShapes(inner, `${path}|`)];
  });
}
