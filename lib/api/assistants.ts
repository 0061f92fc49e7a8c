import { z } from 'zod';
import { type AssistantSearchBody, assistantSearch, queryDepth, querySwitch } from '@/lib/contracts/protocol';
import { assistantAnswer, graphAnswer, schemasAnswer, subgraphAnswer } from '@/lib/contracts/protocol-answers';
import type { GraphEntry } from '@/lib/graphs/registry';
import type { ServedGraph } from '@/lib/graphs/served-graph';
import { AppError } from '@/lib/runs/app-error';
import { requireAssistant, requireLoaded } from '@/lib/runs/served-thread';
import { listResponse, selectKeys } from './lists';
import { presentAssistant } from './present';
import { type Route, route } from './route';

const params = z.object({ assistant_id: z.string() });
const EMPTY_SCHEMA = { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' };

export const assistantRoutes: Route[] = [
  route({
    method: 'post',
    path: '/assistants/search',
    tag: 'assistants',
    summary: 'The graphs, each with its own assistant',
    body: assistantSearch,
    answer: { status: 200, description: 'A page of assistants', schema: z.array(assistantAnswer) },
    handle({ runtime, body }) {
      const found = runtime.graphs
        .list()
        .filter((entry) => matches(entry, body))
        .map(presentAssistant);
      const sorted = sortAssistants(found, body).slice(body.offset, body.offset + body.limit);
      return listResponse(
        sorted.map((each) => selectKeys(each, body.select)),
        { total: found.length, offset: body.offset },
      );
    },
  }),
  route({
    method: 'get',
    path: '/assistants/:assistant_id',
    tag: 'assistants',
    summary: 'One assistant, by its id or its graph id',
    params,
    answer: { status: 200, description: 'The assistant', schema: assistantAnswer },
    handle: ({ runtime, params }) => presentAssistant(requireAssistant(runtime, params.assistant_id)),
  }),
  route({
    method: 'get',
    path: '/assistants/:assistant_id/graph',
    tag: 'assistants',
    summary: 'Nodes and edges, for drawing; xray=true, or a number of levels, draws subgraphs in place of their nodes',
    params,
    query: z.object({ xray: queryDepth }),
    answer: { status: 200, description: 'The graph', schema: graphAnswer },
    handle: ({ runtime, params, query }) =>
      requireLoaded(requireAssistant(runtime, params.assistant_id)).getGraph({ xray: query.xray }),
  }),
  route({
    method: 'get',
    path: '/assistants/:assistant_id/schemas',
    tag: 'assistants',
    summary: 'JSON Schemas of input, output, state and context',
    params,
    answer: { status: 200, description: 'The schemas', schema: schemasAnswer },
    handle({ runtime, params }) {
      const entry = requireAssistant(runtime, params.assistant_id);
      const schemas = requireLoaded(entry).getSchemas();
      return {
        graph_id: entry.graphId,
        input_schema: schemas.input,
        output_schema: schemas.output,
        state_schema: schemas.state,
        config_schema: EMPTY_SCHEMA,
        context_schema: schemas.context ?? EMPTY_SCHEMA,
      };
    },
  }),
  ...['/assistants/:assistant_id/subgraphs', '/assistants/:assistant_id/subgraphs/:namespace'].map((path) =>
    route({
      method: 'get',
      path,
      tag: 'assistants',
      summary:
        'Schemas of the graphs used as nodes, by path: node names joined with |; recurse=true goes on inside of them',
      params: params.extend({ namespace: z.string().optional() }),
      query: z.object({ recurse: querySwitch }),
      answer: { status: 200, description: 'By path', schema: z.record(z.string(), subgraphAnswer) },
      handle({ runtime, params, query }) {
        const graph = requireLoaded(requireAssistant(runtime, params.assistant_id));
        const { namespace } = params;
        const found = [...graph.getSubgraphs(namespace, query.recurse)];
        if (namespace !== undefined && found.length === 0) throw subgraphNotFound(graph, namespace);
        return Object.fromEntries(found.map(([path, subgraph]) => [path, presentSchemas(subgraph)]));
      },
    }),
  ),
];

function presentSchemas(graph: ServedGraph): z.infer<typeof subgraphAnswer> {
  const { state, input, output, context } = graph.getSchemas();
  return { state, input, output, config: EMPTY_SCHEMA, context: context ?? EMPTY_SCHEMA };
}

function subgraphNotFound(graph: ServedGraph, path: string): AppError {
  const known = Array.from(graph.getSubgraphs(undefined, true), ([each]) => `"${each}"`);
  return new AppError(
    'SUBGRAPH_NOT_FOUND',
    `The graph has no subgraph at "${path}". ${known.length === 0 ? 'It has none.' : `It has ${known.join(', ')}.`}`,
  );
}

function matches(entry: GraphEntry, { graph_id, name, metadata }: AssistantSearchBody): boolean {
  if (graph_id != null && entry.graphId !== graph_id) return false;
  if (name != null && !entry.graphId.toLowerCase().includes(name.toLowerCase())) return false;
  return Object.entries(metadata ?? {}).every(([key, value]) => key === 'created_by' && value === 'system');
}

type Assistant = ReturnType<typeof presentAssistant>;

function sortAssistants(found: Assistant[], { sort_by, sort_order }: AssistantSearchBody): Assistant[] {
  const key = sort_by ?? 'created_at';
  const direction = (sort_order ?? 'desc') === 'asc' ? 1 : -1;
  return [...found].sort((a, b) => (a[key] < b[key] ? -direction : a[key] > b[key] ? direction : 0));
}
