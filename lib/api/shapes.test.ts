import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  assistantAnswer,
  graphAnswer,
  infoAnswer,
  runAnswer,
  schemasAnswer,
  stateAnswer,
  stateUpdateAnswer,
  threadAnswer,
} from '@/lib/contracts/protocol-answers';
import { openTestServer, type TestServer } from './test-server';

/** The keys that the LangGraph server's own answers have (version 1.5), each recorded from it. */
const THREAD = ['config', 'created_at', 'interrupts', 'metadata', 'status', 'thread_id', 'updated_at', 'values'];
const STATE = ['checkpoint', 'created_at', 'metadata', 'next', 'parent_checkpoint', 'tasks', 'values'];
const TASK = ['checkpoint', 'error', 'id', 'interrupts', 'name', 'path', 'result', 'state'];
const CHECKPOINT = ['checkpoint_id', 'checkpoint_map', 'checkpoint_ns', 'thread_id'];
const RUN = [
  'assistant_id',
  'created_at',
  'kwargs',
  'metadata',
  'multitask_strategy',
  'run_id',
  'status',
  'thread_id',
  'updated_at',
];
const ASSISTANT = [
  'assistant_id',
  'config',
  'context',
  'created_at',
  'description',
  'graph_id',
  'metadata',
  'name',
  'updated_at',
  'version',
];

let server: TestServer;
let thread: string;
let runId: string;
beforeAll(async () => {
  server = await openTestServer();
  thread = (await server.json<{ thread_id: string }>('POST', '/threads', { metadata: { owner: 'team-a' } })).thread_id;
  const response = await server.send('POST', `/threads/${thread}/runs/wait`, {
    assistant_id: 'approval',
    input: { topic: 'cats' },
  });
  await response.text();
  runId = response.headers.get('content-location')?.split('/').at(-1) ?? '';
});
afterAll(() => server.close());

const keys = (value: unknown) => Object.keys(value as object).sort();
const get = (path: string) => server.json<Record<string, unknown>>('GET', path);

