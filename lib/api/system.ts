import { z } from 'zod';
import { infoAnswer } from '@/lib/contracts/protocol-answers';
import { type Route, route } from './route';

/** The release of the protocol's server whose behaviour clients may expect. */
const PROTOCOL_VERSION = '1.5.1';
const LANGGRAPH_VERSION = '1.7.3';

export const systemRoutes: Route[] = [
  route({
    method: 'get',
    path: '/ok',
    tag: 'system',
    summary: 'Answers when the server is up',
    answer: { status: 200, description: 'It is up', schema: z.object({ ok: z.literal(true) }) },
    handle: () => ({ ok: true }),
  }),
  route({
    method: 'get',
    path: '/info',
    tag: 'system',
    summary: 'What this server speaks',
    answer: { status: 200, description: 'Versions and features', schema: infoAnswer },
    handle: () => ({
      version: PROTOCOL_VERSION,
      langgraph_js_version: LANGGRAPH_VERSION,
      context: 'js',
      flags: { assistants: true, crons: false, langsmith: false, langsmith_tracing_replicas: false },
    }),
  }),
];
