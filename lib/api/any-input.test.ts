import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPostgresSchema, type TestDatabase, testPostgresUrl } from '@/lib/storage/test-databases';
import { openTestServer, type TestServer } from './test-server';

const databases = [
  { name: 'SQLite', open: async () => null, isThere: true },
  { name: 'PostgreSQL', open: newPostgresSchema, isThere: testPostgresUrl !== undefined },
].filter(({ isThere }) => isThere);

/** An address has no half of a character. */
const wellFormed = (text: string) => Buffer.from(text).toString();

describe.each(databases)('whatever comes in, on $name', ({ open }) => {
  let database: TestDatabase | null;
  let server: TestServer;
  let checkpoint: string;
  beforeAll(async () => {
    database = await open();
    server = await openTestServer(undefined, database === null ? {} : { databaseUrl: database.url });
    await server.send('POST', '/threads', { thread_id: 't' });
    await server.json('POST', '/threads/t/runs/wait', {
      assistant_id: 'workflow',
      input: { task: 'x', total_steps: 1 },
    });
    const state = await server.json<{ checkpoint: { checkpoint_id: string } }>('GET', '/threads/t/state');
    checkpoint = state.checkpoint.checkpoint_id;
  });
  afterAll(async () => {
    await server.close();
    await database?.remove();
  });

  const word = fc.constantFrom(
    'workflow',
    't',
    'process',
    '',
    '*',
    'values',
    'a\u0000b',
    '\ud800',
    '__proto__',
    '__start__',
    '__end__',
  );
  const anything = fc.oneof(
    word,
    fc.jsonValue({ maxDepth: 3 }).map((value) => value as unknown),
  );
  const bodyOf = (names: string[]) =>
    fc.record(Object.fromEntries(names.map((name) => [name, anything])), { requiredKeys: [] });
  const id = fc.oneof(
    word,
    fc.nat(0).map(() => checkpoint),
  );
  const key = fc.oneof(word, fc.nat());
  const field = fc.constantFrom('values', 'writes', 'input', 'raw');
  const namespace = fc.oneof(
    word,
    word.map((name) => `process:${name}|x`),
  );
  const debuggerPath = (kind: string, at: string) =>
    `/debugger/threads/t/${kind}/${encodeURIComponent(wellFormed(at))}`;
  const debugging = (path: string, body: Record<string, fc.Arbitrary<unknown>>) =>
    fc
      .oneof(fc.record(body), bodyOf(Object.keys(body)))
      .map((given) => ['POST', `/debugger/threads/t${path}`, given] as const);
  const request = fc.oneof(
    bodyOf(['input', 'command', 'config', 'interrupt_before', 'stream_mode', 'metadata', 'context']).map(
      (body) => ['POST', '/runs/wait', { assistant_id: 'workflow', ...body }] as const,
    ),
    bodyOf(['thread_id', 'metadata', 'if_exists', 'graph_id', 'supersteps']).map(
      (body) => ['POST', '/threads', body] as const,
    ),
    fc
      .record({ metadata: fc.dictionary(word, word), thread_id: word }, { requiredKeys: [] })
      .map((body) => ['POST', '/threads', { if_exists: 'do_nothing', ...body }] as const),
    bodyOf(['metadata', 'limit', 'offset', 'status', 'ids', 'sort_by', 'select']).map(
      (body) => ['POST', '/threads/search', body] as const,
    ),
    bodyOf(['values', 'as_node', 'checkpoint_id', 'checkpoint']).map(
      (body) => ['POST', '/threads/t/state', body] as const,
    ),
    fc
      .record({ checkpoint: fc.record({ checkpoint_ns: namespace, checkpoint_id: fc.option(id) }) })
      .map((body) => ['POST', '/threads/t/state/checkpoint', body] as const),
    fc
      .record({ branch: word, checkpoint_ns: namespace, checkpoint_id: id }, { requiredKeys: [] })
      .map(
        (configurable) =>
          ['POST', '/threads/t/runs/wait', { assistant_id: 'workflow', config: { configurable } }] as const,
      ),
    bodyOf(['limit', 'before', 'metadata', 'checkpoint']).map((body) => ['POST', '/threads/t/history', body] as const),
    bodyOf(['values', 'asNode', 'name', 'clientId']).map(
      (body) => ['POST', '/debugger/threads/t/fork', { checkpointId: checkpoint, values: {}, ...body }] as const,
    ),
    bodyOf(['values', 'asNode']).map(
      (body) => ['POST', '/debugger/threads/t/preview', { checkpointId: checkpoint, values: {}, ...body }] as const,
    ),
    word.map((clientId) => {
      const body = { checkpointId: checkpoint, values: { task: 'x' }, clientId };
      return ['POST', '/debugger/threads/t/fork', body] as const;
    }),
    fc
      .record({ threadIds: fc.array(word) })
      .map((body) => ['POST', '/debugger/threads/prune', { dryRun: true, ...body }] as const),
    debugging('/folded-states', { checkpointIds: fc.array(id) }),
    debugging('/parts', {
      address: fc.record({ checkpointId: id, taskId: fc.option(word, { nil: undefined }), field, path: fc.array(key) }),
      from: fc.nat(),
    }),
    debugging('/differences', { checkpointId: id, baseId: fc.option(id) }),
    debugging('/inside', { calls: fc.array(fc.record({ namespace, node: word, taskId: id })) }),
    debugging('/inside/states', { namespace, checkpointIds: fc.array(id) }),
    fc.tuple(id, word).map(([at, text]) => ['PUT', debuggerPath('notes', at), { text }] as const),
    fc
      .tuple(fc.constantFrom('lineage', 'tasks', 'raw'), id)
      .map(([kind, at]) => ['GET', debuggerPath(kind, at), undefined] as const),
    fc
      .tuple(fc.constantFrom('notes', 'branches'), word)
      .map(([kind, at]) => ['DELETE', debuggerPath(kind, at), undefined] as const),
    id.map((at) => ['GET', `${debuggerPath('runs', at)}/origin`, undefined] as const),
    fc.tuple(fc.array(key), id).map(([path, tip]) => {
      const query = new URLSearchParams({ path: JSON.stringify(path), tip: wellFormed(tip) });
      return ['GET', `/debugger/threads/t/values-of?${query}`, undefined] as const;
    }),
    fc.tuple(id, namespace).map(([at, inside]) => {
      const query = new URLSearchParams({ checkpoint: wellFormed(at), namespace: wellFormed(inside) });
      return ['GET', `/debugger/threads/t/sends?${query}`, undefined] as const;
    }),
    fc
      .record({ expression: word, at: fc.option(fc.record({ threadId: word, checkpointId: id }), { nil: undefined }) })
      .map((body) => ['POST', '/debugger/conditions/check', body] as const),
    debugging('/find', {
      expression: word,
      branchId: fc.option(word, { nil: undefined }),
      after: fc.option(id, { nil: undefined }),
      mode: fc.constantFrom('all', 'first', 'bisect', 'else'),
    }),
    fc.webPath().map((path) => ['GET', `/threads${path}`, undefined] as const),
    fc.webQueryParameters().map((query) => ['GET', `/debugger/threads?${query}`, undefined] as const),
  );

  it('is never a 500', { timeout: 60_000 }, async () => {
    const isAnswered = async ([method, path, body]: readonly [string, string, unknown]) => {
      const response = await server.send(method, path, body);
      await response.text();
      expect(response.status).toBeLessThan(500);
    };
    await fc.assert(fc.asyncProperty(request, isAnswered), { numRuns: 1000 });
  });
});
