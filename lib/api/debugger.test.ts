import { describe, expect, it } from 'vitest';
import type { CheckpointState, GraphCard, ThreadPage } from '@/lib/contracts/debugger';
import type { ForkResult, Preview } from '@/lib/contracts/fork';
import type { RunAnswer } from '@/lib/contracts/protocol-answers';
import { testThread } from './test-thread';

const here = testThread();
const { at, run, timeline } = here;
const runWorkflow = () => run({ assistant_id: 'workflow', input: { task: 'x', total_steps: 3 } });

describe('the timeline', () => {
  it('tells steps, tasks, changes, branches and runs, and no values', async () => {
    await runWorkflow();
    const page = await timeline();
    expect(page.entries.map((entry) => [entry.step, entry.source, entry.next])).toEqual([
      [-1, 'input', ['__start__']],
      [0, 'loop', ['process']],
      [1, 'loop', ['process']],
      [2, 'loop', ['process']],
      [3, 'loop', []],
    ]);
    expect(page.entries[2]?.tasks).toMatchObject([{ node: 'process', status: 'done' }]);
    expect(page.entries[2]?.changed.map(({ channel }) => channel).sort()).toEqual(['current_step', 'steps_completed']);
    expect(page.branches).toMatchObject([{ isHead: true, origin: 'input', tipId: page.entries[4]?.checkpointId }]);
    expect(page.runs).toMatchObject([{ status: 'success', branchId: page.branches[0]?.branchId }]);
    expect(page.thread).toMatchObject({ status: 'done', graphId: 'workflow', checkpointCount: 5, branchCount: 1 });
    expect(JSON.stringify(page.entries)).not.toContain('Completed step');
  });

  it('tells which tasks run at this moment, for who begins to look in the middle', async () => {
    const input = { task: 'x', total_steps: 1, delay_ms: 60_000 };
    const { run_id } = await here.server.json<RunAnswer>('POST', `/threads/${here.id}/runs`, {
      assistant_id: 'workflow',
      input,
    });
    await expect.poll(async () => (await timeline()).live).toHaveLength(1);
    const page = await timeline();
    const tip = page.entries.at(-1)?.checkpointId;
    expect(page.live).toMatchObject([{ node: 'process', status: 'running', checkpointId: tip, runId: run_id }]);
    await here.server.send('POST', `/threads/${here.id}/runs/${run_id}/cancel?wait=1`);
    expect((await timeline()).live).toEqual([]);
  });

  it('comes in pages', async () => {
    await runWorkflow();
    const all = (await timeline()).entries;
    const first = await timeline('?limit=2');
    expect(first.entries).toEqual(all.slice(0, 2));
    const rest = await timeline(`?after=${first.nextAfter}&limit=10`);
    expect(rest.entries).toEqual(all.slice(2));
    expect(rest.nextAfter).toBeNull();
  });

  it('says what each thread is: empty, waiting, failed, stopped', async () => {
    expect((await timeline()).thread.status).toBe('empty');
    await run({ assistant_id: 'approval', input: { topic: 'cats' } });
    const waiting = await timeline();
    expect(waiting.thread.status).toBe('waiting');
    expect(waiting.entries.at(-1)?.interruptedTasks).toHaveLength(1);
    await run({ assistant_id: 'flaky', input: { ok: false } });
    expect((await timeline()).thread.status).toBe('failed');
    await run({ assistant_id: 'workflow', input: { task: 'x' }, interrupt_after: '*' });
    expect((await timeline()).thread).toMatchObject({ status: 'stopped', reason: 'breakpoint', next: ['process'] });
  });
});

describe('states', () => {
  it('come many at once, in the order asked for, with what JSON cannot hold in its typed form', async () => {
    await run({ assistant_id: 'flaky', input: { ok: false } });
    const ids = (await timeline()).entries.map((entry) => entry.checkpointId).reverse();
    const body = { checkpointIds: [...ids, '00000000-0000-6000-8000-000000000000'] };
    const { states } = await here.server.json<{ states: CheckpointState[] }>('POST', at('/states'), body);
    expect(states.map((state) => state.checkpointId)).toEqual(ids);
    expect(states[0]?.values.kept).toEqual({
      $type: 'Map',
      value: [['at', { $type: 'Date', value: '1970-01-01T00:00:00.000Z' }]],
    });
    expect(states[0]?.tasks).toMatchObject([
      { name: 'boom', status: 'failed', error: { name: 'TypeError', message: 'boom: not ok' } },
    ]);
    expect(states[1]?.tasks).toMatchObject([{ name: 'first', status: 'done', result: { log: ['first'] } }]);
  });

  it('are at most 200', async () => {
    const response = await here.server.send('POST', at('/states'), { checkpointIds: Array(201).fill('x') });
    expect(response.status).toBe(400);
  });
});

