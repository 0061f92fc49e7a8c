import { describe, expect, it } from 'vitest';
import type { CheckpointState } from '@/lib/contracts/debugger';
import type { ForkResult, Preview } from '@/lib/contracts/fork';
import type { InsideCall, InsideSteps } from '@/lib/contracts/inside';
import type { FoldedState } from '@/lib/contracts/parts';
import type { StepTasks } from '@/lib/contracts/task-details';
import { testThread } from './test-thread';

const here = testThread();
const { at, run, timeline } = here;
const post = <Answer>(path: string, body: object) => here.server.json<Answer>('POST', at(path), body);
const stepsOf = (namespace: string, checkpoint?: string) => {
  const query = new URLSearchParams({ namespace, ...(checkpoint !== undefined && { checkpoint }) });
  return here.server.json<InsideSteps>('GET', at(`/inside/steps?${query}`));
};

/** Runs the graph `nested` until its child asks, and answers where that is. */
async function asking(): Promise<{ call: InsideCall; ids: string[] }> {
  await run({ assistant_id: 'nested', input: { value: 1 } });
  const taskId = (await timeline()).entries.at(-1)?.interruptedTasks[0] ?? '';
  const calls = [{ namespace: '', node: 'child', taskId }];
  const [call] = (await post<{ calls: InsideCall[] }>('/inside', { calls })).calls;
  return { call: call as InsideCall, ids: (call as InsideCall).entries.map((entry) => entry.checkpointId) };
}

describe('the steps of a graph inside', () => {
  it('are those on the path of a checkpoint, with what it takes to edit it', async () => {
    const { call, ids } = await asking();
    const steps = await stepsOf(call.namespace);
    expect(steps.entries.map(({ checkpointId }) => checkpointId)).toEqual(ids);
    expect(steps).toMatchObject({
      path: ['child'],
      omitted: { before: 0, after: 0 },
      around: { '': (await timeline()).entries.at(-1)?.checkpointId },
      graph: { channels: [{ name: 'value' }, { name: 'trail', hasReducer: true }] },
    });
    expect(await stepsOf(call.namespace, ids[0])).toEqual(steps);
  });

  it('are refused where there is no such graph, or checkpoint', async () => {
    const { call } = await asking();
    for (const query of ['namespace=child:nope', `namespace=${call.namespace}&checkpoint=nope`])
      expect((await here.server.send('GET', at(`/inside/steps?${query}`))).status).toBe(404);
    expect((await here.server.send('GET', at('/inside/steps?namespace='))).status).toBe(400);
  });

  it('have their states, differences, tasks and files as the root graph’s have', async () => {
    const { call, ids } = await asking();
    const { namespace } = call;
    const [first, , last] = ids;
    const { states } = await post<{ states: FoldedState[] }>('/folded-states', { namespace, checkpointIds: [last] });
    expect(states[0]).toMatchObject({ checkpointId: last, values: { value: 2, trail: ['before', 'c_one'] } });
    const told = await post<{ difference: object }>('/differences', { namespace, checkpointId: last, baseId: first });
    expect(told.difference).toMatchObject({ kind: 'changed' });
    const query = `namespace=${encodeURIComponent(namespace)}`;
    const tasks = await here.server.json<StepTasks>('GET', at(`/tasks/${last}?${query}`));
    expect(tasks.tasks.map(({ node, isPending }) => [node, isPending])).toEqual([
      ['c_one', false],
      ['c_ask', true],
    ]);
    expect(tasks.tasks[0]?.writes).toEqual({ value: 2, trail: ['c_one'] });
    const file = await here.server.json<CheckpointState>('GET', at(`/raw/${last}?${query}`));
    expect(file.values).toEqual({ value: 2, trail: ['before', 'c_one'] });
    expect((await here.server.send('GET', at(`/raw/${last}`))).status).toBe(404);
  });
});

