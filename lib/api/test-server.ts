import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { silentLog } from '@/lib/runs/log';
import { createRuntime, type Heartbeat, type Runtime } from '@/lib/runtime/runtime';
import { createApi } from './app';

/** Graphs that the API's tests run, as a user would write them. */
const GRAPHS = `
import { Annotation, Command, END, interrupt, Send, START, StateGraph } from 'retrograph';
const list = () => Annotation({ reducer: (a, b) => a.concat(b), default: () => [] });
const sleep = (ms, signal) => new Promise((resolve) => { const t = setTimeout(resolve, ms); signal?.addEventListener('abort', () => { clearTimeout(t); resolve(); }); });

const Work = Annotation.Root({ task: Annotation, steps_completed: list(), current_step: Annotation, total_steps: Annotation, delay_ms: Annotation });
export const workflow = new StateGraph(Work)
  .addNode('process', async (state, config) => {
    const step = state.current_step ?? 1;
    if (state.delay_ms) await sleep(state.delay_ms, config.signal);
    config.writer?.({ progress: step });
    return { steps_completed: ['Completed step ' + step], current_step: step + 1 };
  })
  .addEdge(START, 'process')
  .addConditionalEdges('process', (state) => (state.current_step > (state.total_steps ?? 3) ? END : 'process'), ['process']);

const Draft = Annotation.Root({ topic: Annotation, draft: Annotation, decision: Annotation, log: list() });
export const approval = new StateGraph(Draft)
  .addNode('write_draft', (state) => ({ draft: 'Draft about ' + state.topic, log: ['draft'] }))
  .addNode('review', (state) => {
    const answer = interrupt({ question: 'approve?', draft: state.draft });
    return new Command({ update: { decision: answer === 'yes' ? 'approved' : 'rejected', log: ['review'] }, goto: answer === 'yes' ? 'publish' : 'write_draft' });
  }, { ends: ['publish', 'write_draft'] })
  .addNode('publish', () => ({ log: ['publish'] }))
  .addEdge(START, 'write_draft').addEdge('write_draft', 'review').addEdge('publish', END);

const Fan = Annotation.Root({ items: Annotation, results: list() });
export const fanout = new StateGraph(Fan)
  .addNode('plan', () => ({}))
  .addNode('work', ({ item }) => ({ results: [item + '!'] }))
  .addNode('join', (state) => ({ results: ['joined ' + state.results.length] }))
  .addEdge(START, 'plan')
  .addConditionalEdges('plan', (state) => state.items.map((item) => new Send('work', { item })), ['work'])
  .addEdge('work', 'join').addEdge('join', END);

const Flaky = Annotation.Root({ ok: Annotation, log: list(), kept: Annotation });
export const flaky = new StateGraph(Flaky)
  .addNode('first', () => ({ log: ['first'], kept: new Map([['at', new Date(0)]]) }))
  .addNode('boom', (state) => { if (!state.ok) throw new TypeError('boom: not ok'); return { log: ['boom'] }; })
  .addEdge(START, 'first').addEdge('first', 'boom').addEdge('boom', END);

const Sum = Annotation.Root({ value: Annotation, trail: list() });
const child = new StateGraph(Sum)
  .addNode('c_one', (state, config) => { config.writer?.({ inside: state.value }); return { value: state.value + 1, trail: ['c_one'] }; })
  .addNode('c_ask', (state) => ({ value: state.value + interrupt({ ask: 'how much to add?' }), trail: ['c_ask'] }))
  .addEdge(START, 'c_one').addEdge('c_one', 'c_ask').addEdge('c_ask', END)
  .compile();
export const nested = new StateGraph(Sum)
  .addNode('before', () => ({ trail: ['before'] }))
  .addNode('child', child)
  .addNode('after', () => ({ trail: ['after'] }))
  .addEdge(START, 'before').addEdge('before', 'child').addEdge('child', 'after').addEdge('after', END);

const Answers = Annotation.Root({ answers: list() });
const asker = (question) => new StateGraph(Answers)
  .addNode('ask', () => ({ answers: [question + ' ' + interrupt(question)] }))
  .addEdge(START, 'ask').compile();
export const pair = new StateGraph(Answers)
  .addNode('left', asker('left?')).addNode('right', asker('right?')).addNode('join', (state) => ({ answers: ['joined ' + state.answers.length] }))
  .addEdge(START, 'left').addEdge(START, 'right').addEdge(['left', 'right'], 'join').addEdge('join', END);

/** Reports to callbacks in the way of LangChain's chat models. */
const speak = async (config, parts) => {
  const manager = config.callbacks?.copy?.();
  if (!manager) return { type: 'ai', id: 'unheard', content: parts.join('') };
  const [run] = await manager.handleChatModelStart({ lc: 1, type: 'not_implemented', id: ['fake'] }, [[]]);
  for (const part of parts) await run.handleLLMNewToken(part);
  const message = { type: 'ai', id: 'run-' + run.runId, content: parts.join('') };
  await run.handleLLMEnd({ generations: [[{ text: message.content, message }]] });
  return message;
};
const Chat = Annotation.Root({ messages: list() });
export const chat = new StateGraph(Chat)
  .addNode('model', async (_, config) => ({ messages: [await speak(config, ['He', 'llo'])] }))
  .addEdge(START, 'model').addEdge('model', END);
export const party = new StateGraph(Chat)
  .addNode('room', chat.compile()).addEdge(START, 'room').addEdge('room', END);

export const tools = new StateGraph(Chat)
  .addNode('call', async (_, config) => {
    const run = await config.callbacks?.handleToolStart?.({ lc: 1, id: ['search'] }, '{"q":1}', undefined, undefined, undefined, undefined, 'search', 'c1');
    await run?.handleToolEnd('found');
    return {};
  })
  .addEdge(START, 'call').addEdge('call', END);

/** Asks in a subgraph, which then takes its time. */
const Patient = Annotation.Root({ log: list() });
const patience = new StateGraph(Patient)
  .addNode('ask', () => ({ log: ['heard ' + interrupt('go on?')] }))
  .addNode('dwell', async (_, config) => { await sleep(60_000, config.signal); return { log: ['dwelt'] }; })
  .addEdge(START, 'ask').addEdge('ask', 'dwell').addEdge('dwell', END);
export const patient = new StateGraph(Patient)
  .addNode('before', () => ({ log: ['before'] })).addNode('inside', patience.compile())
  .addEdge(START, 'before').addEdge('before', 'inside').addEdge('inside', END);

/** Does not listen to its signal. */
export const deaf = new StateGraph(Annotation.Root({ n: Annotation }))
  .addNode('sleep', async ({ n }) => { await new Promise((resolve) => setTimeout(resolve, 300)); return { n: n + 1 }; })
  .addEdge(START, 'sleep').addEdge('sleep', END);
`;