describe('editing', () => {
  it('is previewed without a trace, and says what really runs again', async () => {
    await run({ assistant_id: 'approval', input: { topic: 'cats' } });
    await run({ assistant_id: 'approval', command: { resume: 'yes' } });
    const before = await timeline();
    const checkpointId = before.entries[2]?.checkpointId;
    const preview = await here.server.json<Preview>('POST', at('/preview'), {
      checkpointId,
      values: { draft: 'mine', log: ['edit'] },
    });
    expect(preview).toMatchObject({
      asNode: 'write_draft',
      next: ['review'],
      willRun: ['review', 'publish', 'write_draft'],
    });
    expect([...preview.runAgain].sort()).toEqual(['publish', 'review', 'write_draft']);
    expect(preview.values).toMatchObject({ draft: 'mine', log: ['draft', 'edit'] });
    expect(preview.combined).toEqual([
      { channel: 'draft', how: 'replaced' },
      { channel: 'log', how: 'reduced' },
    ]);
    expect((await timeline()).entries).toEqual(before.entries);
  });

  it('forks onto a branch of its own that runs on, and leaves the first untouched', async () => {
    await runWorkflow();
    const before = await timeline();
    const checkpointId = before.entries[2]?.checkpointId;
    const fork = await here.server.json<ForkResult>('POST', at('/fork'), {
      checkpointId,
      values: { task: 'forked' },
      name: 'What if',
    });
    expect(fork.next).toEqual(['process']);
    await run({ assistant_id: 'workflow', input: null, config: { configurable: { branch: fork.branchId } } });
    const after = await timeline();
    const own = after.branches.find((branch) => branch.branchId === fork.branchId);
    expect(own).toMatchObject({ name: 'What if', isHead: true, origin: 'edit', forkCheckpointId: checkpointId });
    expect(after.entries.filter((entry) => entry.branchId !== fork.branchId)).toEqual(before.entries);
    const lineage = await here.server.json<{ checkpointIds: string[] }>('GET', at(`/lineage/${own?.tipId}`));
    expect(lineage.checkpointIds.slice(0, 3)).toEqual(before.entries.slice(0, 3).map((entry) => entry.checkpointId));
    const first = before.branches[0]?.branchId;
    const patched = await here.server.json('PATCH', at(`/branches/${first}`), { isHead: true, name: 'first' });
    expect(patched).toMatchObject({ branchId: first, isHead: true, name: 'first' });
    expect((await timeline()).branches.filter((branch) => branch.isHead)).toHaveLength(1);
  });

  it('takes a tip onto a branch of its own too, even while it runs', async () => {
    const work = { assistant_id: 'workflow', input: { task: 'x', total_steps: 20, delay_ms: 20 } };
    const live = await here.server.json<RunAnswer>('POST', `/threads/${here.id}/runs`, work);
    await expect.poll(async () => (await timeline()).entries.length).toBeGreaterThan(2);
    const [branch] = (await timeline()).branches;
    const fork = await here.server.send('POST', at('/fork'), {
      checkpointId: branch?.tipId,
      values: { task: 'beside' },
    });
    expect(fork.status).toBe(200);
    await here.server.send('POST', `/threads/${here.id}/runs/${live.run_id}/cancel?wait=1`);
    expect(await here.server.json('GET', `/threads/${here.id}/runs/${live.run_id}`)).toMatchObject({
      status: 'interrupted',
    });
  });

  it('takes typed values back', async () => {
    await run({ assistant_id: 'flaky', input: { ok: false } });
    const tip = (await timeline()).branches[0]?.tipId;
    const kept = { $type: 'Map', value: [['edited', { $type: 'bigint', value: '9' }]] };
    const fork = await here.server.json<ForkResult>('POST', at('/fork'), {
      checkpointId: tip,
      values: { kept, ok: true },
      asNode: 'first',
    });
    const { states } = await here.server.json<{ states: CheckpointState[] }>('POST', at('/states'), {
      checkpointIds: [fork.checkpointId],
    });
    expect(states[0]?.values.kept).toEqual(kept);
    const refused = await here.server.send('POST', at('/fork'), {
      checkpointId: tip,
      values: { kept: { $type: 'Widget', value: {} } },
    });
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ code: 'INVALID_VALUE', detail: { path: 'kept' } });
  });
});

