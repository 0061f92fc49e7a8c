import { describe, expect, it } from 'vitest';
import type { RunAnswer, StateAnswer, ThreadAnswer } from '@/lib/contracts/protocol-answers';
import { readEvents } from './test-server';
import { testThread } from './test-thread';

const here = testThread();

const at = (path: string) => `/threads/${here.id}${path}`;
const wait = (body: object) => here.server.json<Record<string, unknown>>('POST', at('/runs/wait'), body);
const stream = async (body: object) => readEvents(await here.server.send('POST', at('/runs/stream'), body));
const state = () => here.server.json<StateAnswer>('GET', at('/state'));
const steps = (count: number) => Array.from({ length: count }, (_, index) => `Completed step ${index + 1}`);

describe('a run', () => {
  it('waits for the final values and names itself in Content-Location', async () => {
    const response = await here.server.send('POST', at('/runs/wait'), {
      assistant_id: 'workflow',
      input: { task: 'x', total_steps: 3 },
    });
    expect(await response.json()).toEqual({ task: 'x', steps_completed: steps(3), current_step: 4, total_steps: 3 });
    const location = response.headers.get('content-location');
    expect(location).toMatch(new RegExp(`^/threads/${here.id}/runs/[0-9a-f-]{36}$`));
    const run = await here.server.json<RunAnswer>('GET', location ?? '');
    expect(run).toMatchObject({ status: 'success', thread_id: here.id, multitask_strategy: 'reject' });
    expect(run.metadata).toMatchObject({ graph_id: 'workflow', created_by: 'system' });
  });

  it('streams values, numbered from the metadata on', async () => {
    const events = await stream({
      assistant_id: 'workflow',
      input: { task: 'x', total_steps: 2 },
      stream_mode: ['values'],
    });
    expect(events.map(({ event }) => event)).toEqual(['metadata', 'values', 'values', 'values']);
    expect(events.map(({ id }) => id)).toEqual([0, 1, 2, 3]);
    expect(events[0]?.data).toEqual({ run_id: expect.any(String), attempt: 1 });
  });

  it('streams each mode, and debug as the sum of tasks and checkpoints', async () => {
    const modes = ['updates', 'tasks', 'checkpoints', 'custom', 'debug'];
    const events = await stream({ assistant_id: 'workflow', input: { task: 'x', total_steps: 1 }, stream_mode: modes });
    const of = (mode: string) =>
      events.filter(({ event }) => event === mode).map(({ data }) => data as Record<string, unknown>);
    expect(of('updates')).toEqual([{ process: { steps_completed: steps(1), current_step: 2 } }]);
    expect(of('custom')).toEqual([{ progress: 1 }]);
    expect(of('tasks').map((task) => task.name)).toEqual(['process', 'process']);
    expect(of('tasks')[1]).toEqual({
      id: of('tasks')[0]?.id,
      name: 'process',
      result: expect.any(Object),
      interrupts: [],
      error: null,
    });
    expect(of('checkpoints').map((each) => (each.metadata as { step: number }).step)).toEqual([-1, 0, 1]);
    expect(of('checkpoints')[0]?.checkpoint).toEqual(of('checkpoints')[1]?.parent_checkpoint);
    expect(of('debug').map((each) => each.type)).toEqual([
      'checkpoint',
      'checkpoint',
      'task',
      'task_result',
      'checkpoint',
    ]);
    expect(of('debug').map((each) => each.step)).toEqual([-1, 0, 1, 1, 1]);
  });

  it('stops at a question, and goes on with the answer', async () => {
    const asked = await wait({ assistant_id: 'approval', input: { topic: 'cats' } });
    expect(asked).toMatchObject({
      draft: 'Draft about cats',
      __interrupt__: [{ id: expect.any(String), value: { question: 'approve?' } }],
    });
    const waiting = await here.server.json<ThreadAnswer>('GET', at(''));
    expect(waiting.status).toBe('interrupted');
    expect(Object.values(waiting.interrupts ?? {})).toEqual([asked.__interrupt__]);
    expect((await state()).tasks[0]).toMatchObject({
      name: 'review',
      status: 'interrupted',
      interrupts: asked.__interrupt__,
    });
    const done = await wait({ assistant_id: 'approval', command: { resume: 'yes' } });
    expect(done).toMatchObject({ decision: 'approved', log: ['draft', 'review', 'publish'] });
    expect(done).not.toHaveProperty('__interrupt__');
    expect((await here.server.json<ThreadAnswer>('GET', at(''))).status).toBe('idle');
  });

  it('says at once that nothing waits for an answer', async () => {
    await wait({ assistant_id: 'workflow', input: { task: 'x', total_steps: 1 } });
    expect(await wait({ assistant_id: 'workflow', command: { resume: 1 } })).toMatchObject({
      __error__: { error: 'NothingToResumeError' },
    });
  });

  it('stops at a breakpoint with its values', async () => {
    const held = await wait({ assistant_id: 'approval', input: { topic: 'b' }, interrupt_before: ['review'] });
    expect(held).toEqual({ topic: 'b', draft: 'Draft about b', log: ['draft'], __interrupt__: [] });
    expect((await state()).next).toEqual(['review']);
  });

  it('goes one step at a time', async () => {
    await wait({ assistant_id: 'workflow', input: { task: 'x', total_steps: 3 }, interrupt_after: '*' });
    await wait({ assistant_id: 'workflow', input: null, interrupt_after: '*' });
    expect((await state()).values.steps_completed).toEqual(steps(2));
  });

  it('ends with the node’s error, which stays on the thread', async () => {
    expect(await wait({ assistant_id: 'flaky', input: { ok: false } })).toEqual({
      __error__: { error: 'TypeError', message: 'boom: not ok' },
    });
    expect((await here.server.json<ThreadAnswer>('GET', at(''))).status).toBe('error');
    expect((await state()).tasks[0]).toMatchObject({
      name: 'boom',
      status: 'failed',
      error: 'TypeError: boom: not ok',
    });
    const events = await stream({ assistant_id: 'flaky', input: null, stream_mode: 'updates' });
    expect(events.at(-1)).toMatchObject({ event: 'error', data: { error: 'TypeError', message: 'boom: not ok' } });
  });

  it('continues, forks and replays without moving where later runs start', async () => {
    await wait({ assistant_id: 'workflow', input: { task: 'x', total_steps: 3 } });
    const history = await here.server.json<StateAnswer[]>('POST', at('/history'), { limit: 100 });
    expect(history.map((each) => each.metadata?.step)).toEqual([3, 2, 1, 0, -1]);
    const old = history[2]?.checkpoint?.checkpoint_id;
    const updated = await here.server.json<{ checkpoint: { checkpoint_id: string }; next: string[] }>(
      'POST',
      at('/state'),
      {
        values: { task: 'forked' },
        checkpoint_id: old,
      },
    );
    expect(updated.next).toEqual(['process']);
    expect((await state()).checkpoint?.checkpoint_id).toBe(updated.checkpoint.checkpoint_id);
    expect(await wait({ assistant_id: 'workflow', input: null })).toMatchObject({
      task: 'forked',
      steps_completed: steps(3),
    });
    expect(await wait({ assistant_id: 'workflow', input: null, checkpoint_id: old })).toMatchObject({ task: 'x' });
    expect(await wait({ assistant_id: 'workflow', input: { task: 'more', total_steps: 4 } })).toMatchObject({
      steps_completed: steps(4),
      task: 'more',
    });
    const original = await here.server.json<StateAnswer>('GET', at(`/state/${history[0]?.checkpoint?.checkpoint_id}`));
    expect(original.values).toEqual(history[0]?.values);
  });
});

