import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServer, type TestServer } from './test-server';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
  await server.send('POST', '/threads', { thread_id: 't' });
  await (
    await server.send('POST', '/threads/t/runs/wait', {
      assistant_id: 'workflow',
      input: { task: 'x', total_steps: 1 },
    })
  ).text();
});
afterAll(() => server.close());

const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const deep = `${'['.repeat(300)}${']'.repeat(300)}`;
const address = (checkpointId: string) => ({ checkpointId, field: 'values', path: [] });
const place = (threadId: string, checkpointId: string) => ({ threadId, checkpointId });
const run = (rest: object) => ({ assistant_id: 'workflow', input: {}, ...rest });

describe('bad input has its status and says what is wrong', () => {
  it.each<[string, string, unknown, number, string]>([
    ['POST', '/threads/t/runs/wait', '{', 400, 'not JSON'],
    ['POST', '/threads/t/runs/wait', '[]', 400, 'expected object'],
    ['POST', '/threads/t/runs/wait', 'null', 400, 'expected object'],
    ['POST', '/threads/t/runs/wait', `{"assistant_id":"workflow","input":${deep}}`, 400, 'nested deeper'],
    ['POST', '/threads/t/runs/wait', '{"assistant_id":"workflow","input":{"__proto__":{}}}', 400, '__proto__'],
    ['POST', '/threads/t/runs/wait', { input: {} }, 400, 'assistant_id'],
    ['POST', '/threads/t/runs/wait', run({ stream_mode: ['bogus'] }), 400, 'stream_mode'],
    ['POST', '/threads/t/runs/wait', run({ config: { recursion_limit: 0 } }), 400, 'recursion_limit'],
    ['POST', '/threads/t/runs/wait', run({ after_seconds: -1 }), 400, 'after_seconds'],
    ['POST', '/threads/t/runs/wait', run({ assistant_id: 'nope' }), 404, 'nope'],
    ['POST', '/threads/t/runs/wait', run({ assistant_id: 'broken' }), 422, 'does not load'],
    ['POST', '/threads/t/runs/wait', run({ checkpoint_id: UNKNOWN }), 404, 'no checkpoint'],
    ['POST', '/threads/t/runs/wait', run({ checkpoint_id: 'zzz' }), 404, 'no checkpoint'],
    ['POST', '/threads/t/runs/wait', run({ config: { configurable: { branch: 'zzz' } } }), 404, 'no branch'],
    ['POST', '/threads/t/runs/wait', run({ interrupt_before: ['nope'] }), 422, 'nope'],
    ['POST', '/threads/t/runs/wait', run({ checkpoint: { checkpoint_ns: 'child:1' } }), 404, 'child:1'],
    ['POST', '/threads/none/runs/wait', run({}), 404, 'no thread "none"'],
    ['POST', '/threads/none/runs', run({}), 404, 'no thread "none"'],
    ['GET', '/threads/none', undefined, 404, 'no thread "none"'],
    ['GET', '/threads/none/state', undefined, 404, 'no thread "none"'],
    ['DELETE', '/threads/none', undefined, 404, 'no thread "none"'],
    ['PATCH', '/threads/none', { metadata: {} }, 404, 'no thread "none"'],
    ['PATCH', '/threads/t', { metadata: 'x' }, 400, 'metadata'],
    ['PATCH', '/threads/t', { metadata: { a: 'nul \u0000' } }, 400, 'NUL'],
    ['POST', '/threads', { thread_id: 't' }, 409, 'already'],
    ['POST', '/threads', { thread_id: 'x'.repeat(256) }, 400, '255'],
    ['POST', '/threads', { thread_id: 'a\u0007b' }, 400, 'control'],
    ['POST', '/threads', { thread_id: '\ud800' }, 400, 'half of a character'],
    ['POST', '/threads', { metadata: { a: '\ud800' } }, 400, 'half of a character'],
    ['POST', '/threads', { thread_id: 5 }, 400, 'thread_id'],
    ['POST', '/threads', { graph_id: 'nope' }, 404, 'nope'],
    ['POST', '/threads', { supersteps: [{ updates: [{ values: {} }, { values: {} }] }] }, 422, 'superstep'],
    ['GET', '/threads/%00', undefined, 400, 'control'],
    ['GET', '/threads/%E0%A4%A', undefined, 400, 'percent-encoding'],
    ['GET', '/threads/t/state/zzz', undefined, 404, 'no checkpoint'],
    ['GET', `/threads/t/state/${UNKNOWN}`, undefined, 404, 'no checkpoint'],
    ['POST', '/threads/t/state', { values: { nope: 1 } }, 422, 'nope'],
    ['POST', '/threads/t/state', { values: {}, as_node: 'nope' }, 422, 'nope'],
    ['POST', '/threads/t/state', { values: [] }, 400, 'values'],
    ['POST', '/threads/t/state/checkpoint', {}, 400, 'checkpoint'],
    ['POST', '/threads/t/history', { limit: 0 }, 400, 'limit'],
    ['POST', '/threads/t/history', { limit: 'many' }, 400, 'limit'],
    ['POST', '/threads/search', { limit: 1.5 }, 400, 'limit'],
    ['POST', '/threads/search', { sort_by: 'secret' }, 400, 'sort_by'],
    ['POST', '/threads/search', { values: { a: 1 } }, 422, 'values'],
    ['GET', `/threads/t/runs/${UNKNOWN}`, undefined, 404, 'no run'],
    ['GET', '/threads/t/runs/zzz', undefined, 404, 'no run'],
    ['GET', '/threads/t/runs?limit=x', undefined, 400, 'limit'],
    ['POST', '/threads/t/runs/zzz/cancel', undefined, 404, 'no run'],
    ['GET', '/assistants/nope/graph', undefined, 404, 'nope'],
    ['GET', '/assistants/broken/graph', undefined, 422, 'does not load'],
    ['GET', '/debugger/threads/none/timeline', undefined, 404, 'no thread "none"'],
    ['GET', '/debugger/threads/t/timeline?limit=99999', undefined, 400, 'limit'],
    ['GET', '/debugger/threads/t/lineage/zzz', undefined, 404, 'no checkpoint'],
    ['GET', '/debugger/threads?status=bogus', undefined, 400, 'status'],
    ['POST', '/debugger/threads/t/states', { checkpointIds: [] }, 400, 'checkpointIds'],
    ['POST', '/debugger/threads/t/fork', { checkpointId: 'zzz', values: {} }, 404, 'no checkpoint'],
    ['POST', '/debugger/threads/t/preview', { checkpointId: UNKNOWN, values: {} }, 404, 'no checkpoint'],
    ['PATCH', '/debugger/threads/t/branches/zzz', { name: 'x' }, 404, 'no branch'],
    ['PATCH', '/debugger/threads/t/branches/zzz', { name: '' }, 400, 'name'],
    ['PATCH', '/debugger/threads/t/branches/zzz', { name: 'a\u0000b' }, 400, 'control'],
    ['POST', '/debugger/threads/t/fork', { checkpointId: 'zzz', values: {}, name: 'a\u0000b' }, 400, 'control'],
    ['GET', '/debugger/threads?text=%00', undefined, 400, 'NUL'],
    ['GET', '/debugger/threads?metadata=team', undefined, 400, 'metadata'],
    ['GET', '/debugger/threads?metadata={"team":1}', undefined, 400, 'metadata'],
    ['GET', '/threads/t/state/%00', undefined, 400, 'NUL'],
    ['GET', '/debugger/threads/t/timeline?layout=rows', undefined, 400, 'layout'],
    ['POST', '/debugger/threads/none/folded-states', { checkpointIds: ['zzz'] }, 404, 'no thread "none"'],
    ['POST', '/debugger/threads/t/folded-states', { checkpointIds: 'zzz' }, 400, 'checkpointIds'],
    ['POST', '/debugger/threads/t/parts', { address: address('zzz') }, 404, 'no checkpoint'],
    ['POST', '/debugger/threads/t/parts', { address: { ...address('zzz'), field: 'raw' } }, 404, 'no checkpoint'],
    ['POST', '/debugger/threads/t/parts', { address: { ...address('zzz'), field: 'writes' } }, 400, 'taskId'],
    ['POST', '/debugger/threads/t/parts', { address: address('zzz'), from: -1 }, 400, 'from'],
    ['POST', '/debugger/threads/t/differences', { checkpointId: 'zzz', baseId: null }, 404, 'no checkpoint'],
    ['POST', '/debugger/threads/t/differences', { checkpointId: 'zzz' }, 400, 'baseId'],
    ['GET', '/debugger/threads/t/tasks/zzz', undefined, 404, 'no checkpoint'],
    ['GET', `/debugger/threads/t/tasks/${UNKNOWN}?limit=0`, undefined, 400, 'limit'],
    ['GET', `/debugger/threads/t/tasks/${UNKNOWN}?whole=maybe`, undefined, 400, 'whole'],
    ['GET', '/debugger/threads/t/raw/zzz', undefined, 404, 'no checkpoint'],
    ['GET', '/debugger/threads/none/raw/zzz', undefined, 404, 'no thread "none"'],
    ['GET', '/debugger/threads/t/values-of?path=["a"]&tip=zzz', undefined, 404, 'no checkpoint'],
    ['GET', '/debugger/threads/t/values-of?path=a&tip=zzz', undefined, 400, 'JSON list'],
    ['GET', '/debugger/threads/t/values-of?path=[]&tip=zzz', undefined, 400, 'JSON list'],
    ['GET', '/debugger/threads/t/values-of?path=["a"]', undefined, 400, 'tip'],
    ['POST', '/debugger/threads/t/inside', { calls: [{ namespace: '', node: '', taskId: 'x' }] }, 400, 'node'],
    ['POST', '/debugger/threads/t/inside', { calls: [{ namespace: '\0', node: 'x', taskId: 'x' }] }, 400, 'NUL'],
    ['POST', '/threads/t/runs/wait', run({ config: { configurable: { checkpoint_ns: '\0' } } }), 400, 'NUL'],
    ['POST', '/debugger/threads/t/inside/states', { namespace: '', checkpointIds: [] }, 400, 'checkpointIds'],
    ['GET', '/debugger/threads/t/sends', undefined, 400, 'checkpoint'],
    ['GET', '/debugger/threads/none/sends?checkpoint=zzz', undefined, 404, 'no thread "none"'],
    ['GET', '/debugger/graphs/nope/subgraphs', undefined, 404, 'nope'],
    ['GET', '/debugger/graphs/broken/subgraphs', undefined, 422, 'does not load'],
    ['PUT', '/debugger/threads/t/notes/zzz', { text: 'x' }, 404, 'no checkpoint'],
    ['PUT', `/debugger/threads/t/notes/${UNKNOWN}`, { text: ' ' }, 400, 'empty note'],
    ['PUT', `/debugger/threads/t/notes/${UNKNOWN}`, { text: 'a\u0000b' }, 400, 'control'],
    ['DELETE', '/debugger/threads/none/notes/zzz', undefined, 404, 'no thread "none"'],
    ['DELETE', '/debugger/threads/t/branches/zzz', undefined, 404, 'no branch'],
    ['POST', '/debugger/threads/t/branches/delete', { branchIds: [] }, 400, 'one at least'],
    ['POST', '/debugger/threads/t/branches/delete', { branchIds: ['a', 'a'] }, 400, 'twice'],
    ['POST', '/debugger/threads/none/branches/delete', { branchIds: ['a'] }, 404, 'no thread "none"'],
    ['DELETE', '/debugger/threads/t/branches/zzz?dryRun=yes', undefined, 400, 'dryRun'],
    ['DELETE', '/debugger/threads/none/branches/zzz', undefined, 404, 'no thread "none"'],
    ['POST', '/debugger/threads/t/runs/zzz/pause', undefined, 404, 'no run'],
    ['POST', '/debugger/conditions/check', { expression: 5 }, 400, 'expression'],
    ['POST', '/debugger/conditions/check', { expression: '1', at: { threadId: 't' } }, 400, 'checkpointId'],
    ['POST', '/debugger/conditions/check', { expression: '1', at: place('none', 'zzz') }, 404, 'no thread "none"'],
    ['POST', '/debugger/conditions/check', { expression: '1', at: place('a\u0000b', 'zzz') }, 400, 'control'],
    ['POST', '/debugger/threads/none/find', { expression: '1' }, 404, 'no thread "none"'],
    ['POST', '/debugger/threads/t/find', { expression: ' ' }, 400, 'expression'],
    ['POST', '/debugger/threads/t/find', { expression: 'a >' }, 422, 'not JSONata at character 3'],
    ['POST', '/debugger/threads/t/find', { expression: '1', branchId: 'zzz' }, 404, 'no branch'],
    ['POST', '/debugger/threads/t/find', { expression: '1', after: 'zzz' }, 404, 'no checkpoint'],
    ['POST', '/debugger/threads/t/find', { expression: '1', mode: 'bisect' }, 400, 'branchId'],
    ['POST', '/threads/t/runs/wait', run({ breakpoints: [{}] }), 400, 'breakpoints'],
    ['POST', '/threads/t/runs/wait', run({ breakpoints: [{ node: 'process', step: 1 }] }), 400, 'breakpoints'],
    ['POST', '/threads/t/runs/wait', run({ breakpoints: [{ node: 'nope' }] }), 400, 'nope'],
    ['POST', '/threads/t/runs/wait', run({ breakpoints: [{ condition: 'a >' }] }), 400, 'not JSONata'],
    ['GET', '/nothing/here', undefined, 404, 'openapi.json'],
    ['DELETE', '/ok', undefined, 404, 'openapi.json'],
  ])('%s %s %j → %i %s', async (method, path, body, status, message) => {
    const response = await server.send(method, path, body);
    const answer = (await response.json()) as { code: string; message: string };
    expect([response.status, answer.message]).toEqual([status, expect.stringContaining(message)]);
    expect(answer.code).toMatch(/^[A-Z_]+$/);
    expect(JSON.stringify(answer)).not.toMatch(/\\n +at |node_modules/);
  });

  it('an oversized body is 413, with and without its length', async () => {
    const big = JSON.stringify({ assistant_id: 'workflow', input: { task: 'x'.repeat(10 * 1024 * 1024) } });
    expect((await server.send('POST', '/threads/t/runs/wait', big)).status).toBe(413);
    const declared = await server.send('POST', '/threads/t/runs/wait', '{}', { 'content-length': String(2 ** 30) });
    expect(declared.status).toBe(413);
  });

  it('an input that the graph refuses is the run’s error', async () => {
    const answer = await server.json('POST', '/threads/t/runs/wait', run({ input: { nope: 1 } }));
    expect(answer).toMatchObject({ __error__: { error: 'UnknownStateKeyError' } });
  });

  it('a bad Last-Event-ID is 400', async () => {
    const [first] = await server.json<{ run_id: string }[]>('GET', '/threads/t/runs');
    const response = await server.send('GET', `/threads/t/runs/${first?.run_id}/stream`, undefined, {
      'last-event-id': 'x',
    });
    expect(response.status).toBe(400);
  });
});

