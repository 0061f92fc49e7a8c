import { rawRequest } from './fixtures/raw-request';
import { expect, test } from './fixtures/story';

interface BadRequest {
  what: string;
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
  /** Sent as it is. */
  raw?: string | Buffer;
  status: number;
  code: string;
}

const thread = '/api/threads/there';
const debug = '/api/debugger/threads/there';
const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

const badRequests: BadRequest[] = [
  { what: 'a body that is not JSON', path: '/api/threads', raw: '{"thread_id": ', status: 400, code: 'MALFORMED_BODY' },
  {
    what: 'a body that is not UTF-8',
    path: '/api/threads',
    raw: Buffer.from([0x22, 0xff, 0x22]),
    status: 400,
    code: 'MALFORMED_BODY',
  },
  {
    what: 'a body that nests too deep',
    path: '/api/threads',
    raw: `{"metadata":{"a":${nested(500)}}}`,
    status: 400,
    code: 'MALFORMED_BODY',
  },
  {
    what: 'a key __proto__',
    path: '/api/threads',
    raw: '{"__proto__": {"polluted": true}}',
    status: 400,
    code: 'MALFORMED_BODY',
  },
  {
    what: 'a body of 11 MB',
    path: '/api/threads',
    raw: `"${'x'.repeat(11 * 1024 * 1024)}"`,
    status: 413,
    code: 'TOO_LARGE',
  },
  { what: 'a list for a body', path: '/api/threads', raw: '[]', status: 400, code: 'INVALID_REQUEST' },
  {
    what: 'a number for a thread id',
    path: '/api/threads',
    body: { thread_id: 5 },
    status: 400,
    code: 'INVALID_REQUEST',
  },
  {
    what: 'a thread id of 256 characters',
    path: '/api/threads',
    body: { thread_id: 'x'.repeat(256) },
    status: 400,
    code: 'INVALID_REQUEST',
  },
  {
    what: 'a thread id with a newline',
    path: '/api/threads',
    body: { thread_id: 'a\nb' },
    status: 400,
    code: 'INVALID_REQUEST',
  },
  {
    what: 'a thread id that is taken',
    path: '/api/threads',
    body: { thread_id: 'there' },
    status: 409,
    code: 'THREAD_EXISTS',
  },
  {
    what: 'an unknown graph',
    path: '/api/threads',
    body: { graph_id: 'nope' },
    status: 404,
    code: 'ASSISTANT_NOT_FOUND',
  },
  { what: 'a limit of none', path: '/api/threads/search', body: { limit: 0 }, status: 400, code: 'INVALID_REQUEST' },
  {
    what: 'a word for a limit',
    path: '/api/threads/search',
    body: { limit: 'many' },
    status: 400,
    code: 'INVALID_REQUEST',
  },
  {
    what: 'an unknown sort key',
    path: '/api/threads/search',
    body: { sort_by: 'mood' },
    status: 400,
    code: 'INVALID_REQUEST',
  },
  { what: 'an unknown route', method: 'GET', path: '/api/nowhere', status: 404, code: 'ROUTE_NOT_FOUND' },
  { what: 'broken percent-encoding', method: 'GET', path: '/api/threads/%ff', status: 400, code: 'INVALID_REQUEST' },
  { what: 'an unknown thread', method: 'GET', path: '/api/threads/nope', status: 404, code: 'THREAD_NOT_FOUND' },
  {
    what: 'the state of an unknown thread',
    method: 'GET',
    path: '/api/threads/nope/state',
    status: 404,
    code: 'THREAD_NOT_FOUND',
  },
  {
    what: 'the history of an unknown thread',
    path: '/api/threads/nope/history',
    body: {},
    status: 404,
    code: 'THREAD_NOT_FOUND',
  },
  {
    what: 'deleting an unknown thread',
    method: 'DELETE',
    path: '/api/threads/nope',
    status: 404,
    code: 'THREAD_NOT_FOUND',
  },
  {
    what: 'an unknown assistant',
    method: 'GET',
    path: '/api/assistants/nope/graph',
    status: 404,
    code: 'ASSISTANT_NOT_FOUND',
  },
  {
    what: 'a run without an assistant',
    path: `${thread}/runs/wait`,
    body: { input: {} },
    status: 400,
    code: 'INVALID_REQUEST',
  },
  {
    what: 'a run of an unknown assistant',
    path: `${thread}/runs/wait`,
    body: { assistant_id: 'nope' },
    status: 404,
    code: 'ASSISTANT_NOT_FOUND',
  },
  {
    what: 'a run on an unknown thread',
    path: '/api/threads/nope/runs/wait',
    body: { assistant_id: 'workflow', input: {} },
    status: 404,
    code: 'THREAD_NOT_FOUND',
  },
  {
    what: 'an unknown stream mode',
    path: `${thread}/runs/stream`,
    body: { assistant_id: 'workflow', stream_mode: ['bogus'] },
    status: 400,
    code: 'INVALID_REQUEST',
  },
  {
    what: 'a breakpoint at an unknown node',
    path: `${thread}/runs`,
    body: { assistant_id: 'workflow', input: {}, interrupt_before: ['nope'] },
    status: 422,
    code: 'UNSUPPORTED',
  },
  {
    what: 'a checkpoint that is not there',
    method: 'GET',
    path: `${thread}/state/nope`,
    status: 404,
    code: 'CHECKPOINT_NOT_FOUND',
  },
  {
    what: 'an edit of an unknown key',
    path: `${thread}/state`,
    body: { values: { mood: 1 } },
    status: 422,
    code: 'UNKNOWN_STATE_KEY',
  },
  {
    what: 'an edit of the wrong type',
    path: `${thread}/state`,
    body: { values: { total_steps: 'five' } },
    status: 422,
    code: 'INVALID_INPUT',
  },
  {
    what: 'an edit as an unknown node',
    path: `${thread}/state`,
    body: { values: { task: 'x' }, as_node: 'nope' },
    status: 422,
    code: 'UNKNOWN_NODE',
  },
  {
    what: 'an edit at an unknown checkpoint',
    path: `${thread}/state`,
    body: { values: { task: 'x' }, checkpoint_id: 'nope' },
    status: 404,
    code: 'CHECKPOINT_NOT_FOUND',
  },
  { what: 'a list for an edit', path: `${thread}/state`, body: { values: [1] }, status: 400, code: 'INVALID_REQUEST' },
  { what: 'an unknown run', method: 'GET', path: `${thread}/runs/nope`, status: 404, code: 'RUN_NOT_FOUND' },
  {
    what: 'cancelling an unknown run',
    path: `${thread}/runs/nope/cancel`,
    body: {},
    status: 404,
    code: 'RUN_NOT_FOUND',
  },
  {
    what: 'metadata that is a list',
    method: 'PATCH',
    path: thread,
    body: { metadata: [] },
    status: 400,
    code: 'INVALID_REQUEST',
  },
  {
    what: 'a word for a page size',
    method: 'GET',
    path: `${debug}/timeline?limit=many`,
    status: 400,
    code: 'INVALID_REQUEST',
  },
  { what: 'a page of nothing', method: 'GET', path: `${debug}/timeline?limit=0`, status: 400, code: 'INVALID_REQUEST' },
  {
    what: 'the timeline of an unknown thread',
    method: 'GET',
    path: '/api/debugger/threads/nope/timeline',
    status: 404,
    code: 'THREAD_NOT_FOUND',
  },
  {
    what: 'text for a list of checkpoints',
    path: `${debug}/states`,
    body: { checkpointIds: 'x' },
    status: 400,
    code: 'INVALID_REQUEST',
  },
  {
    what: 'too many states at once',
    path: `${debug}/states`,
    body: { checkpointIds: Array.from({ length: 201 }, String) },
    status: 400,
    code: 'INVALID_REQUEST',
  },
  {
    what: 'a preview at an unknown checkpoint',
    path: `${debug}/preview`,
    body: { checkpointId: 'nope', values: {} },
    status: 404,
    code: 'CHECKPOINT_NOT_FOUND',
  },
  {
    what: 'a fork without a checkpoint',
    path: `${debug}/fork`,
    body: { values: {} },
    status: 400,
    code: 'INVALID_REQUEST',
  },
  {
    what: 'an empty name for a branch',
    method: 'PATCH',
    path: `${debug}/branches/nope`,
    body: { name: '' },
    status: 400,
    code: 'INVALID_REQUEST',
  },
];

