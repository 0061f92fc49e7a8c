import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TimelinePage } from '@/lib/contracts/debugger';
import type { FoldedState, Part, PartPage } from '@/lib/contracts/parts';
import type { NumberHistory } from '@/lib/contracts/plots';
import type { ThreadAnswer } from '@/lib/contracts/protocol-answers';
import type { StepTasks, TaskDetails } from '@/lib/contracts/task-details';
import type { Difference } from '@/lib/inspect/diff';
import { partOf } from '@/lib/inspect/parts';
import { openTestServer, type TestServer } from './test-server';

const GRAPHS = `
import { Annotation, END, interrupt, Send, START, StateGraph } from 'retrograph';
const list = () => Annotation({ reducer: (a, b) => a.concat(b), default: () => [] });

const Talk = Annotation.Root({ messages: list(), fail: Annotation });
const inner = new StateGraph(Talk).addNode('whisper', () => { console.info('inside'); return {}; }).addEdge(START, 'whisper').compile();
export const talker = new StateGraph(Talk)
  .addNode('say', () => {
    console.log('say %s', 'hello');
    console.error(new Error('printed').message);
    return { messages: [{ type: 'ai', content: 'hi', usage_metadata: { input_tokens: 7, output_tokens: 2, total_tokens: 9 } }] };
  })
  .addNode('room', inner)
  .addNode('crash', ({ fail }) => { console.warn('about to fail'); if (fail) throw new TypeError('no way'); return {}; }, { retryPolicy: { maxAttempts: 2, initialInterval: 1, jitter: false, retryOn: () => true } })
  .addEdge(START, 'say').addEdge('say', 'room').addEdge('room', 'crash').addEdge('crash', END);

const Fan = Annotation.Root({ results: list(), verdict: Annotation });
export const fan = new StateGraph(Fan)
  .addNode('plan', () => ({}))
  .addNode('work', ({ item }) => ({ results: [item + '!'] }))
  .addNode('judge', () => ({ verdict: interrupt({ ask: 'good?' }) }))
  .addEdge(START, 'plan')
  .addConditionalEdges('plan', () => ['a', 'b', 'c'].map((item) => new Send('work', { item })), ['work'])
  .addEdge('work', 'judge').addEdge('judge', END);

const Big = Annotation.Root({ count: Annotation, text: Annotation, rows: list(), totals: Annotation });
export const big = new StateGraph(Big)
  .addNode('grow', ({ count = 0 }) => ({
    count: count + 1,
    totals: { cost: count * 1.5 },
    text: ('line ' + count + '\\n').repeat(200_000),
    rows: count === 0 ? Array.from({ length: 60_000 }, (_, id) => ({ id, name: 'row ' + id })) : [{ id: 'new' + count }],
  }))
  .addEdge(START, 'grow')
  .addConditionalEdges('grow', ({ count }) => (count < 3 ? 'grow' : END), ['grow', END]);
`;

let folder: string;
let server: TestServer;
let thread: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'retrograph-tasks-'));
  await writeFile(path.join(folder, 'graphs.ts'), GRAPHS);
  const graphs = Object.fromEntries(['talker', 'fan', 'big'].map((id) => [id, `./graphs.ts:${id}`]));
  await writeFile(path.join(folder, 'retrograph.json'), JSON.stringify({ graphs }));
  server = await openTestServer(folder, { keepsConfig: true });
  for (const level of ['log', 'info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => {});
});
afterAll(async () => {
  vi.restoreAllMocks();
  await server.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  thread = (await server.json<ThreadAnswer>('POST', '/threads', {})).thread_id;
});

const at = (target: string) => `/debugger/threads/${thread}${target}`;
const run = (body: object) => server.json('POST', `/threads/${thread}/runs/wait`, body);
const entries = async () => (await server.json<TimelinePage>('GET', at('/timeline'))).entries;
const tasksOf = (checkpointId: string, query = '') =>
  server.json<StepTasks>('GET', at(`/tasks/${checkpointId}${query}`));
const tasksOfStep = async (step: number) => {
  const entry = (await entries()).find((each) => each.step === step);
  return tasksOf(entry?.checkpointId ?? '');
};
const fields = (task: TaskDetails | undefined) => [task?.node, task?.isPending, task?.status];