describe('runs on one branch', () => {
  const slow = { assistant_id: 'workflow', input: { task: 'slow', total_steps: 20, delay_ms: 50 } };

  it('reject each other, and edits of the head meanwhile', async () => {
    const run = await here.server.json<RunAnswer>('POST', at('/runs'), slow);
    const second = await here.server.send('POST', at('/runs'), slow);
    expect(second.status).toBe(422);
    expect(await second.json()).toMatchObject({ code: 'RUN_REJECTED', detail: { run_id: run.run_id } });
    expect((await here.server.send('POST', at('/state'), { values: { task: 'w' } })).status).toBe(409);
    expect((await here.server.json<ThreadAnswer>('GET', at(''))).status).toBe('busy');
    expect((await here.server.send('POST', at(`/runs/${run.run_id}/cancel?wait=1&action=interrupt`))).status).toBe(204);
    expect(await here.server.json('GET', at(`/runs/${run.run_id}`))).toMatchObject({ status: 'interrupted' });
    expect((await here.server.send('POST', at(`/runs/${run.run_id}/cancel`))).status).toBe(204);
  });

  it('queue up with "enqueue", in order', async () => {
    await here.server.json('POST', at('/runs'), { ...slow, input: { task: 'a', total_steps: 2, delay_ms: 20 } });
    const next = { assistant_id: 'workflow', multitask_strategy: 'enqueue' };
    const second = await here.server.json<RunAnswer>('POST', at('/runs'), {
      ...next,
      input: { task: 'b', total_steps: 3 },
    });
    expect(second.status).toBe('pending');
    expect(
      await here.server.json('POST', at('/runs/wait'), { ...next, input: { task: 'c', total_steps: 4 } }),
    ).toMatchObject({ task: 'c', steps_completed: steps(4) });
    const history = await here.server.json<StateAnswer[]>('POST', at('/history'), {
      limit: 100,
      metadata: { source: 'input' },
    });
    expect(history).toHaveLength(3);
  });

  it('stop the one before with "interrupt"', async () => {
    const first = await here.server.json<RunAnswer>('POST', at('/runs'), slow);
    const values = await wait({
      assistant_id: 'workflow',
      input: { task: 'now', total_steps: 1 },
      multitask_strategy: 'interrupt',
    });
    expect(values).toMatchObject({ task: 'now' });
    expect(await here.server.json('GET', at(`/runs/${first.run_id}`))).toMatchObject({ status: 'interrupted' });
  });

  it('stop the one before with "interrupt" also where others wait behind it', async () => {
    const first = await here.server.json<RunAnswer>('POST', at('/runs'), slow);
    const second = await here.server.json<RunAnswer>('POST', at('/runs'), { ...slow, multitask_strategy: 'enqueue' });
    const input = { task: 'now', total_steps: 1 };
    await wait({ assistant_id: 'workflow', input, multitask_strategy: 'interrupt' });
    for (const { run_id } of [first, second])
      expect(await here.server.json('GET', at(`/runs/${run_id}`))).toMatchObject({ status: 'interrupted' });
  });

  it('are told when something is not supported', async () => {
    expect((await here.server.send('POST', at('/runs'), { ...slow, webhook: 'http://x' })).status).toBe(422);
  });
});

