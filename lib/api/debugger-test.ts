import { z } from 'zod';
import { threadId } from '@/lib/contracts/protocol';
import type { SavedTest } from '@/lib/contracts/saved-test';
import { saveAsTest } from '@/lib/runs/saved-test/save-as-test';
import { requireThread } from '@/lib/runs/served-thread';
import type { Runtime } from '@/lib/runtime/runtime';
import { type Route, route } from './route';

const params = z.object({ thread_id: threadId });
const query = z.object({
  branch: z.string().optional().describe('Default: the head'),
  execute: z
    .string()
    .max(20_000)
    .transform((names) => names.split(',').flatMap((name) => name.trim() || []))
    .optional()
    .describe('Nodes that the test really runs, separated by commas; default: those that failed at the end'),
  import: z
    .string()
    .min(1)
    .max(1000)
    .optional()
    .describe('From where the test imports the graph; default: the graph’s file beside it'),
});

export const debuggerTestRoutes: Route[] = [
  route({
    method: 'get',
    path: '/debugger/threads/:thread_id/test',
    tag: 'debugger',
    summary:
      'A branch of a thread as a Vitest file, which replays it with the recorded results and expects its path and end',
    params,
    query,
    answer: { status: 200, description: 'The file', contentType: 'text/typescript' },
    async handle({ runtime, params, query }) {
      const { text, fileName } = await testOf(runtime, params.thread_id, query);
      return new Response(text, {
        headers: {
          'content-type': 'text/typescript; charset=utf-8',
          'content-disposition': `attachment; filename="${fileName}"`,
        },
      });
    },
  }),
  route({
    method: 'get',
    path: '/debugger/threads/:thread_id/test/preview',
    tag: 'debugger',
    summary: 'The same file, with the nodes that can be executed in it, and whether it passes as the graph is now',
    params,
    query,
    answer: { status: 200, description: 'SavedTest' },
    handle: ({ runtime, params, query }): Promise<SavedTest> => testOf(runtime, params.thread_id, query),
  }),
];

async function testOf(runtime: Runtime, id: string, given: z.output<typeof query>): Promise<SavedTest> {
  const thread = await requireThread(runtime, id);
  return saveAsTest(runtime, thread, {
    branchId: given.branch ?? null,
    execute: given.execute ?? null,
    importPath: given.import ?? null,
  });
}
