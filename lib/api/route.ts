import type { Hono } from 'hono';
import type { z } from 'zod';
import { AppError } from '@/lib/runs/app-error';
import type { Runtime } from '@/lib/runtime/runtime';
import { readJsonBody } from './body';
import { ENCODING, jsonAnswer } from './json-answer';

type Shape = z.ZodObject;

export interface RouteCall<Params, Query, Body> {
  runtime: Runtime;
  params: Params;
  query: Query;
  body: Body;
  /** Aborts when the client goes away. */
  signal: AbortSignal;
  headers: Headers;
  /** As it comes, of a route with a `bodyType`. */
  stream: AsyncIterable<Uint8Array>;
}

export interface RouteAnswer {
  status: number;
  description: string;
  schema?: z.ZodType;
  contentType?: string;
}

export interface Route {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As in hono: `/threads/:thread_id`. */
  path: string;
  tag: 'system' | 'assistants' | 'threads' | 'runs' | 'debugger';
  summary: string;
  params?: Shape;
  query?: Shape;
  body?: z.ZodType;
  answer: RouteAnswer;
  /** A POST that only reads: it also answers for a capsule that was opened read-only, as every GET does. */
  isRead?: true;
  /** What the body is, when it is no JSON: then the handler reads it from the request. */
  bodyType?: string;
  handle(call: RouteCall<unknown, unknown, unknown>): Promise<unknown> | unknown;
}

/** One route: what it takes and answers, and what it does. The same table answers requests and makes `/openapi.json`. */
export function route<
  Params extends Shape = z.ZodObject<Record<never, never>>,
  Query extends Shape = z.ZodObject<Record<never, never>>,
  Body extends z.ZodType = z.ZodUndefined,
>(
  definition: Omit<Route, 'params' | 'query' | 'body' | 'handle'> & {
    params?: Params;
    query?: Query;
    body?: Body;
    /** Answers a Response, or what becomes the JSON of the route's answer. */
    handle(call: RouteCall<z.output<Params>, z.output<Query>, z.output<Body>>): Promise<unknown> | unknown;
  },
): Route {
  // Safe: `mount` hands over exactly what these schemas have parsed.
  return definition as unknown as Route;
}

/** Registers the routes. `getRuntime` is asked for every request, since a development server may replace the runtime. */
export function mount(app: Hono, routes: Route[], getRuntime: () => Promise<Runtime>): void {
  for (const each of routes) {
    app.on(each.method.toUpperCase(), each.path, async (context) => {
      const request = context.req.raw;
      const params = parse(each.params, withoutNul(decodeParams(context.req.param(), request.url)), 'path');
      const query = parse(each.query, withoutNul(context.req.query()), 'query');
      const body = each.body === undefined ? undefined : parse(each.body, await readJsonBody(request), 'body');
      const runtime = scopeOf(each, await getRuntime(), params);
      const answer = await each.handle({
        runtime,
        params,
        query,
        body,
        signal: request.signal,
        headers: request.headers,
        stream: chunksOf(request),
      });
      if (answer instanceof Response) return answer;
      if (answer === undefined) return new Response(null, { status: each.answer.status });
      return jsonAnswer(answer, each.answer.status, request.headers.get(ENCODING));
    });
  }
}

async function* chunksOf({ body }: Request): AsyncGenerator<Uint8Array> {
  if (body !== null) yield* body as unknown as AsyncIterable<Uint8Array>;
}

/**
 * A capsule that was opened read-only is reached like a thread, through a store of its own; what would change it is refused.
 * @throws AppError READ_ONLY, THREAD_NOT_FOUND
 */
function scopeOf({ method, isRead }: Route, runtime: Runtime, params: unknown): Runtime {
  const { thread_id: threadId } = (params ?? {}) as { thread_id?: unknown };
  const capsule = typeof threadId === 'string' ? runtime.capsules.find(threadId) : null;
  if (capsule === null) return runtime;
  if (method !== 'get' && !isRead) {
    throw new AppError(
      'READ_ONLY',
      `"${threadId}" is a capsule that was opened read-only: nothing in it can be run or changed. Import its file to go on from there.`,
    );
  }
  return { ...runtime, store: capsule.store, graphs: capsule.graphs, capsule: capsule.info };
}

function parse(schema: z.ZodType | undefined, value: unknown, where: string): unknown {
  if (schema === undefined) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const detail = parsed.error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: issue.message,
  }));
  const first = detail[0];
  const name = first?.path ? `"${first.path}"` : 'it';
  throw new AppError('INVALID_REQUEST', `The ${where} of the request is not valid: ${name}: ${first?.message}.`, {
    detail,
  });
}

/** No text of an address has a NUL for a reason, and PostgreSQL has none in its texts. */
function withoutNul(texts: Record<string, string>): Record<string, string> {
  const found = Object.entries(texts).find(([, text]) => text.includes('\u0000'));
  if (found === undefined) return texts;
  throw new AppError(
    'INVALID_REQUEST',
    `The address of the request is not valid: "${found[0]}" has a NUL, one of the control characters.`,
  );
}

/** hono leaves a parameter undecoded when its percent-encoding is broken. */
function decodeParams(params: Record<string, string>, url: string): Record<string, string> {
  if (!isWellEncoded(new URL(url).pathname)) {
    throw new AppError('INVALID_REQUEST', 'The path of the request is not valid: its percent-encoding is broken.');
  }
  return params;
}

function isWellEncoded(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
