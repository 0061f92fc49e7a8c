import { z } from 'zod';
import { queryInt } from '@/lib/contracts/protocol';
import type { ThreadRecord, ThreadSearch } from '@/lib/storage/store';
import { streamDebuggerEvents } from './debugger-feed';
import { graphCard, threadSummary } from './debugger-present';
import { listResponse } from './lists';
import { type Route, route } from './route';
import { sseResponse } from './sse';

const statuses = z.enum(['idle', 'busy', 'interrupted', 'error', 'running', 'waiting', 'failed']);

export const debuggerListRoutes: Route[] = [
  route({
    method: 'get',
    path: '/debugger/graphs',
    tag: 'debugger',
    summary: 'Graphs with their shape, schemas and examples, or why they did not load',
    answer: { status: 200, description: '{ graphs: GraphCard[], workingDirectory }' },
    handle: ({ runtime }) => ({
      graphs: runtime.graphs.list().map(graphCard),
      workingDirectory: runtime.settings.workingDirectory,
    }),
  }),
  route({
    method: 'post',
    path: '/debugger/graphs/reload',
    tag: 'debugger',
    summary: 'Load the graph files again; runs in flight keep what they started with',
    answer: { status: 200, description: '{ graphs: GraphCard[] }' },
    async handle({ runtime }) {
      await runtime.graphs.reload();
      return { graphs: runtime.graphs.list().map(graphCard) };
    },
  }),
  route({
    method: 'get',
    path: '/debugger/threads',
    tag: 'debugger',
    summary: 'Threads, newest change first',
    query: z.object({
      graph: z.string().optional(),
      status: statuses.optional(),
      text: z.string().max(255).optional(),
      limit: queryInt(50, 1, 1000),
      offset: queryInt(0, 0, 1_000_000_000),
    }),
    answer: { status: 200, description: 'ThreadSummary[]' },
    async handle({ runtime, query }) {
      const { graph, status, text, limit, offset } = query;
      const search: ThreadSearch = {
        limit,
        offset,
        sortBy: 'updated_at',
        sortOrder: 'desc',
        ...(graph && { graphId: graph }),
        ...(text && { text }),
        ...(status && { status: storedStatus(status) }),
      };
      const { threads, total } = await runtime.store.threads.search(search);
      return listResponse(threads.map(threadSummary), { total, offset });
    },
  }),
  route({
    method: 'get',
    path: '/debugger/events',
    tag: 'debugger',
    summary: 'One stream of everything that happens here, for the whole browser',
    answer: { status: 200, description: 'DebuggerEvent as server-sent events', contentType: 'text/event-stream' },
    handle({ runtime }) {
      const gone = new AbortController();
      return sseResponse(streamDebuggerEvents(runtime, gone.signal), { onGone: () => gone.abort() });
    },
  }),
];

function storedStatus(status: z.output<typeof statuses>): ThreadRecord['status'] {
  switch (status) {
    case 'running':
      return 'busy';
    case 'waiting':
      return 'interrupted';
    case 'failed':
      return 'error';
    default:
      return status;
  }
}