test('bad input gets its status, a code and the way out, and never a stack', async ({ server, request }) => {
  await request.post(`${server.url}/api/threads`, { data: { thread_id: 'there', graph_id: 'workflow' } });
  await request.post(`${server.url}/api/threads/there/runs/wait`, { data: { assistant_id: 'workflow', input: {} } });
  for (const { what, method = 'POST', path, body, raw, status, code } of badRequests) {
    await test.step(what, async () => {
      const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
      const headers = sent === undefined ? {} : { 'content-type': 'application/json' };
      const answer = await rawRequest(server.url + path, {
        method,
        headers,
        ...(sent !== undefined && { body: sent }),
      });
      expect
        .soft({ what, status: answer.status, ...told(answer.text) })
        .toEqual({ what, status, code, message: expect.stringMatching(/\S{2,}/) });
      expect.soft(answer.text).not.toMatch(/\n\s+at |node_modules/);
    });
  }
  expect((await request.get(`${server.url}/api/ok`)).status(), 'the server is well afterwards').toBe(200);
});

function told(text: string): unknown {
  try {
    const { code, message } = JSON.parse(text) as { code?: unknown; message?: unknown };
    return { code, message };
  } catch {
    return { notJson: text.slice(0, 200) };
  }
}

test('foreign hosts and origins are refused, pages and API alike', async ({ server }) => {
  const refused: [string, Record<string, string>, string][] = [
    ['/api/ok', { host: 'evil.example' }, 'FOREIGN_HOST'],
    ['/', { host: 'evil.example:3000' }, 'FOREIGN_HOST'],
    ['/threads', { host: '127.0.0.1.evil.example' }, 'FOREIGN_HOST'],
    ['/api/threads/search', { origin: 'https://evil.example' }, 'FOREIGN_ORIGIN'],
    ['/api/threads/search', { origin: 'null' }, 'FOREIGN_ORIGIN'],
    ['/api/threads/search', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 'FOREIGN_ORIGIN'],
    ['/api/debugger/graphs', { origin: 'http://127.0.0.1:1' }, 'FOREIGN_ORIGIN'],
  ];
  for (const [path, headers, code] of refused) {
    const answer = await rawRequest(server.url + path, { headers });
    expect
      .soft({ path, headers, status: answer.status, ...(told(answer.text) as object) })
      .toMatchObject({ status: 403, code });
  }
  const own = await rawRequest(`${server.url}/api/ok`, {
    headers: { origin: server.url, 'sec-fetch-site': 'same-origin' },
  });
  expect(own.status).toBe(200);
});