describe('the protocol’s shapes', () => {
  it('of a thread', async () => {
    const created = await server.json('POST', '/threads', {});
    expect(keys(created)).toEqual(['config', 'created_at', 'metadata', 'status', 'thread_id', 'updated_at']);
    const found = await get(`/threads/${thread}`);
    expect(keys(found)).toEqual(THREAD);
    expect(found.metadata).toMatchObject({ owner: 'team-a', graph_id: 'approval', assistant_id: expect.any(String) });
    expect(threadAnswer.parse(found)).toEqual(found);
  });

  it('of a state', async () => {
    const state = stateAnswer.parse(await get(`/threads/${thread}/state`));
    expect(keys(state)).toEqual(STATE);
    expect(keys(state.checkpoint)).toEqual(CHECKPOINT);
    expect(keys(state.parent_checkpoint)).toEqual(CHECKPOINT);
    expect(keys(state.tasks[0])).toEqual([...TASK, 'status'].sort());
    expect(state.tasks[0]?.path).toEqual(['__pregel_pull', 'review']);
    expect(state.metadata).toMatchObject({ source: 'loop', step: 1, parents: {}, run_id: runId, graph_id: 'approval' });
    const byId = await get(`/threads/${thread}/state/${state.checkpoint?.checkpoint_id}`);
    expect(keys(byId)).toEqual(STATE);
    const posted = await server.json('POST', `/threads/${thread}/state/checkpoint`, { checkpoint: state.checkpoint });
    expect(posted).toEqual(byId);
  });

  it('of a thread without checkpoints', async () => {
    const { thread_id } = await server.json<{ thread_id: string }>('POST', '/threads', {});
    expect(await get(`/threads/${thread_id}/state`)).toEqual({
      values: {},
      next: [],
      tasks: [],
      created_at: null,
      checkpoint: null,
      parent_checkpoint: null,
    });
    expect(await server.json('POST', `/threads/${thread_id}/history`, {})).toEqual([]);
  });

  it('of a run', async () => {
    const run = runAnswer.parse(await get(`/threads/${thread}/runs/${runId}`));
    expect(keys(run)).toEqual(RUN);
    expect(keys(run.kwargs)).toEqual([
      'config',
      'context',
      'input',
      'resumable',
      'stream_mode',
      'subgraphs',
      'temporary',
    ]);
    expect(await get(`/threads/${thread}/runs`)).toEqual([run]);
  });

  it('of an edit', async () => {
    const updated = await server.json('POST', `/threads/${thread}/state`, {
      values: { topic: 'dogs' },
      as_node: 'write_draft',
    });
    expect(stateUpdateAnswer.parse(updated)).toEqual(updated);
    expect((updated as { next: string[] }).next).toEqual(['review']);
  });

  it('of assistants, whose ids are those of every other server', async () => {
    const all = z.array(assistantAnswer).parse(await server.json('POST', '/assistants/search', { limit: 10 }));
    const workflow = all.find((each) => each.graph_id === 'workflow');
    expect(keys(workflow)).toEqual(ASSISTANT);
    expect(workflow?.assistant_id).toBe('63141ea8-3de0-5e4c-b554-db8d2facdd32');
    expect(await get('/assistants/workflow')).toEqual(await get(`/assistants/${workflow?.assistant_id}`));
    expect(await server.json('POST', '/assistants/search', { graph_id: 'workflow', select: ['name'] })).toEqual([
      { name: 'workflow' },
    ]);
  });

  it('of a graph and its schemas', async () => {
    const graph = graphAnswer.parse(await get('/assistants/workflow/graph?xray=true'));
    expect(graph.nodes.map(({ id, type }) => [id, type])).toEqual([
      ['__start__', 'schema'],
      ['process', 'runnable'],
      ['__end__', 'schema'],
    ]);
    expect(graph.edges).toContainEqual(
      expect.objectContaining({ source: 'process', target: 'process', conditional: true }),
    );
    expect(keys(schemasAnswer.parse(await get('/assistants/workflow/schemas')))).toEqual([
      'config_schema',
      'context_schema',
      'graph_id',
      'input_schema',
      'output_schema',
      'state_schema',
    ]);
    expect(await get('/assistants/workflow/subgraphs?recurse=true')).toEqual({});
  });

  it('of the server', async () => {
    expect(await get('/ok')).toEqual({ ok: true });
    expect(keys(infoAnswer.parse(await get('/info')))).toEqual(['context', 'flags', 'langgraph_js_version', 'version']);
  });

  it('of lists, with the next page in the headers', async () => {
    for (let count = 0; count < 3; count++) await server.send('POST', '/threads', { metadata: { list: 'paged' } });
    const search = (offset: number) =>
      server.send('POST', '/threads/search', { metadata: { list: 'paged' }, limit: 2, offset });
    const first = await search(0);
    expect([first.headers.get('x-pagination-total'), first.headers.get('x-pagination-next')]).toEqual(['3', '2']);
    expect(await first.json()).toHaveLength(2);
    const second = await search(2);
    expect(second.headers.get('x-pagination-next')).toBeNull();
    expect(await second.json()).toHaveLength(1);
    expect(
      await server.json('POST', '/threads/search', { metadata: { list: 'paged' }, select: ['thread_id'] }),
    ).toContainEqual({ thread_id: expect.any(String) });
  });

  it('of history, whose "before" is text, a checkpoint or a config', async () => {
    const all = await server.json<{ checkpoint: { checkpoint_id: string } }[]>('POST', `/threads/${thread}/history`, {
      limit: 100,
    });
    const id = all[0]?.checkpoint.checkpoint_id as string;
    for (const before of [id, { checkpoint_id: id }, { configurable: { checkpoint_id: id } }]) {
      expect(await server.json('POST', `/threads/${thread}/history`, { limit: 2, before })).toEqual(all.slice(1, 3));
    }
  });

  it('in the description of the API, for every route', async () => {
    const document = await get('/openapi.json');
    const paths = document.paths as Record<string, Record<string, { parameters?: unknown[]; requestBody?: unknown }>>;
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/threads/{thread_id}/runs/wait', '/debugger/events', '/ok']),
    );
    expect(paths['/threads/{thread_id}/history']?.post).toMatchObject({
      parameters: [{ name: 'thread_id', in: 'path', required: true }],
    });
    expect(JSON.stringify(paths['/runs/stream']?.post?.requestBody)).toContain('assistant_id');
  });
});