describe('the tasks of a step', () => {
  it('tell what they wrote, what models reported, and what they printed', async () => {
    await run({ assistant_id: 'talker', input: { fail: false } });
    const { tasks, hasConsole, total } = await tasksOfStep(1);
    expect([hasConsole, total, tasks.map(fields)]).toEqual([
      true,
      2,
      [
        ['say', false, 'done'],
        ['room', true, 'done'],
      ],
    ]);
    const [said, room] = tasks;
    expect(said).toMatchObject({ attempts: 1, input: { kind: 'state' }, usage: { input: 7, output: 2, total: 9 } });
    expect(said?.writes).toMatchObject({ messages: [{ content: 'hi' }] });
    expect(said?.console.map(({ level, text, attempt }) => [level, text, attempt])).toEqual([
      ['log', 'say hello', 1],
      ['error', 'printed', 1],
    ]);
    expect(room?.console).toMatchObject([{ text: 'inside', inner: 'whisper' }]);
  });

  it('tell of a failure with its stack, and what each attempt printed', async () => {
    await run({ assistant_id: 'talker', input: { fail: true } });
    const { tasks } = await tasksOfStep(2);
    const crashed = tasks.at(-1);
    expect(fields(crashed)).toEqual(['crash', true, 'failed']);
    expect(crashed?.error).toMatchObject({ name: 'TypeError', message: 'no way' });
    expect(crashed?.error?.stack).toContain('graphs.ts');
    expect(crashed?.console.map(({ text, attempt }) => [text, attempt])).toEqual([
      ['about to fail', 1],
      ['about to fail', 2],
    ]);
  });

  it('tell what a Send gave, in pages', async () => {
    await run({ assistant_id: 'fan', input: {} });
    const { tasks, checkpointId } = await tasksOfStep(2);
    expect(tasks.map(({ node, input }) => [node, input])).toEqual([
      ['work', { kind: 'sent', value: { item: 'a' } }],
      ['work', { kind: 'sent', value: { item: 'b' } }],
      ['work', { kind: 'sent', value: { item: 'c' } }],
      ['judge', { kind: 'state', checkpointId }],
    ]);
    const second = await tasksOf(checkpointId, '?from=1&limit=2');
    expect([second.total, second.tasks.map(({ id }) => id)]).toEqual([4, tasks.slice(1, 3).map(({ id }) => id)]);
  });

  it('tell questions with their answers', async () => {
    await run({ assistant_id: 'fan', input: {} });
    expect((await tasksOfStep(2)).tasks.at(-1)?.questions).toMatchObject([
      { asked: { value: { ask: 'good?' } }, answer: null },
    ]);
    await run({ assistant_id: 'fan', command: { resume: 'yes' } });
    expect((await tasksOfStep(3)).tasks[0]?.questions).toMatchObject([
      { asked: { value: { ask: 'good?' } }, answer: { value: 'yes' } },
    ]);
  });

  it('tell live what is printed', async () => {
    const heard: unknown[] = [];
    const leave = server.runtime.bus.subscribe((event) => {
      if (event.type === 'console') heard.push(...event.parts.flatMap(({ lines }) => lines.map(({ text }) => text)));
    });
    await run({ assistant_id: 'talker', input: { fail: false } });
    leave();
    expect(heard).toEqual(['say hello', 'printed', 'inside', 'about to fail']);
  });

  it('come as a file, in full', async () => {
    await run({ assistant_id: 'big', input: {} });
    const entry = (await entries()).at(-1);
    const answer = await server.send('GET', at(`/tasks/${entry?.checkpointId}?whole=true`));
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="tasks-of-step-.*\.json"$/);
    const { tasks } = (await answer.json()) as StepTasks;
    expect(tasks[0]?.writes?.text).toBe('line 2\n'.repeat(200_000));
  });
});

it('tasks as a file are all of a step', async () => {
  await run({ assistant_id: 'fan', input: {} });
  const step = (await entries()).find((each) => each.tasks.some(({ node }) => node === 'work'));
  const { tasks, total } = await tasksOf(step?.checkpointId ?? '', '?whole=true&limit=1');
  expect([tasks.length, total]).toEqual([4, 4]);
});

