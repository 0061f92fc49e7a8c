import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TimelinePage } from '@/lib/contracts/debugger';
import type { RunAnswer, StateAnswer } from '@/lib/contracts/protocol-answers';
import { openTestServer, type TestServer } from './test-server';

let folder: string;
let server: TestServer | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'retrograph-life-'));
});
afterEach(async () => {
  await server?.close();
  await rm(folder, { recursive: true });
});

const open = async () => {
  server = await openTestServer(folder);
  return server;
};
const slow = { assistant_id: 'workflow', input: { task: 'x', total_steps: 5, delay_ms: 30 }, if_not_exists: 'create' };
const steps = async (on: TestServer) =>
  (await on.json<StateAnswer>('GET', '/threads/t/state')).values.steps_completed as string[];
const timeline = (on: TestServer) => on.json<TimelinePage>('GET', '/debugger/threads/t/timeline');

describe('a server that goes', () => {
  it('stops its runs, says so, and another finishes them from where they stood', async () => {
    const first = await open();
    const run = await first.json<RunAnswer>('POST', '/threads/t/runs', slow);
    const queued = await first.json<RunAnswer>('POST', '/threads/t/runs', { ...slow, multitask_strategy: 'enqueue' });
    await expect.poll(async () => (await timeline(first)).entries.length).toBeGreaterThan(3);
    await first.close();

    const second = await open();
    for (const { run_id } of [run, queued]) {
      expect(await second.json('GET', `/threads/t/runs/${run_id}`)).toMatchObject({ status: 'interrupted' });
    }
    const page = await timeline(second);
    expect(page.thread).toMatchObject({ status: 'stopped', reason: 'server_stopped' });
    expect(page.runs).toMatchObject([{ reason: 'server_stopped' }, { reason: 'server_stopped' }]);
    const before = await steps(second);
    await second.json('POST', '/threads/t/runs/wait', { assistant_id: 'workflow', input: null });
    const after = await steps(second);
    expect(after).toEqual([1, 2, 3, 4, 5].map((step) => `Completed step ${step}`));
    expect(after.slice(0, before.length)).toEqual(before);
  });

  it('without a word is noticed by its dead process, and its branch is free at once', async () => {
    const first = await open();
    await first.json('POST', '/threads/t/runs/wait', { ...slow, interrupt_after: '*' });
    const branchId = (await timeline(first)).branches[0]?.branchId ?? null;
    const record = { runId: '01a20988-bd5e-71cc-ba19-0209d9cd2d79', threadId: 't', graphId: 'workflow', branchId };
    const dead = {
      ...record,
      status: 'running' as const,
      reason: null,
      error: null,
      metadata: {},
      kwargs: {},
      multitaskStrategy: 'reject',
      owner: `${hostname()}:999999999:1`,
      heartbeatAt: Date.now(),
      createdAt: Date.now(),
      updatedAt: Date.now(),
    };
    expect(await first.runtime.store.runs.claim(dead, { claimsThread: true })).toEqual({ claimed: true });
    await first.close();

    const second = await open();
    expect((await timeline(second)).thread).toMatchObject({ status: 'stopped', reason: 'server_stopped' });
    expect(await second.json('POST', '/threads/t/runs/wait', { assistant_id: 'workflow', input: null })).toMatchObject({
      current_step: 6,
    });
  });

  it('leaves the live runs of other servers alone', async () => {
    const first = await open();
    await first.json('POST', '/threads/t/runs/wait', { ...slow, interrupt_after: '*' });
    const branchId = (await timeline(first)).branches[0]?.branchId ?? null;
    const record = { runId: '01a20988-bd5e-71cc-ba19-0209d9cd2d79', threadId: 't', graphId: 'workflow', branchId };
    const foreign = {
      ...record,
      status: 'running' as const,
      reason: null,
      error: null,
      metadata: {},
      kwargs: {},
      multitaskStrategy: 'reject',
      owner: 'elsewhere:1:1',
      heartbeatAt: Date.now(),
      createdAt: Date.now(),
      updatedAt: Date.now(),
    };
    await first.runtime.store.runs.claim(foreign, { claimsThread: true });
    await first.close();

    const second = await open();
    expect((await timeline(second)).thread.status).toBe('running');
    const refused = await second.send('POST', '/threads/t/runs', slow);
    expect(refused.status).toBe(422);
    const cancel = await second.send('POST', `/threads/t/runs/${foreign.runId}/cancel`);
    expect([cancel.status, await cancel.json()]).toEqual([409, expect.objectContaining({ code: 'RUN_ELSEWHERE' })]);
    expect((await second.send('DELETE', '/threads/t')).status).toBe(409);
  });
});

describe('a stopped run', () => {
  it('is no failure, and goes on', async () => {
    const on = await open();
    const run = await on.json<RunAnswer>('POST', '/threads/t/runs', {
      assistant_id: 'deaf',
      input: { n: 1 },
      if_not_exists: 'create',
    });
    await expect.poll(async () => (await timeline(on)).entries.length).toBe(2);
    await on.send('POST', `/threads/t/runs/${run.run_id}/cancel?wait=1`);
    const page = await timeline(on);
    expect(page.thread).toMatchObject({ status: 'stopped', reason: 'cancelled', next: ['sleep'] });
    expect(page.entries.flatMap((entry) => entry.failedTasks)).toEqual([]);
    expect(await on.json('POST', '/threads/t/runs/wait', { assistant_id: 'deaf', input: null })).toEqual({ n: 2 });
  });
});

describe('a thread of a graph that is not served', () => {
  it('still shows its state; running and editing say what is missing', async () => {
    const first = await open();
    await first.json('POST', '/threads/t/runs/wait', { ...slow, interrupt_after: '*' });
    await first.close();
    await writeFile(path.join(folder, 'retrograph.json'), JSON.stringify({ graphs: {} }));

    server = await openTestServer(folder, { keepsConfig: true });
    expect(await server.json('GET', '/threads/t/state')).toMatchObject({
      values: { task: 'x', current_step: 2 },
      next: ['process'],
    });
    const edit = await server.send('POST', '/threads/t/state', { values: { task: 'y' } });
    expect([edit.status, await edit.json()]).toEqual([422, expect.objectContaining({ code: 'GRAPH_NOT_LOADED' })]);
  });
});
