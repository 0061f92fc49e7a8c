import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TimelinePage } from '@/lib/contracts/debugger';
import type { ThreadAnswer } from '@/lib/contracts/protocol-answers';
import type { StepTasks, TaskRoute } from '@/lib/contracts/task-details';
import { partOf } from '@/lib/inspect/parts';
import { openTestServer, type TestServer } from './test-server';

const GRAPHS = `
import { Annotation, Command, END, interrupt, Send, START, StateGraph } from 'retrograph';
const sum = () => Annotation({ reducer: (a, b) => a + b, default: () => 0 });
const State = Annotation.Root({ count: sum(), mood: Annotation, note: Annotation, long: Annotation });

export const loop = new StateGraph(State)
  .addNode('work', () => ({ count: 1, mood: 'fine', long: 'x'.repeat(5000) }))
  .addNode('stop', () => new Command({ goto: END }))
  .addEdge(START, 'work')
  .addConditionalEdges('work', function enough(state) { return state.count < 2 ? 'more' : state.long && state.mood ? 'less' : 'none'; }, { more: 'work', less: 'stop', none: END });

export const wide = new StateGraph(State)
  .addConditionalEdges(START, ({ mood }) => [new Send('one', {}), new Send('one', {}), 'two'], ['one', 'two'])
  .addNode('one', () => ({ count: 1 }))
  .addNode('two', () => ({ count: 10, note: 'two' }))
  .addConditionalEdges('two', function pick(state) { return state.count > 5 && state.note ? 'far' : 'near'; }, { far: END, near: 'one' })
  .addEdge('one', END);

export const asks = new StateGraph(State)
  .addEdge(START, 'ask').addNode('ask', () => ({ mood: interrupt('how?') }))
  .addEdge(START, 'other').addNode('other', () => ({}))
  .addConditionalEdges('other', () => END, [END]);
`;

let folder: string;
let server: TestServer;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'retrograph-routes-'));
  await writeFile(path.join(folder, 'graphs.ts'), GRAPHS);
  const graphs = Object.fromEntries(['loop', 'wide', 'asks'].map((id) => [id, `./graphs.ts:${id}`]));
  await writeFile(path.join(folder, 'retrograph.json'), JSON.stringify({ graphs }));
  server = await openTestServer(folder, { keepsConfig: true });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** Runs a graph, and answers how the tasks of each step chose, by node, step by step. */
async function routesIn(graph: string, ...runs: object[]): Promise<Record<string, unknown>[]> {
  const { thread_id: thread } = await server.json<ThreadAnswer>('POST', '/threads', {});
  for (const body of runs) await server.json('POST', `/threads/${thread}/runs/wait`, { assistant_id: graph, ...body });
  const { entries } = await server.json<TimelinePage>('GET', `/debugger/threads/${thread}/timeline`);
  const steps: Record<string, unknown>[] = [];
  for (const { checkpointId } of entries) {
    const { tasks } = await server.json<StepTasks>('GET', `/debugger/threads/${thread}/tasks/${checkpointId}`);
    const ran = tasks.filter(({ isPending }) => !isPending);
    expect(tasks.every(({ isPending, routes }) => !isPending || routes === null)).toBe(true);
    steps.push(Object.fromEntries(ran.map(({ node, routes }) => [node, routes])));
  }
  return steps;
}

const routesAt = (step: Record<string, unknown> | undefined, node: string) => (step?.[node] ?? []) as TaskRoute[];

describe('how what follows a task was chosen', () => {
  it('tells the label taken, those not taken, and the values that the router saw', async () => {
    const steps = await routesIn('loop', { input: {} });
    expect(steps[0]).toEqual({});
    expect(steps[1]).toEqual({});
    expect(steps[2]).toEqual({
      work: [
        {
          router: 'enough',
          taken: [{ label: 'more', target: 'work', sends: 0 }],
          notTaken: [
            { label: 'less', target: 'stop' },
            { label: 'none', target: '__end__' },
          ],
          reads: [{ key: 'count', kind: 'value', value: 1 }],
          valueless: ['note'],
        },
      ],
    });
    const [last] = routesAt(steps[3], 'work');
    expect(last?.taken).toEqual([{ label: 'less', target: 'stop', sends: 0 }]);
    expect(last?.reads.map(({ key }) => key)).toEqual(['count', 'long', 'mood']);
    const [count, long] = last?.reads ?? [];
    expect(count).toEqual({ key: 'count', kind: 'value', value: 2 });
    expect(long?.kind === 'value' && partOf(long.value)).toMatchObject({ kind: 'text', count: 5000 });
    expect(steps[4]).toEqual({
      stop: [
        {
          router: null,
          taken: [{ label: '__end__', target: '__end__', sends: 0 }],
          notTaken: null,
          reads: [],
          valueless: [],
        },
      ],
    });
  });

  it('tells of START, of Sends, and of a reducer’s key what went into it where other tasks wrote beside', async () => {
    const steps = await routesIn('wide', { input: { mood: 'wide' } });
    const [start] = routesAt(steps[1], '__start__');
    expect(start).toEqual({
      router: 'router 1',
      taken: [
        { label: 'one', target: 'one', sends: 2 },
        { label: 'two', target: 'two', sends: 0 },
      ],
      notTaken: [{ label: '__end__', target: '__end__' }],
      reads: [{ key: 'mood', kind: 'value', value: 'wide' }],
      valueless: ['note', 'long'],
    });
    expect(routesAt(steps[2], 'two')[0]?.reads).toEqual([
      { key: 'count', kind: 'combined', before: { value: 0 }, write: 10 },
      { key: 'note', kind: 'value', value: 'two' },
    ]);
    expect(steps[2]?.one).toBeNull();
  });

  it('says where it was not kept', async () => {
    const steps = await routesIn('asks', { input: {} }, { command: { resume: 'fine' } });
    expect(steps.at(-1)).toEqual({ ask: null, other: 'not kept' });
  });

  it('tells what is known of steps that were saved together', async () => {
    const steps = await routesIn('loop', { input: {} }, { input: {}, durability: 'exit' });
    const [route] = routesAt(steps.at(-1), 'work');
    expect(route?.taken[0]?.label).toBe('less');
    expect(route?.reads[0]).toEqual({ key: 'count', kind: 'unknown' });
  });
});
