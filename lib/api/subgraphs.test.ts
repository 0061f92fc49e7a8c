import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StateAnswer } from '@/lib/contracts/protocol-answers';
import { openTestServer, type TestServer } from './test-server';

let server: TestServer;

beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

type State = StateAnswer & { values: Record<string, unknown> };

async function asking(graph = 'nested', input: unknown = { value: 1 }): Promise<{ thread: string; root: State }> {
  const { thread_id } = await server.json<{ thread_id: string }>('POST', '/threads', {});
  const thread = `/threads/${thread_id}`;
  await server.json('POST', `${thread}/runs/wait`, { assistant_id: graph, input });
  return { thread, root: await server.json('GET', `${thread}/state`) };
}

/** The state inside of the task that stands at `index` of the root's. */
async function inside(thread: string, index = 0): Promise<State> {
  const root = await server.json<State>('GET', `${thread}/state?subgraphs=true`);
  return root.tasks[index]?.state as State;
}

const run = (thread: string, body: object) =>
  server.json<Record<string, unknown>>('POST', `${thread}/runs/wait`, { assistant_id: 'nested', ...body });

describe('states of subgraphs', () => {
  it('are named by the task that runs them, and shown in its place when asked for', async () => {
    const { thread, root } = await asking();
    const [task] = root.tasks;
    const threadId = thread.split('/').at(-1);
    const namespace = `child:${task?.id}`;
    expect(root).toMatchObject({ values: { value: 1, trail: ['before'] }, next: ['child'] });
    expect(task).toMatchObject({ checkpoint: { thread_id: threadId, checkpoint_ns: namespace }, state: null });
    expect(task?.interrupts.map(({ value }) => value)).toEqual([{ ask: 'how much to add?' }]);

    const state = await inside(thread);
    const rootId = root.checkpoint?.checkpoint_id as string;
    const id = state.checkpoint?.checkpoint_id as string;
    expect(state).toMatchObject({ values: { value: 2, trail: ['before', 'c_one'] }, next: ['c_ask'] });
    expect(state.checkpoint).toEqual({
      thread_id: threadId,
      checkpoint_ns: namespace,
      checkpoint_id: id,
      checkpoint_map: { '': rootId, [namespace]: id },
    });
    const atId = await server.json<State>('GET', `${thread}/state/${rootId}?subgraphs=true`);
    expect(atId.tasks[0]?.state).toMatchObject({ values: { value: 2 }, checkpoint: { checkpoint_id: id } });
  });

  it('are read at a checkpoint, at the tip, and as a history', async () => {
    const { thread } = await asking();
    const state = await inside(thread);
    const { checkpoint_ns, checkpoint_map } = state.checkpoint ?? {};
    for (const checkpoint of [state.checkpoint, { checkpoint_ns, checkpoint_map }, { checkpoint_ns }]) {
      const read = await server.json<State>('POST', `${thread}/state/checkpoint`, { checkpoint });
      expect(read).toMatchObject({ values: state.values, next: ['c_ask'], checkpoint: state.checkpoint });
    }
    const history = await server.json<State[]>('POST', `${thread}/history`, { checkpoint: { checkpoint_ns } });
    expect(history.map(({ next }) => next)).toEqual([['c_ask'], ['c_one'], ['__start__']]);
    expect(history.every(({ checkpoint }) => checkpoint?.checkpoint_ns === checkpoint_ns)).toBe(true);
  });

  it.each([
    ['before:x', 422, 'UNKNOWN_NODE'],
    ['child:x', 404, 'CHECKPOINT_NOT_FOUND'],
    ['child|child:x', 422, 'UNKNOWN_NODE'],
    ['|||', 422, 'UNKNOWN_NODE'],
  ])('are refused for the namespace "%s" that no checkpoint is in', async (checkpoint_ns, status, code) => {
    const { thread } = await asking();
    const checkpoint = { checkpoint_ns };
    for (const [path, body] of [
      ['state/checkpoint', { checkpoint }],
      ['history', { checkpoint }],
    ] as const) {
      const response = await server.send('POST', `${thread}/${path}`, body);
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
    }
    for (const [path, body] of [
      ['state', { checkpoint, values: { value: 5 } }],
      ['runs/wait', { checkpoint, assistant_id: 'nested' }],
    ] as const) {
      const response = await server.send('POST', `${thread}/${path}`, body);
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
        404,
        'CHECKPOINT_NOT_FOUND',
      ]);
    }
  });

  it('are edited in their own namespace, and the run goes on from the edit', async () => {
    const { thread, root } = await asking();
    const state = await inside(thread);
    const { checkpoint_ns } = state.checkpoint ?? {};
    const updated = await server.json<{ checkpoint: object; configurable: { checkpoint_map: object }; next: string[] }>(
      'POST',
      `${thread}/state`,
      { values: { value: 100 }, as_node: 'c_one', checkpoint: { checkpoint_ns } },
    );
    expect(updated).toMatchObject({ checkpoint: { checkpoint_ns }, next: ['c_ask'] });
    expect(updated.configurable.checkpoint_map).toHaveProperty('', root.checkpoint?.checkpoint_id);
    // The edited state has a question of its own, which its node is yet to ask.
    expect(await run(thread, {})).toHaveProperty('__interrupt__');
    expect(await run(thread, { command: { resume: 10 } })).toMatchObject({ value: 110 });
  });
});