export interface TestServer {
  runtime: Runtime;
  /** Sends a request as our own page would; a body becomes JSON. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** A body that is a file. */
  sendBytes(method: string, path: string, bytes: Uint8Array): Promise<Response>;
  json<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
}

/**
 * A whole server without the network: real engine, real database. In a folder of its own, deleted when it closes, unless one is given.
 */
export async function openTestServer(
  given?: string,
  options: { keepsConfig?: boolean; databaseUrl?: string; heartbeat?: Heartbeat } = {},
): Promise<TestServer> {
  const folder = given ?? (await mkdtemp(path.join(tmpdir(), 'retrograph-api-')));
  if (!options.keepsConfig) await writeGraphs(folder);
  const settings = {
    databaseUrl: options.databaseUrl ?? `file:${path.join(folder, 'test.db')}`,
    host: '127.0.0.1',
    port: 3000,
    origins: ['https://chat.example'],
    configPath: null,
    token: null,
    retentionMs: null,
    workingDirectory: folder,
  };
  const runtime = await createRuntime({
    settings,
    packageRoot: folder,
    watchesGraphs: false,
    log: silentLog,
    heartbeat: options.heartbeat,
  });
  const api = createApi(async () => runtime);
  let isClosed = false;
  const send: TestServer['send'] = async (method, target, body, headers = {}) =>
    api.request(`http://localhost:3000/api${target}`, {
      method,
      headers: { host: 'localhost:3000', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  return {
    runtime,
    send,
    sendBytes: async (method, target, bytes) =>
      api.request(`http://localhost:3000/api${target}`, {
        method,
        headers: { host: 'localhost:3000' },
        body: new Uint8Array(bytes),
      }),
    json: async (method, target, body) => (await send(method, target, body)).json(),
    async close() {
      if (isClosed) return;
      isClosed = true;
      await runtime.close();
      if (given === undefined) await rm(folder, { recursive: true });
    },
  };
}

async function writeGraphs(folder: string): Promise<void> {
  const ids = [
    'workflow',
    'approval',
    'fanout',
    'flaky',
    'deaf',
    'nested',
    'pair',
    'chat',
    'party',
    'tools',
    'patient',
  ];
  const graphs = Object.fromEntries(ids.map((id) => [id, `./graphs.ts:${id}`]));
  await writeFile(path.join(folder, 'graphs.ts'), GRAPHS);
  await writeFile(path.join(folder, 'broken.ts'), 'throw new Error("does not load");');
  await writeFile(
    path.join(folder, 'retrograph.json'),
    JSON.stringify({ graphs: { ...graphs, broken: './broken.ts' } }),
  );
}

export interface SseEvent {
  id: number;
  event: string;
  data: unknown;
}

/** All events of a stream that ends. */
export async function readEvents(response: Response): Promise<SseEvent[]> {
  const text = await response.text();
  return text.split('\n\n').flatMap((block) => {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
    const event = field('event');
    return event === undefined ? [] : [{ event, id: Number(field('id')), data: JSON.parse(field('data') ?? 'null') }];
  });
}