describe('a run’s stream', () => {
  it('continues after Last-Event-ID, live and when the run is long over', async () => {
    const body = {
      assistant_id: 'workflow',
      input: { task: 'x', total_steps: 2 },
      stream_mode: ['values', 'updates', 'custom', 'tasks', 'checkpoints'],
    };
    const response = await here.server.send('POST', at('/runs/stream'), body);
    const path = response.headers.get('content-location') ?? '';
    const live = await readEvents(response);
    expect(live.length).toBeGreaterThan(12);
    const rejoined = await readEvents(
      await here.server.send('GET', `${path}/stream`, undefined, { 'last-event-id': '3' }),
    );
    expect(rejoined).toEqual(live.slice(4));
    // Without its memory the server makes the stream again from the store.
    here.server.runtime.executor.forget(path.split('/').at(-1) ?? '');
    const rebuilt = await readEvents(await here.server.send('GET', `${path}/stream`));
    expect(rebuilt.map(({ id, event }) => [id, event])).toEqual(live.map(({ id, event }) => [id, event]));
    const comparable = (events: typeof live) =>
      events.filter(({ event }) => ['values', 'updates', 'custom'].includes(event));
    expect(comparable(rebuilt)).toEqual(comparable(live));
  });

  it('is followed while the run works, and joined', async () => {
    const run = await here.server.json<RunAnswer>('POST', at('/runs'), {
      assistant_id: 'workflow',
      input: { task: 'x', total_steps: 3, delay_ms: 20 },
    });
    const [followed, joined] = await Promise.all([
      here.server.send('GET', at(`/runs/${run.run_id}/stream`)).then(readEvents),
      here.server.json('GET', at(`/runs/${run.run_id}/join`)),
    ]);
    expect(followed.at(-1)?.data).toEqual(joined);
    expect(joined).toMatchObject({ steps_completed: steps(3) });
  });

  it('does not end the run when its reader leaves, unless asked', async () => {
    const leave = async (on_disconnect: string) => {
      const response = await here.server.send('POST', at('/runs/stream'), {
        assistant_id: 'workflow',
        input: { task: 'x', total_steps: 3, delay_ms: 20 },
        on_disconnect,
      });
      await response.body?.cancel();
      const path = response.headers.get('content-location') ?? '';
      await here.server.json('GET', `${path}/join`);
      return (await here.server.json<RunAnswer>('GET', path)).status;
    };
    expect(await leave('continue')).toBe('success');
    expect(await leave('cancel')).toBe('interrupted');
  });
});

describe('a run without a thread', () => {
  it('leaves nothing behind', async () => {
    const before = await here.server.runtime.store.threads.search({ limit: 1, offset: 0 });
    const values = await here.server.json('POST', '/runs/wait', {
      assistant_id: 'fanout',
      input: { items: ['a', 'b'] },
    });
    expect(values).toEqual({ items: ['a', 'b'], results: ['a!', 'b!', 'joined 2'] });
    const events = await readEvents(
      await here.server.send('POST', '/runs/stream', {
        assistant_id: 'fanout',
        input: { items: ['a'] },
        stream_mode: 'updates',
      }),
    );
    expect(events.map(({ data }) => data).slice(1)).toEqual([
      { plan: {} },
      { work: { results: ['a!'] } },
      { join: { results: ['joined 1'] } },
    ]);
    await expect
      .poll(async () => (await here.server.runtime.store.threads.search({ limit: 1, offset: 0 })).total)
      .toBe(before.total);
  });
});