describe('runs from a checkpoint inside of a subgraph', () => {
  it('extend the head where everything named is current', async () => {
    const { thread } = await asking();
    const { checkpoint } = await inside(thread);
    expect(await run(thread, { checkpoint, command: { resume: 5 } })).toMatchObject({
      value: 7,
      trail: ['before', 'before', 'c_one', 'c_ask', 'after'],
    });
    const { branches } = await server.json<{ branches: object[] }>('GET', `/debugger${thread}/timeline`);
    expect(branches).toHaveLength(1);
  });

  it('begin a branch of the root graph where something has moved on', async () => {
    const { thread } = await asking();
    const { checkpoint, parent_checkpoint } = await inside(thread);
    await run(thread, { command: { resume: 5 } });
    const again = await run(thread, { checkpoint, command: { resume: 6 } });
    expect(again).toMatchObject({ value: 8 });
    const replayed = await run(thread, { checkpoint: parent_checkpoint });
    expect(replayed).toMatchObject({ __interrupt__: [{ value: { ask: 'how much to add?' } }] });
    const { branches } = await server.json<{ branches: object[] }>('GET', `/debugger${thread}/timeline`);
    expect(branches).toHaveLength(3);
  });

  it('are refused where they would extend a head that has a run, and not where they begin a branch', async () => {
    const { thread } = await asking();
    const { checkpoint, parent_checkpoint } = await inside(thread);
    const waiting = { assistant_id: 'nested', command: { resume: 5 }, after_seconds: 60 };
    const { run_id } = await server.json<{ run_id: string }>('POST', `${thread}/runs`, waiting);
    const start = (body: object) => server.send('POST', `${thread}/runs/wait`, { assistant_id: 'nested', ...body });
    const refused = await start({ checkpoint, command: { resume: 6 } });
    expect([refused.status, await refused.json()]).toMatchObject([422, { code: 'RUN_REJECTED' }]);
    const beside = await start({ checkpoint: parent_checkpoint });
    expect([beside.status, await beside.json()]).toMatchObject([200, { __interrupt__: [{}] }]);
    const edit = { values: { value: 1 }, checkpoint: { checkpoint_ns: checkpoint?.checkpoint_ns } };
    expect((await server.send('POST', `${thread}/state`, edit)).status).toBe(409);
    await server.send('POST', `${thread}/runs/${run_id}/cancel?wait=1`);
  });

  it('take no new input', async () => {
    const { thread } = await asking();
    const { checkpoint } = await inside(thread);
    const response = await server.send('POST', `${thread}/runs/wait`, {
      assistant_id: 'nested',
      input: { value: 2 },
      checkpoint,
    });
    expect([response.status, await response.json()]).toMatchObject([422, { code: 'INVALID_CONFIG' }]);
  });

  it('are told that a checkpoint is not there', async () => {
    const { thread } = await asking();
    const { checkpoint } = await inside(thread);
    const gone = { ...checkpoint, checkpoint_id: '1f1e7667-f87e-6950-8001-0e37901ad90d' };
    const response = await server.send('POST', `${thread}/runs/wait`, { assistant_id: 'nested', checkpoint: gone });
    expect([response.status, await response.json()]).toMatchObject([404, { code: 'CHECKPOINT_NOT_FOUND' }]);
  });
});

