import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ThreadPage, TimelinePage } from '@/lib/contracts/debugger';
import type { ForkResult } from '@/lib/contracts/fork';
import type { ThreadAnswer } from '@/lib/contracts/protocol-answers';
import { openTestServer, type TestServer } from './test-server';

const GRAPHS = `
import { Annotation, END, interrupt, START, StateGraph } from 'retrograph';
const State = Annotation.Root({ answer: Annotation });
const child = new StateGraph(State)
  .addNode('ask', () => ({ answer: interrupt('how?') }))
  .addNode('check', () => ({}))
  .addEdge(START, 'ask').addEdge('ask', 'check').addEdge('check', END)
  .compile();
export const graph = new StateGraph(State).addNode('child', child).addEdge(START, 'child').addEdge('child', END);
`;
const answer = { command: { resume: 1 }, breakpoints: [{ node: 'child|check' }] };

let folder: string;
let server: TestServer;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'retrograph-held-'));
  await writeFile(path.join(folder, 'graphs.ts'), GRAPHS);
  await writeFile(path.join(folder, 'retrograph.json'), JSON.stringify({ graphs: { held: './graphs.ts:graph' } }));
  server = await openTestServer(folder, { keepsConfig: true });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function askingThread() {
  const { thread_id: id } = await server.json<ThreadAnswer>('POST', '/threads', {});
  const run = (body: object) => server.json('POST', `/threads/${id}/runs/wait`, { assistant_id: 'held', ...body });
  await run({ input: {} });
  const timeline = () => server.json<TimelinePage>('GET', `/debugger/threads/${id}/timeline`);
  return { id, run, timeline };
}

it('a task that got its answer and is held inside waits for nothing: the thread is stopped, in lists too', async () => {
  const { id, run, timeline } = await askingThread();
  expect((await timeline()).thread.status).toBe('waiting');
  await run(answer);
  const { thread, entries } = await timeline();
  expect(entries.at(-1)?.interruptedTasks).toHaveLength(1);
  expect(thread).toMatchObject({ status: 'stopped', reason: 'breakpoint' });
  const { threads } = await server.json<ThreadPage>('GET', '/debugger/threads');
  expect(threads.find(({ threadId }) => threadId === id)?.status).toBe('stopped');
});

it('what holds another branch leaves the head waiting', async () => {
  const { id, run, timeline } = await askingThread();
  const { branches, entries } = await timeline();
  const main = branches[0]?.branchId;
  const body = { checkpointId: entries[0]?.checkpointId, values: {} };
  await server.json<ForkResult>('POST', `/debugger/threads/${id}/fork`, body);
  await run({ input: null });
  await run({ ...answer, config: { configurable: { branch: main } } });
  const after = await timeline();
  expect(after.runs.find(({ branchId }) => branchId === main)?.reason).toBe('breakpoint');
  expect(after.branches.find(({ isHead }) => isHead)?.branchId).not.toBe(main);
  expect(after.thread.status).toBe('waiting');
});
