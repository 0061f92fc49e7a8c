import { beforeEach, describe, expect, it } from 'vitest';
import type { TimelinePage } from '@/lib/contracts/debugger';
import type { ThreadAnswer } from '@/lib/contracts/protocol-answers';
import type { PruneAnswer, PruneRequest, ThreadSize } from '@/lib/contracts/prune';
import { testThread } from './test-thread';

const here = testThread({ owner: 'team-a' });
beforeEach(async () => {
  await run('workflow', { task: 'x', total_steps: 3 });
});

const run = (assistant_id: string, input: object) =>
  here.server.json('POST', `/threads/${here.id}/runs/wait`, { assistant_id, input });
const timeline = (id = here.id) => here.server.json<TimelinePage>('GET', `/debugger/threads/${id}/timeline`);
const prune = (body: PruneRequest) => here.server.json<PruneAnswer>('POST', '/debugger/threads/prune', body);

describe('copying a thread', () => {
  it('makes one with the same checkpoints, metadata and graph, which goes its own way', async () => {
    const copy = await here.server.json<ThreadAnswer>('POST', `/threads/${here.id}/copy`);
    expect(copy).toMatchObject({ metadata: { owner: 'team-a', graph_id: 'workflow' }, status: 'idle' });
    expect(copy.thread_id).not.toBe(here.id);
    expect((await timeline(copy.thread_id)).entries).toEqual((await timeline()).entries);
    await here.server.json('POST', `/threads/${copy.thread_id}/runs/wait`, {
      assistant_id: 'workflow',
      input: { task: 'y' },
    });
    expect((await timeline()).entries).toHaveLength(5);
    expect((await timeline(copy.thread_id)).entries.length).toBeGreaterThan(5);
  });

  it('is refused for a thread that is not there', async () => {
    expect((await here.server.send('POST', '/threads/nobody/copy')).status).toBe(404);
  });
});

describe('pruning', () => {
  it('tells what would go, and then lets it go', async () => {
    const rule = { threadIds: [here.id], keepLast: 1 };
    const foretold = await prune({ ...rule, dryRun: true });
    expect(foretold).toMatchObject({ checkpoints: 4, branches: 0, threadCount: 1, goneCount: 0 });
    expect((await timeline()).entries).toHaveLength(5);
    expect(await prune({ ...rule, dryRun: false })).toEqual(foretold);
    const { entries, thread: summary } = await timeline();
    expect(entries.map(({ step, parentId }) => [step, parentId])).toEqual([[3, null]]);
    expect(summary).toMatchObject({ checkpointCount: 1, status: 'done' });
    const state = await here.server.json<{ values: object }>('GET', `/threads/${here.id}/state`);
    expect(state.values).toMatchObject({ task: 'x', current_step: 4 });
  });

  it('takes a whole thread when asked to, and tells it as deleted', async () => {
    const answer = await prune({
      threadIds: [here.id],
      olderThan: Date.now() + 1_000,
      keepHeads: false,
      dryRun: false,
    });
    expect(answer).toMatchObject({ goneCount: 1, threads: [{ threadId: here.id, isGone: true }] });
    expect((await here.server.send('GET', `/threads/${here.id}`)).status).toBe(404);
  });

  it('leaves a thread alone while a run is on it', async () => {
    const { run_id } = await here.server.json<{ run_id: string }>('POST', `/threads/${here.id}/runs`, {
      assistant_id: 'workflow',
      input: { task: 'x', total_steps: 9, delay_ms: 60_000 },
    });
    expect(await prune({ threadIds: [here.id], keepLast: 1, dryRun: false })).toMatchObject({ threadCount: 0 });
    await here.server.send('POST', `/threads/${here.id}/runs/${run_id}/cancel?wait=1`);
    expect(await prune({ threadIds: [here.id], keepLast: 1, dryRun: true })).toMatchObject({ threadCount: 1 });
  });

  it('keeps a question, which can be answered afterwards', async () => {
    await run('approval', { topic: 'cats' });
    await prune({ threadIds: [here.id], olderThan: Date.now() + 1_000, keepHeads: false, dryRun: false });
    expect((await timeline()).entries).toHaveLength(1);
    const answer = { assistant_id: 'approval', command: { resume: 'yes' } };
    expect(await here.server.json('POST', `/threads/${here.id}/runs/wait`, answer)).toMatchObject({
      decision: 'approved',
    });
  });

  it('is refused without a word on what may go', async () => {
    const answer = await here.server.send('POST', '/debugger/threads/prune', { dryRun: true });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: 'INVALID_CONFIG' });
  });

  it('follows the protocol: the latest stays, or the thread goes', async () => {
    const keep = { thread_ids: [here.id, 'nobody'], strategy: 'keep_latest' };
    expect(await here.server.json('POST', '/threads/prune', keep)).toEqual({ pruned_count: 1 });
    expect((await timeline()).entries).toHaveLength(1);
    expect(await here.server.json('POST', '/threads/prune', { thread_ids: [here.id] })).toEqual({ pruned_count: 1 });
    expect((await here.server.send('GET', `/threads/${here.id}`)).status).toBe(404);
  });
});

describe('sizes', () => {
  it('are told of many threads at once, by channel', async () => {
    const body = { threadIds: ['nobody', here.id] };
    const { sizes } = await here.server.json<{ sizes: ThreadSize[] }>('POST', '/debugger/threads/sizes', body);
    expect(sizes).toMatchObject([{ threadId: here.id, checkpoints: 5 }]);
    expect(sizes[0]?.bytes).toBeGreaterThan(100);
    expect(sizes[0]?.channels.map(({ channel }) => channel)).toContain('steps_completed');
  });
});