describe('questions that subgraphs ask', () => {
  it('are shown and answered at the root, one by one', async () => {
    const { thread, root } = await asking('pair', {});
    expect(root.tasks.map(({ name, interrupts }) => [name, interrupts[0]?.value])).toEqual([
      ['left', 'left?'],
      ['right', 'right?'],
    ]);
    const shown = await server.json<{ status: string; interrupts: Record<string, object[]> }>('GET', thread);
    expect([shown.status, Object.values(shown.interrupts).length]).toEqual(['interrupted', 2]);

    const [left, right] = root.tasks.map(({ interrupts }) => interrupts[0]?.id as string);
    const half = await run(thread, { assistant_id: 'pair', command: { resume: { [left as string]: 'yes' } } });
    expect(half.__interrupt__).toEqual([{ id: right, value: 'right?' }]);
    const all = await run(thread, { assistant_id: 'pair', command: { resume: { [right as string]: 'no' } } });
    expect(all).toEqual({ answers: ['left? yes', 'right? no', 'joined 2'] });
  });
});

describe('how a run is saved', () => {
  it('is passed on to the engine and shown in the run', async () => {
    const { thread_id } = await server.json<{ thread_id: string }>('POST', '/threads', {});
    const body = { assistant_id: 'workflow', input: { task: 'x' }, durability: 'exit' };
    await server.json('POST', `/threads/${thread_id}/runs/wait`, body);
    const [shown] = await server.json<{ kwargs: object }[]>('GET', `/threads/${thread_id}/runs`);
    expect(shown?.kwargs).toMatchObject({ durability: 'exit' });
    expect(await server.json('POST', `/threads/${thread_id}/history`, {})).toHaveLength(1);
  });
});

describe('graphs with subgraphs', () => {
  it('tell their schemas by path', async () => {
    const all = await server.json<Record<string, object>>('GET', '/assistants/nested/subgraphs?recurse=true');
    expect(Object.keys(all)).toEqual(['child']);
    expect(all.child).toMatchObject({ state: { type: 'object' }, input: {}, output: {}, config: {} });
    expect(Object.keys(await server.json('GET', '/assistants/nested/subgraphs/child'))).toEqual(['child']);
    expect(await server.json('GET', '/assistants/workflow/subgraphs')).toEqual({});
    const response = await server.send('GET', '/assistants/nested/subgraphs/before');
    expect([response.status, await response.json()]).toMatchObject([404, { code: 'SUBGRAPH_NOT_FOUND' }]);
  });

  it('are drawn with them in place of their nodes, or without', async () => {
    type Drawn = { nodes: { id: string }[] };
    const ids = ({ nodes }: Drawn) => nodes.map(({ id }) => id);
    expect(ids(await server.json<Drawn>('GET', '/assistants/nested/graph'))).toContain('child');
    for (const depth of ['true', '1']) {
      const drawn = ids(await server.json<Drawn>('GET', `/assistants/nested/graph?xray=${depth}`));
      expect(drawn).toEqual(expect.arrayContaining(['child:c_one', 'child:c_ask']));
      expect(drawn).not.toContain('child');
    }
    expect((await server.send('GET', '/assistants/nested/graph?xray=deep')).status).toBe(400);
  });
});
