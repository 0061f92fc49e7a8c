import { z } from 'zod';
import { threadId } from '@/lib/contracts/protocol';
import { clientOf, codeOf } from '@/lib/runs/run-origin';
import { type Route, route } from './route';

export const debuggerOriginRoutes: Route[] = [
  route({
    method: 'get',
    path: '/debugger/threads/:thread_id/runs/:run_id/origin',
    tag: 'debugger',
    summary: 'Which client asked for a run, and the code that it was started with',
    params: z.object({ thread_id: threadId, run_id: z.string() }),
    answer: { status: 200, description: '{ origin: RunOrigin | null }' },
    async handle({ runtime, params }) {
      const run = await runtime.store.runs.get(params.thread_id, params.run_id);
      if (run === null) return { origin: null };
      const { runId, graphId, createdAt, metadata } = run;
      return { origin: { runId, graphId, createdAt, clientId: clientOf(metadata), code: codeOf(metadata) } };
    },
  }),
];