describe('thread ids', () => {
  it.each([
    'user-123',
    'a/b',
    'ü ñ 漢',
    '100%',
    '?&#',
    '..',
    'a+b',
    "'; drop table threads; --",
    '😀',
    'x'.repeat(255),
  ])('may be %s', async (id) => {
    await server.send('DELETE', `/threads/${encodeURIComponent(id)}`);
    const created = await server.json('POST', '/threads', { thread_id: id });
    expect(created).toMatchObject({ thread_id: id });
    if (id === '..') return; // A URL swallows it before any server sees it.
    const path = `/threads/${encodeURIComponent(id)}`;
    expect(await server.json('GET', path)).toMatchObject({ thread_id: id });
    const values = await server.json('POST', `${path}/runs/wait`, run({ input: { task: 'x', total_steps: 1 } }));
    expect(values).toMatchObject({ current_step: 2 });
    expect((await server.send('DELETE', path)).status).toBe(204);
  });
});

describe('foreign callers', () => {
  it('are refused, and a named origin is let in', async () => {
    const post = (headers: Record<string, string>) => server.send('POST', '/threads', {}, headers);
    expect((await post({ host: 'evil.example' })).status).toBe(403);
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
    const answer = await post({ origin: 'https://chat.example' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://chat.example');
    expect(answer.headers.get('access-control-expose-headers')).toContain('content-location');
    const preflight = await server.send('OPTIONS', '/threads', undefined, {
      origin: 'https://chat.example',
      'access-control-request-headers': 'x-api-key',
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([204, 'x-api-key']);
    const foreign = await server.send('OPTIONS', '/threads', undefined, { origin: 'https://evil.example' });
    expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });

  it('get no page to sniff or frame', async () => {
    const { headers } = await server.send('GET', '/ok');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });
});
