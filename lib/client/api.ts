/** A request that the server answered with an error, or that never reached it (`status` 0, code `unreachable`). */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly detail?: unknown,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  /** Sent as it is, instead of a body. */
  file?: Blob;
  query?: Record<string, string | number | null | undefined>;
  signal?: AbortSignal;
}

/** Calls our own server. `path` starts after `/api`. Answers the parsed body, undefined for an empty one. */
export async function request<Answer>(path: string, options: RequestOptions = {}): Promise<Answer> {
  return parseJson(await requestText(path, options)) as Answer;
}

/** The same, as it came: for whoever wants to know how large it is. */
export async function requestText(path: string, options: RequestOptions = {}): Promise<string> {
  const response = await send(path, options);
  const text = await response.text();
  if (!response.ok) throw toApiError(response.status, text);
  return text;
}

/** The same of an answer that comes line by line, a JSON text each, as they come. */
export async function* requestLines<Line>(path: string, options: RequestOptions = {}): AsyncGenerator<Line> {
  const response = await send(path, options);
  if (!response.ok || response.body === null) throw toApiError(response.status, await response.text());
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    let rest = '';
    for (;;) {
      const { done, value = '' } = await reader.read();
      const lines = (rest + value).split('\n');
      rest = done ? '' : (lines.pop() ?? '');
      for (const line of lines) if (line !== '') yield JSON.parse(line) as Line;
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** An answer that is a file. */
export async function requestFile(path: string, options: RequestOptions = {}): Promise<{ blob: Blob; name: string }> {
  const response = await send(path, options);
  if (!response.ok) throw toApiError(response.status, await response.text());
  const name = /filename="([^"]*)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  return { blob: await response.blob(), name: name ?? 'download' };
}

export function threadPath(threadId: string): string {
  return `/threads/${encodeURIComponent(threadId)}`;
}

export function debuggerThreadPath(threadId: string): string {
  return `/debugger/threads/${encodeURIComponent(threadId)}`;
}

async function send(path: string, { method = 'GET', body, file, query, signal }: RequestOptions): Promise<Response> {
  try {
    return await fetch(`/api${path}${queryString(query)}`, {
      method,
      signal: signal ?? null,
      ...(file !== undefined && { headers: { 'content-type': 'application/gzip' }, body: file }),
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError(0, 'unreachable', 'The Retrograph server does not answer. Is it still running?', undefined, {
      cause,
    });
  }
}

export function queryString(query: RequestOptions['query']): string {
  const entries = Object.entries(query ?? {}).flatMap(([key, value]) =>
    value === undefined || value === null || value === '' ? [] : [[key, String(value)]],
  );
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries)}`;
}

function parseJson(text: string): unknown {
  return text === '' ? undefined : JSON.parse(text);
}

function toApiError(status: number, text: string): ApiError {
  const body = readErrorBody(text);
  return new ApiError(
    status,
    body.code ?? `http_${status}`,
    body.message ?? `The server answered ${status}.`,
    body.detail,
  );
}

function readErrorBody(text: string): { code?: string; message?: string; detail?: unknown } {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : {};
  } catch {
    // A proxy or an older server answers plain text: it is the message.
    return text === '' || text.startsWith('<') ? {} : { message: text.slice(0, 500) };
  }
}
