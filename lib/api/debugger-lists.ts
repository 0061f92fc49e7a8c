import { z } from 'zod';
import { queryInt, threadId, threadStatus } from '@/lib/contracts/protocol';
import { pruneRequest } from '@/lib/contracts/prune';
import { pruneThreads } from '@/lib/runs/prune-threads';
import { requireThread } from '@/lib/runs/served-thread';
import { streamDebuggerEvents } from './debugger-feed';
import { graphCard, pruneAnswer, pruneOptions, threadSummary } from './debugger-present';
import { type Route, route } from './route';
import { sseResponse } from './sse';

/** `{"key":"value"}` as text: a value is compared as text and as JSON. */
const metadataFilter = z
  .string()
  .max(2000)
  .transform((text, context) => {
    const parsed = z.record(z.string(), z.string()).safeParse(parseObject(text));
    if (parsed.success) return parsed.data;
    context.addIssue('must be a JSON object of texts, such as {"team":"red"}');
    return z.NEVER;
  });

function parseObject(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

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
    summary: 'A page of threads, the last changed first',
    query: z.object({
      graph: z.string().optional(),
      status: threadStatus.optional(),
      text: z.string().max(255).optional(),
      metadata: metadataFilter.optional(),
      sort: z.enum(['updated_at', 'created_at', 'thread_id', 'status']).default('updated_at'),
      order: z.enum(['asc', 'desc']).default('desc'),
      limit: queryInt(50, 1, 1000),
      offset: queryInt(0, 0, 1_000_000_000),
    }),
    answer: { status: 200, description: 'ThreadPage' },
    async handle({ runtime, query }) {
      const { graph, status, text, metadata, sort, order, limit, offset } = query;
      const { threads, total } = await runtime.store.threads.search({
        limit,
        offset,
        sortBy: sort,
        sortOrder: order,
        ...(graph && { graphId: graph }),
        ...(text && { text }),
        ...(metadata && { metadataText: metadata }),
        ...(status && { status }),
      });
      return { threads: threads.map((thread) => threadSummary(thread)), total };
    },
  }),
  route({
    method: 'post',
    path: '/debugger/threads/sizes',
    tag: 'debugger',
    summary: 'What threads take, by channel; unknown ids are left out',
    body: z.object({ threadIds: z.array(threadId).max(1000) }),
    answer: { status: 200, description: '{ sizes: ThreadSize[] }' },
    handle: async ({ runtime, body }) => ({ sizes: await runtime.store.saver.readSizes(body.threadIds) }),
  }),
  route({
    method: 'post',
    path: '/debugger/threads/prune',
    tag: 'debugger',
    summary: 'Remove checkpoints that nothing needs any more, or tell what would go',
    body: pruneRequest,
    answer: { status: 200, description: 'PruneAnswer' },
    handle: async ({ runtime, body }) => pruneAnswer(await pruneThreads(runtime, pruneOptions(body))),
  }),
  route({
    method: 'get',
    path: '/debugger/threads/:thread_id',
    tag: 'debugger',
    summary: 'One thread, without its values',
    params: z.object({ thread_id: threadId }),
    answer: { status: 200, description: 'ThreadSummary' },
    handle: async ({ runtime, params }) =>
      threadSummary(await requireThread(runtime, params.thread_id), runtime.capsule),
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