describe('a large state', () => {
  const foldedAt = async (step: number) => {
    const entry = (await entries()).find((each) => each.step === step);
    const body = { checkpointIds: [entry?.checkpointId] };
    const answer = await server.send('POST', at('/folded-states'), body);
    const text = await answer.text();
    const [state] = (JSON.parse(text) as { states: FoldedState[] }).states;
    return { state: state as FoldedState, length: text.length };
  };
  const partAt = (state: FoldedState, channel: string) => partOf(state.values[channel]) as Part;

  it('travels in part, and the rest is read page by page', async () => {
    await run({ assistant_id: 'big', input: {} });
    const { state, length } = await foldedAt(1);
    expect(length).toBeLessThan(300_000);
    expect(state).toMatchObject({ isWhole: false, values: { count: 1, totals: { cost: 0 } } });
    expect(state.bytes).toBeGreaterThan(3_000_000);
    let text = '';
    for (let from: number | null = 0; from !== null; ) {
      const { address } = partAt(state, 'text');
      const page: PartPage = await server.json('POST', at('/parts'), { address, from });
      if (page.kind !== 'text') throw new Error('no text');
      text += page.text;
      from = page.next;
    }
    expect(text).toBe('line 0\n'.repeat(200_000));
    const page = await server.json<PartPage>('POST', at('/parts'), {
      address: partAt(state, 'rows').address,
      from: 59_999,
    });
    expect(page).toMatchObject({
      kind: 'list',
      count: 60_000,
      next: null,
      entries: [{ key: 59_999, value: { id: 59_999 } }],
    });
  });

  it('comes as a file and as the same text in pages', async () => {
    await run({ assistant_id: 'big', input: {} });
    const checkpointId = (await entries()).at(-1)?.checkpointId ?? '';
    const file = await (await server.send('GET', at(`/raw/${checkpointId}`))).text();
    const [state] = (await server.json<{ states: object[] }>('POST', at('/states'), { checkpointIds: [checkpointId] }))
      .states;
    expect(JSON.parse(file)).toEqual(state);
    const address = { checkpointId, field: 'raw', path: [] };
    let text = '';
    for (let from: number | null = 0; from !== null; ) {
      const page: PartPage = await server.json('POST', at('/parts'), { address, from });
      if (page.kind !== 'text') throw new Error('no text');
      text += page.text;
      from = page.next;
    }
    expect(text).toBe(file);
  });

  it('is compared where it lies', async () => {
    await run({ assistant_id: 'big', input: {} });
    const all = await entries();
    const body: Record<string, string | undefined> = {
      checkpointId: all.at(-1)?.checkpointId,
      baseId: all.at(-2)?.checkpointId,
    };
    const { difference } = await server.json<{ difference: Difference }>('POST', at('/differences'), body);
    if (difference.kind !== 'changed') throw new Error('not changed');
    const byKey = new Map(difference.entries.map((entry) => [entry.key, entry.difference]));
    expect(byKey.get('count')).toEqual({ kind: 'updated', from: 2, to: 3 });
    expect(byKey.get('rows')).toMatchObject({
      entries: [{ key: 60_001, difference: { kind: 'added', value: { id: 'new2' } } }],
    });
    const text = byKey.get('text');
    expect(text?.kind === 'updated' && partOf(text.from)?.address.checkpointId).toBe(body.baseId);
  });

  it('says what is wrong with an address', async () => {
    await run({ assistant_id: 'big', input: {} });
    const checkpointId = (await entries()).at(-1)?.checkpointId;
    const wrong = { address: { checkpointId, field: 'values', path: ['count'] }, from: 0 };
    const answer = await server.send('POST', at('/parts'), wrong);
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('has no text, list or object')]);
  });

  it('tells a number of it over the steps, without the rest', async () => {
    await run({ assistant_id: 'big', input: {} });
    const tip = (await entries()).at(-1)?.checkpointId;
    const history = (place: string) =>
      server.json<NumberHistory>('GET', at(`/values-of?tip=${tip}&path=${encodeURIComponent(place)}`));
    expect((await history('["totals","cost"]')).points.map(({ step, value }) => [step, value])).toEqual([
      [1, 0],
      [2, 1.5],
      [3, 3],
    ]);
    expect((await history('["text"]')).points.map(({ value }) => value)).toEqual([null, null, null]);
    const answer = await server.send('GET', at(`/values-of?tip=${tip}&path=totals`));
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('must be a JSON list')]);
  });
});
