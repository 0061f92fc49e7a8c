import { z } from 'zod';
import { type FindEvent, findEvent, findRequest } from '@/lib/contracts/find';
import { threadId } from '@/lib/contracts/protocol';
import { openSearch, runSearch } from '@/lib/runs/find/find-history';
import { requireThread } from '@/lib/runs/served-thread';
import { describeError } from './errors';
import { ndjsonResponse } from './ndjson';
import { type Route, route } from './route';

export const debuggerFindRoutes: Route[] = [
  route({
    method: 'post',
    path: '/debugger/threads/:thread_id/find',
    tag: 'debugger',
    summary:
      'Where in the history of a thread a JSONata expression holds: hits as they are found. Closing the request ends the search',
    isRead: true,
    params: z.object({ thread_id: threadId }),
    body: findRequest,
    answer: {
      status: 200,
      description: 'FindEvent, a JSON text a line: start, progress with new hits, end; error where the server failed',
      contentType: 'application/x-ndjson',
      schema: findEvent,
    },
    async handle({ runtime, params, body, signal }) {
      const thread = await requireThread(runtime, params.thread_id);
      const gone = new AbortController();
      const search = await openSearch(runtime, thread, body, { signal: AbortSignal.any([signal, gone.signal]) });
      return ndjsonResponse(runSearch(search), {
        onGone: () => gone.abort(),
        onError: (error): FindEvent => ({ type: 'error', ...describeError(error, runtime.log).body }),
      });
    },
  }),
];
