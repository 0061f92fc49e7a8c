import { Hono } from 'hono';
import { AppError } from '@/lib/runs/app-error';
import { jsonLog } from '@/lib/runs/log';
import { judgeRequest } from '@/lib/runtime/gate';
import type { Runtime } from '@/lib/runtime/runtime';
import { assistantRoutes } from './assistants';
import { capsuleRoutes } from './capsules';
import { debuggerActRoutes } from './debugger-act';
import { debuggerBranchRoutes } from './debugger-branches';
import { debuggerChangeRoutes } from './debugger-changes';
import { debuggerCompareRoutes } from './debugger-compare';
import { debuggerExperimentRoutes } from './debugger-experiments';
import { debuggerFindRoutes } from './debugger-find';
import { debuggerInsideRoutes } from './debugger-inside';
import { debuggerListRoutes } from './debugger-lists';
import { debuggerNoteRoutes } from './debugger-notes';
import { debuggerOriginRoutes } from './debugger-origins';
import { debuggerPlotRoutes } from './debugger-plots';
import { debuggerStrikeRoutes } from './debugger-strikes';
import { debuggerTaskRoutes } from './debugger-tasks';
import { debuggerTestRoutes } from './debugger-test';
import { debuggerThreadRoutes } from './debugger-threads';
import { debuggerValueRoutes } from './debugger-values';
import { errorResponse } from './errors';
import { openApiDocument } from './openapi';
import { mount, type Route, route } from './route';
import { runRoutes } from './runs';
import { statelessRunRoutes } from './stateless-runs';
import { systemRoutes } from './system';
import { threadStateRoutes } from './thread-state';
import { threadRoutes } from './threads';

const CORS_METHODS = 'GET, POST, PUT, PATCH, DELETE, OPTIONS';
const CORS_EXPOSED = 'content-location, x-pagination-total, x-pagination-next, content-disposition';

const routes: Route[] = [
  ...systemRoutes,
  ...assistantRoutes,
  ...threadRoutes,
  ...threadStateRoutes,
  ...runRoutes,
  ...statelessRunRoutes,
  ...capsuleRoutes,
  ...debuggerListRoutes,
  ...debuggerThreadRoutes,
  ...debuggerOriginRoutes,
  ...debuggerActRoutes,
  ...debuggerTaskRoutes,
  ...debuggerValueRoutes,
  ...debuggerPlotRoutes,
  ...debuggerFindRoutes,
  ...debuggerCompareRoutes,
  ...debuggerExperimentRoutes,
  ...debuggerChangeRoutes,
  ...debuggerStrikeRoutes,
  ...debuggerInsideRoutes,
  ...debuggerBranchRoutes,
  ...debuggerNoteRoutes,
  ...debuggerTestRoutes,
  route({
    method: 'get',
    path: '/openapi.json',
    tag: 'system',
    summary: 'This description',
    answer: { status: 200, description: 'OpenAPI 3.1' },
    handle: () => openApiDocument(routes),
  }),
];

/** The HTTP API, mounted under `/api`: gate, then route, then headers; one log line a request. */
export function createApi(getRuntime: () => Promise<Runtime>): Hono {
  const app = new Hono().basePath('/api');
  app.use(async (context, next) => {
    const startedMs = performance.now();
    const runtime = await getRuntime();
    const { method, url, headers } = context.req.raw;
    const verdict = judgeRequest({ method, headers }, runtime.settings);
    if (verdict.kind === 'refuse') {
      context.res = Response.json({ code: verdict.code, message: verdict.message }, { status: verdict.status });
    } else if (method === 'OPTIONS') {
      context.res = new Response(null, { status: 204 });
    } else {
      await next();
    }
    const corsOrigin = verdict.kind === 'allow' ? verdict.corsOrigin : null;
    addHeaders(context.res, {
      corsOrigin,
      isPreflight: method === 'OPTIONS',
      asked: headers.get('access-control-request-headers'),
    });
    const ms = Math.round((performance.now() - startedMs) * 10) / 10;
    runtime.log.write('request', { method, path: new URL(url).pathname, status: context.res.status, ms });
  });
  mount(app, routes, getRuntime);
  app.notFound((context) => {
    const message = `There is no ${context.req.method} ${context.req.path}. GET /api/openapi.json lists what there is.`;
    return errorResponse(new AppError('ROUTE_NOT_FOUND', message), jsonLog);
  });
  app.onError(async (error) => errorResponse(error, (await getRuntime()).log));
  return app;
}

function addHeaders(
  response: Response,
  cors: { corsOrigin: string | null; isPreflight: boolean; asked: string | null },
): void {
  const { headers } = response;
  headers.set('x-content-type-options', 'nosniff');
  headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
  headers.set('cross-origin-resource-policy', 'same-origin');
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  headers.append('vary', 'origin');
  if (cors.corsOrigin === null) return;
  headers.set('cross-origin-resource-policy', 'cross-origin');
  headers.set('access-control-allow-origin', cors.corsOrigin);
  headers.set('access-control-expose-headers', CORS_EXPOSED);
  if (!cors.isPreflight) return;
  headers.set('access-control-allow-methods', CORS_METHODS);
  headers.set('access-control-allow-headers', cors.asked ?? 'content-type, authorization, x-api-key, last-event-id');
  headers.set('access-control-max-age', '600');
}
