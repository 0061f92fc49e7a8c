import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TimelinePage } from '@/lib/contracts/debugger';
import type { ThreadAnswer } from '@/lib/contracts/protocol-answers';
import type { PruneAnswer, PruneRequest, ThreadSize } from '@/lib/contracts/prune';
import { openTestServer, type TestServer } from './test-server';

let server: TestServer;
let thread: string;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  thread = (await server.json<ThreadAnswer>('POST', '/threads', { metadata: { owner: 'team-a' } })).thread_id;
  await run('workflow', { task: 'x', total_steps: 3 });
});

const run = (assistant_id: string, input: object) =>
  server.json('POST', `/threads/${thread}/runs/wait`, { assistant_id, input });
const timeline = (id = thread) => server.json<TimelinePage>('GET', `/debugger/threads/${id}/timeline`);
const prune = (body: PruneRequest) => server.json<PruneAnswer>('POST', '/debugger/threads/prune', body);

describe('copying a thread', () => {
  it('makes one with the same checkpoints, metadata and graph, which goes its own way', async () => {
    const copy = await server.json<ThreadAnswer>('POST', `/threads/${thread}/copy`);
    expect(copy).toMatchObject({ metadata: { owner: 'team-a', graph_id: 'workflow' }, status: 'idle' });
    expect(copy.thread_id).not.toBe(thread);
    expect((await timeline(copy.thread_id)).entries).toEqual((await timeline()).entries);
    await server.json('POST', `/threads/${copy.thread_id}/runs/wait`, {
      assistant_id: 'workflow',
      input: { task: 'y' },
    });
    expect((await timeline()).entries).toHaveLength(5);
    expect((await timeline(copy.thread_id)).entries.length).toBeGreaterThan(5);
  });

  it('is refused for a thread that is not there', async () => {
    expect((await server.send('POST', '/threads/nobody/copy')).status).toBe(404);
  });
});

describe('pruning', () => {
  it('tells what would go, and then lets it go', async () => {
    const rule = { threadIds: [thread], keepLast: 1 };
    const foretold = await prune({ ...rule, dryRun: true });
    expect(foretold).toMatchObject({ checkpoints: 4, branches: 0, threadCount: 1, goneCount: 0 });
    expect((await timeline()).entries).toHaveLength(5);
    expect(await prune({ ...rule, dryRun: false })).toEqual(foretold);
    const { entries, thread: summary } = await timeline();
    expect(entries.map(({ step, parentId }) => [step, parentId])).toEqual([[3, null]]);
    expect(summary).toMatchObject({ checkpointCount: 1, status: 'done' });
    const state = await server.json<{ values: object }>('GET', `/threads/${thread}/state`);
    expect(state.values).toMatchObject({ task: 'x', current_step: 4 });
  });

  it('takes a whole thread when asked to, and tells it as deleted', async () => {
    const answer = await prune({ threadIds: [thread], olderThan: Date.now() + 1_000, keepHeads: false, dryRun: false });
    expect(answer).toMatchObject({ goneCount: 1, threads: [{ threadId: thread, isGone: true }] });
    expect((await server.send('GET', `/threads/${thread}`)).status).toBe(404);
  });

  it('leaves a thread alone while a run is on it', async () => {
    const { run_id } = await server.json<{ run_id: string }>('POST', `/threads/${thread}/runs`, {
      assistant_id: 'workflow',
      input: { task: 'x', total_steps: 9, delay_ms: 60_000 },
    });
    expect(await prune({ threadIds: [thread], keepLast: 1, dryRun: false })).toMatchObject({ threadCount: 0 });
    await server.send('POST', `/threads/${thread}/runs/${run_id}/cancel?wait=1`);
    expect(await prune({ threadIds: [thread], keepLast: 1, dryRun: true })).toMatchObject({ threadCount: 1 });
  });

  it('keeps a question, which can be answered afterwards', async () => {
    await run('approval', { topic: 'cats' });
    await prune({ threadIds: [thread], olderThan: Date.now() + 1_000, keepHeads: false, dryRun: false });
    expect((await timeline()).entries).toHaveLength(1);
    const answer = { assistant_id: 'approval', command: { resume: 'yes' } };
    expect(await server.json('POST', `/threads/${thread}/runs/wait`, answer)).toMatchObject({ decision: 'approved' });
  });

  it('is refused without a word on what may go', async () => {
    const answer = await server.send('POST', '/debugger/threads/prune', { dryRun: true });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: 'INVALID_CONFIG' });
  });

  it('follows the protocol: the latest stays, or the thread goes', async () => {
    const keep = { thread_ids: [thread, 'nobody'], strategy: 'keep_latest' };
    expect(await server.json('POST', '/threads/prune', keep)).toEqual({ pruned_count: 1 });
    expect((await timeline()).entries).toHaveLength(1);
    expect(await server.json('POST', '/threads/prune', { thread_ids: [thread] })).toEqual({ pruned_count: 1 });
    expect((await server.send('GET', `/threads/${thread}`)).status).toBe(404);
  });
});

describe('sizes', () => {
  it('are told of many threads at once, by channel', async () => {
    const body = { threadIds: ['nobody', thread] };
    const { sizes } = await server.json<{ sizes: ThreadSize[] }>('POST', '/debugger/threads/sizes', body);
    expect(sizes).toMatchObject([{ threadId: thread, checkpoints: 5 }]);
    expect(sizes[0]?.bytes).toBeGreaterThan(100);
    expect(sizes[0]?.channels.map(({ channel }) => channel)).toContain('steps_completed');
  });
});