describe('lists', () => {
  it('show graphs with shape, schemas and examples, and the one that did not load', async () => {
    const { graphs } = await here.server.json<{ graphs: GraphCard[] }>('GET', '/debugger/graphs');
    const card = (id: string) => graphs.find((graph) => graph.graphId === id);
    expect(card('approval')?.graph?.nodes.map((node) => node.id)).toContain('review');
    expect(card('approval')?.channels).toContainEqual({ name: 'log', hasReducer: true });
    expect(card('broken')?.error).toMatchObject({ message: 'does not load', line: 1 });
    expect(await here.server.send('POST', '/debugger/graphs/reload')).toMatchObject({ status: 200 });
  });

  it('find threads by graph, status and text', async () => {
    await run({ assistant_id: 'approval', input: { topic: 'cats' } });
    const page = await here.server.json<ThreadPage>(
      'GET',
      `/debugger/threads?graph=approval&status=interrupted&text=${here.id}&limit=5`,
    );
    expect(page.threads.map((each) => each.threadId)).toEqual([here.id]);
    expect(await here.server.json('GET', at(''))).toMatchObject({ threadId: here.id, status: 'waiting' });
  });
});

describe('the event stream', () => {
  it('tells tasks, checkpoints, the run and the thread as they come', async () => {
    const response = await here.server.send('GET', '/debugger/events');
    const events = collect(response);
    await run({ assistant_id: 'approval', input: { topic: 'cats' } });
    await expect
      .poll(() => events.of('run').some((event) => (event.run as { status: string }).status === 'interrupted'))
      .toBe(true);
    await expect
      .poll(() => events.of('thread').some((event) => (event.thread as { status: string }).status === 'waiting'))
      .toBe(true);
    const started = events.of('tasks').flatMap((event) => event.started as { node: string }[]);
    expect(started.map((task) => task.node)).toEqual(['write_draft', 'review']);
    const entries = new Map(
      events
        .of('checkpoints')
        .flatMap((event) => (event.entries as { checkpointId: string }[]).map((entry) => [entry.checkpointId, entry])),
    );
    expect([...entries.values()]).toEqual((await timeline()).entries);
    await here.server.send('DELETE', `/threads/${here.id}`);
    await expect.poll(() => events.of('thread-deleted')).toEqual([{ threadId: here.id }]);
    await events.close();
  });

  it('does not take what a subgraph does for steps of the thread', async () => {
    const events = collect(await here.server.send('GET', '/debugger/events'));
    const subgraphs = { stream_subgraphs: true, stream_mode: ['values', 'tasks', 'checkpoints'] };
    await run({ assistant_id: 'nested', input: { value: 1 }, ...subgraphs });
    const page = await timeline();
    expect(page.entries.map(({ next }) => next)).toEqual([['__start__'], ['before'], ['child']]);
    expect(page.entries.at(-1)).toMatchObject({ interruptedTasks: [expect.any(String)], failedTasks: [] });
    expect(page.live).toEqual([]);
    expect(page.thread).toMatchObject({ status: 'waiting', checkpointCount: 3, branchCount: 1, next: ['child'] });
    const body = { checkpointIds: page.entries.map(({ checkpointId }) => checkpointId) };
    const { states } = await here.server.json<{ states: CheckpointState[] }>('POST', at('/states'), body);
    expect(states.at(-1)?.tasks).toMatchObject([
      { name: 'child', status: 'interrupted', interrupts: [{ value: { ask: 'how much to add?' } }] },
    ]);

    await run({ assistant_id: 'nested', command: { resume: 1 }, ...subgraphs });
    await expect.poll(() => events.of('run').map(({ run }) => (run as { status: string }).status)).toContain('success');
    const started = events.of('tasks').flatMap((event) => event.started as { node: string }[]);
    expect(started.map((task) => task.node)).toEqual(['before', 'child', 'child', 'after']);
    await events.close();
  });
});

function collect(response: Response) {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const events: { event: string; data: Record<string, unknown> }[] = [];
  let text = '';
  const reading = (async () => {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      text += new TextDecoder().decode(chunk.value);
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const match = /^event: (.*)\ndata: (.*)/.exec(block);
        if (match) events.push({ event: match[1] as string, data: JSON.parse(match[2] as string) });
      }
    }
  })();
  return {
    of: (name: string) => events.filter(({ event }) => event === name).map(({ data }) => data),
    async close() {
      await reader.cancel();
      await reading;
    },
  };
}
