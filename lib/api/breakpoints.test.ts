import { describe, expect, it } from 'vitest';
import type { Breakpoint, ConditionVerdict } from '@/lib/contracts/breakpoint';
import type { CheckpointState } from '@/lib/contracts/debugger';
import type { ErrorAnswer, RunAnswer } from '@/lib/contracts/protocol-answers';
import { testThread } from './test-thread';

const here = testThread();
const { run } = here;
const { timeline } = here;
const lastRun = async () => (await timeline()).runs[0];
/** The nodes that ran, step by step. */
const ran = async () =>
  (await timeline()).entries
    .map(({ tasks }) => tasks.map(({ node }) => node).join('+'))
    .filter((nodes) => nodes !== '' && nodes !== '__start__');
const five = { assistant_id: 'workflow', input: { task: 'x', total_steps: 5 } };
const goOn = (assistant_id: string, breakpoints?: Breakpoint[]) => run({ assistant_id, input: null, breakpoints });

describe('a breakpoint', () => {
  it('stops a run before a node, and the run that goes on is not stopped there again', async () => {
    const breakpoints: Breakpoint[] = [{ node: 'join' }];
    await run({ assistant_id: 'fanout', input: { items: ['a', 'b'] }, breakpoints });
    expect(await lastRun()).toMatchObject({
      status: 'interrupted',
      reason: 'breakpoint',
      hit: { breakpoint: { node: 'join' }, problem: null },
    });
    expect((await timeline()).thread).toMatchObject({ status: 'stopped', next: ['join'] });
    expect(await goOn('fanout', breakpoints)).toMatchObject({ results: ['a!', 'b!', 'joined 2'] });
  });

  it('stops after a node', async () => {
    await run({ ...five, breakpoints: [{ node: 'process', when: 'after' }] });
    expect(await ran()).toEqual(['process']);
  });

  it('keeps the breakpoints that the graph or the request has', async () => {
    await run({ ...five, interrupt_after: '*', breakpoints: [{ step: 4 }] });
    expect(await ran()).toEqual(['process']);
    expect(await lastRun()).toMatchObject({ reason: 'breakpoint', hit: null });
  });

  it('on a node with a condition stops only where it holds', async () => {
    const breakpoints: Breakpoint[] = [{ node: 'process', condition: 'current_step = 3' }];
    await run({ ...five, breakpoints });
    expect(await ran()).toEqual(['process', 'process']);
    expect((await lastRun())?.hit).toEqual({ breakpoint: breakpoints[0], problem: null });
    await goOn('workflow', breakpoints);
    expect(await ran()).toHaveLength(5);
  });

  it('with a condition alone stops where that becomes true, and not again while it stays so', async () => {
    const breakpoints: Breakpoint[] = [{ condition: '$count(steps_completed) >= 2' }];
    await run({ ...five, breakpoints });
    expect(await ran()).toEqual(['process', 'process']);
    await goOn('workflow', breakpoints);
    expect(await ran()).toHaveLength(5);
    expect((await timeline()).thread.status).toBe('done');
  });

  it('at a step stops once that is made', async () => {
    await run({ ...five, breakpoints: [{ step: 3 }] });
    expect(await ran()).toHaveLength(3);
  });

  it('stops inside of a subgraph, which asks nothing', async () => {
    await run({ assistant_id: 'nested', input: { value: 1 }, breakpoints: [{ node: 'child|c_ask' }] });
    const page = await timeline();
    expect(page.thread.status).toBe('stopped');
    expect(page.runs[0]?.hit?.breakpoint).toEqual({ node: 'child|c_ask' });
    const checkpointIds = [page.entries.at(-1)?.checkpointId];
    const { states } = await here.server.json<{ states: CheckpointState[] }>(
      'POST',
      `/debugger/threads/${here.id}/states`,
      {
        checkpointIds,
      },
    );
    expect(states[0]?.tasks).toMatchObject([{ name: 'child', interrupts: [] }]);
    await goOn('nested');
    expect((await timeline()).thread.status).toBe('waiting');
  });

  it('is kept with the run, as it was asked for', async () => {
    const breakpoints = [{ node: 'process' }];
    const { run_id } = await here.server.json<RunAnswer>('POST', `/threads/${here.id}/runs`, { ...five, breakpoints });
    const { kwargs } = await here.server.json<RunAnswer>('GET', `/threads/${here.id}/runs/${run_id}`);
    expect(kwargs.breakpoints).toEqual(breakpoints);
  });
});