describe('an edit inside', () => {
  it('is previewed with what its graph runs next, and how those around go on', async () => {
    const { call, ids } = await asking();
    const edit = { namespace: call.namespace, checkpointId: ids[1], values: { value: 5 } };
    expect(await post<Preview>('/preview', edit)).toMatchObject({
      values: { value: 5 },
      next: ['c_one'],
      willRun: ['c_one', 'c_ask'],
      runAgain: ['c_one'],
      around: [{ path: [], node: 'child', beside: [], after: ['after'] }],
    });
    const [root] = (await timeline()).entries;
    const atRoot = await post<Preview>('/preview', { checkpointId: root?.checkpointId, values: { value: 5 } });
    expect(atRoot.around).toEqual([]);
  });

  it('is forked with the root graph, named, run on, and leaves the question of the original open', async () => {
    const { call, ids } = await asking();
    const before = await timeline();
    const edit = { namespace: call.namespace, checkpointId: ids[1], values: { value: 5 } };
    const preview = await post<Preview>('/preview', edit);
    const made = await post<ForkResult>('/fork', { ...edit, name: 'five' });
    expect(made).toMatchObject({ next: preview.next, inside: { namespace: expect.stringMatching(/^child:/) } });
    expect(made.inside?.namespace).not.toBe(call.namespace);
    const forked = await timeline();
    expect(forked.branches.find(({ branchId }) => branchId === made.branchId)).toMatchObject({
      name: 'five',
      isHead: true,
      tipId: made.checkpointId,
      forkCheckpointId: before.entries.at(-1)?.checkpointId,
    });
    expect(await stepsOf(call.namespace)).toMatchObject({ entries: call.entries });

    const config = { configurable: { branch: made.branchId } };
    await run({ assistant_id: 'nested', input: null, config });
    const inside = await stepsOf(made.inside?.namespace ?? '');
    expect(inside.entries.map(({ source, tasks }) => tasks[0]?.node ?? source)).toEqual(['fork', 'update', 'c_one']);
    expect(inside.entries.at(-1)).toMatchObject({ next: ['c_ask'], interruptedTasks: [expect.any(String)] });
    await run({ assistant_id: 'nested', command: { resume: 10 }, config });
    const original = before.branches[0]?.branchId;
    await run({ assistant_id: 'nested', command: { resume: 1 }, config: { configurable: { branch: original } } });
    const tips = (await timeline()).branches.map(({ tipId }) => tipId);
    const { states } = await post<{ states: CheckpointState[] }>('/states', { checkpointIds: tips });
    expect(states.map(({ values }) => values.value)).toEqual([3, 16]);
  });

  it('names what runs again beside it', async () => {
    await run({ assistant_id: 'pair', input: {} });
    const tip = (await timeline()).entries.at(-1);
    const { states } = await post<{ states: CheckpointState[] }>('/states', { checkpointIds: [tip?.checkpointId] });
    const left = states[0]?.tasks.find(({ name }) => name === 'left');
    const calls = [{ namespace: '', node: 'left', taskId: left?.id }];
    const [call] = (await post<{ calls: InsideCall[] }>('/inside', { calls })).calls;
    const checkpointId = call?.entries.at(-1)?.checkpointId;
    const values = { answers: ['edited'] };
    const preview = await post<Preview>('/preview', { namespace: call?.namespace, checkpointId, values });
    expect(preview.around).toEqual([{ path: [], node: 'left', beside: ['right'], after: ['join'] }]);
  });

  it('is refused where there is no such checkpoint, and writes nothing', async () => {
    const { call, ids } = await asking();
    const { entries } = await timeline();
    const edit = { namespace: call.namespace, checkpointId: ids[1], values: { value: 5 } };
    for (const wrong of [
      { checkpointId: 'nope' },
      { values: { nope: 1 } },
      { asNode: 'nobody' },
      { namespace: 'x:y' },
    ]) {
      const { status } = await here.server.send('POST', at('/fork'), { ...edit, ...wrong });
      expect([400, 404, 422]).toContain(status);
    }
    expect((await timeline()).entries).toEqual(entries);
  });
});