describe('a condition that cannot be evaluated', () => {
  it.each([
    ['of another type than it expects', 'task > 3', 'same data type'],
    ['without end', '( $f := function($x){ $f($x) }; $f(1) )', 'longer than 1000 ms'],
  ])('%s stops the run, which says why and goes on', async (_, condition, problem) => {
    const breakpoints: Breakpoint[] = [{ node: 'process', condition }];
    await run({ ...five, breakpoints });
    expect(await lastRun()).toMatchObject({ reason: 'breakpoint', hit: { problem: expect.stringContaining(problem) } });
    await goOn('workflow');
    expect((await timeline()).thread.status).toBe('done');
  });
});

describe('refused is', () => {
  it.each([
    [[{ node: 'nowhere' }], 'names the node "nowhere", which the graph does not have. Its nodes: process'],
    [[{ condition: 'current_step >' }], 'is not JSONata at character 14'],
    [[{}], 'needs a "node", a "condition" or both, or only a "step"'],
    [[{ step: 1, node: 'process' }], 'only a "step"'],
  ])('%j, before anything runs', async (breakpoints, message) => {
    const response = await here.server.send('POST', `/threads/${here.id}/runs`, { ...five, breakpoints });
    expect(response.status).toBe(400);
    expect(((await response.json()) as ErrorAnswer).message).toContain(message);
    expect((await timeline()).runs).toEqual([]);
  });

  it('a node that the subgraph does not have', async () => {
    const response = await here.server.send('POST', `/threads/${here.id}/runs`, {
      assistant_id: 'nested',
      input: {},
      breakpoints: [{ node: 'child|c_nine' }],
    });
    expect(((await response.json()) as ErrorAnswer).message).toContain('Its nodes: c_one, c_ask');
  });
});

describe('checking a condition', () => {
  const check = (body: object) => here.server.json<ConditionVerdict>('POST', '/debugger/conditions/check', body);

  it('tells where it is wrong, and what it is on the state at a checkpoint', async () => {
    await run(five);
    const checkpointId = (await timeline()).entries.at(-1)?.checkpointId;
    const at = { threadId: here.id, checkpointId };
    expect(await check({ expression: '1 +' })).toMatchObject({ kind: 'malformed', position: 3 });
    expect(await check({ expression: 'current_step' })).toEqual({ kind: 'value', holds: false, shown: null });
    expect(await check({ expression: 'current_step', at })).toEqual({ kind: 'value', holds: true, shown: '6' });
    expect(await check({ expression: 'task < 3', at })).toMatchObject({ kind: 'failed' });
  });
});

describe('pausing', () => {
  const started = (body: object) => here.server.json<RunAnswer>('POST', `/threads/${here.id}/runs`, body);
  const pause = (runId: string) => here.server.send('POST', `/debugger/threads/${here.id}/runs/${runId}/pause`);

  it('lets the step finish and stops before the next, from where the run goes on', async () => {
    const { run_id } = await started({ assistant_id: 'deaf', input: { n: 0 } });
    await expect.poll(async () => (await timeline()).live).toHaveLength(1);
    const slow = await started({
      ...five,
      input: { ...five.input, delay_ms: 300 },
      multitask_strategy: 'enqueue',
    });
    await here.server.json('GET', `/threads/${here.id}/runs/${run_id}/join`);
    await expect.poll(async () => (await timeline()).live).toMatchObject([{ node: 'process' }]);
    expect((await pause(slow.run_id)).status).toBe(204);
    expect((await timeline()).runs.find((each) => each.runId === slow.run_id)).toMatchObject({ reason: 'pausing' });
    await here.server.json('GET', `/threads/${here.id}/runs/${slow.run_id}/join`);
    expect((await ran()).filter((node) => node === 'process')).toHaveLength(1);
    expect((await timeline()).thread).toMatchObject({ status: 'stopped', reason: 'paused', next: ['process'] });
    expect(await goOn('workflow')).toMatchObject({ current_step: 6 });
  });

  it('leaves a run that is over, and refuses one that is not there', async () => {
    const { run_id } = await started({ assistant_id: 'deaf', input: { n: 0 } });
    await here.server.json('GET', `/threads/${here.id}/runs/${run_id}/join`);
    expect((await pause(run_id)).status).toBe(204);
    expect((await timeline()).runs[0]).toMatchObject({ status: 'success', reason: null });
    expect((await pause('00000000-0000-4000-8000-000000000000')).status).toBe(404);
  });
});
