import { describe, expect, it } from 'vitest';
import type { Blames, ChangedSteps, ChangesPage } from '@/lib/contracts/changes';
import type { ForkResult } from '@/lib/contracts/fork';
import { testThread } from './test-thread';

const here = testThread();
const { at, timeline } = here;
const changes = async (path: string, query = '') =>
  here.server.json<ChangesPage>('GET', at(`/changes?path=${encodeURIComponent(path)}${query}`));
const refusal = async (path: string, query = '') => {
  const answer = await here.server.send('GET', at(`/changes?path=${encodeURIComponent(path)}${query}`));
  return { status: answer.status, ...((await answer.json()) as { message: string }) };
};
const runWorkflow = (metadata: object = {}) =>
  here.run({ assistant_id: 'workflow', input: { task: 'x', total_steps: 3 }, metadata });

describe('the changes of a value', () => {
  it('name step, task and what it was before, newest first, back to the input', async () => {
    await runWorkflow({ retrograph_client: 'browser.tab' });
    const page = await changes('current_step');
    expect(page.changes.map(({ step, kind, before, after }) => [step, kind, before?.value, after?.value])).toEqual([
      [3, 'changed', 3, 4],
      [2, 'changed', 2, 3],
      [1, 'added', undefined, 2],
    ]);
    expect(page.changes[0]).toMatchObject({
      writer: { kind: 'tasks', tasks: [{ node: 'process', attempts: 1, how: 'ran' }], isSure: true, withInput: false },
      clientId: 'browser.tab',
      sinceStep: null,
    });
    expect(page).toMatchObject({ next: null, end: 'began' });
    const { entries } = await timeline();
    expect(page.changes[0]?.checkpointId).toBe(entries.at(-1)?.checkpointId);
    expect((await changes('task')).changes).toMatchObject([{ step: 0, writer: { kind: 'input' } }]);
  });

  it('follow an item of a list, however the path is written', async () => {
    await runWorkflow();
    for (const path of ['steps_completed[1]', '/steps_completed/1', '["steps_completed",1]']) {
      const page = await changes(path);
      expect(page.path).toEqual(['steps_completed', 1]);
      expect(page.changes).toMatchObject([{ step: 2, kind: 'added', after: { value: 'Completed step 2' } }]);
    }
  });

  it('go on from page to page, and onward to the tip of a branch', async () => {
    await runWorkflow();
    const first = await changes('current_step', '&limit=2');
    expect(first.changes.map(({ step }) => step)).toEqual([3, 2]);
    const { checkpoint, path } = first.next as NonNullable<ChangesPage['next']>;
    const rest = await changes(JSON.stringify(path), `&checkpoint=${checkpoint}`);
    expect(rest.changes.map(({ step }) => step)).toEqual([1]);
    const onward = await changes('current_step', `&checkpoint=${checkpoint}&direction=onward`);
    expect(onward.changes.map(({ step }) => step)).toEqual([2, 3]);
    expect(onward.end).toBe('branch');
  });

  it('cross the point where a branch forks, and name the edit that began it', async () => {
    await runWorkflow();
    const { entries } = await timeline();
    const from = entries.find(({ step }) => step === 2)?.checkpointId as string;
    const fork = await here.server.json<ForkResult>('POST', at('/fork'), {
      checkpointId: from,
      values: { task: 'y' },
      clientId: 'other.tab',
    });
    await here.run({ assistant_id: 'workflow', input: null, config: { configurable: { branch: fork.branchId } } });
    const task = await changes('task', `&branch=${fork.branchId}`);
    expect(task.changes).toMatchObject([
      { step: 3, branchId: fork.branchId, writer: { kind: 'edit', isFork: true }, clientId: 'other.tab' },
      { step: 0, writer: { kind: 'input' } },
    ]);
    const steps = await changes('current_step', `&branch=${fork.branchId}`);
    expect(steps.changes.map(({ step, branchId }) => [step, branchId === fork.branchId])).toEqual([
      [4, true],
      [2, false],
      [1, false],
    ]);
  });

  it('tell which of the tasks of a step wrote an item, and name all where the writes do not tell', async () => {
    await here.run({ assistant_id: 'fanout', input: { items: ['a', 'b', 'c'] } });
    const [change] = (await changes('results[1]')).changes;
    const { entries } = await timeline();
    const tasks = entries.find(({ step }) => step === change?.step)?.tasks ?? [];
    expect(tasks).toHaveLength(3);
    expect(change?.writer).toMatchObject({ kind: 'tasks', isSure: true, tasks: [{ node: 'work' }] });
    expect(change?.writer).toHaveProperty('tasks.0.taskId', tasks[1]?.id);
    const [whole] = (await changes('results', `&checkpoint=${change?.checkpointId}`)).changes;
    expect(whole?.writer).toMatchObject({ isSure: false, tasks: [{}, {}, {}] });
    const [joined] = (await changes('results[3]')).changes;
    expect(joined?.writer).toMatchObject({ tasks: [{ node: 'join' }] });
  });

  it('say where the steps that may have done it were not saved', async () => {
    await here.run({ assistant_id: 'workflow', input: { task: 'x', total_steps: 3 }, durability: 'exit' });
    const page = await changes('current_step');
    expect(page.changes).toHaveLength(1);
    const [change] = page.changes;
    const isOldest = change?.parentId === null;
    if (isOldest) expect(change).toMatchObject({ writer: { kind: 'unknown', why: 'pruned' } });
    else expect(change).toMatchObject({ step: 3, sinceStep: expect.any(Number), writer: { isSure: false } });
  });

  it('end at what is kept, when what came before was pruned', async () => {
    await runWorkflow();
    await here.server.json('POST', '/threads/prune', { thread_ids: [here.id], strategy: 'keep_latest' });
    const page = await changes('task');
    expect(page).toMatchObject({ end: 'pruned', changes: [{ writer: { kind: 'unknown', why: 'pruned' } }] });
  });

  it('refuse what is not there, and say what is', async () => {
    await runWorkflow();
    expect(await refusal('nothing')).toMatchObject({
      status: 400,
      message: expect.stringContaining('no channel "nothing"'),
    });
    expect((await refusal('nothing')).message).toContain('steps_completed');
    expect((await refusal('task.deeper')).message).toContain('never had anything at "task.deeper"');
    expect((await refusal('a..b')).message).toContain('is no path');
    expect(await refusal('task', '&checkpoint=01890000-0000-6000-8000-000000000000')).toMatchObject({ status: 404 });
    expect(await refusal('task', '&branch=none')).toMatchObject({ status: 404 });
    const unknown = await here.server.send(
      'GET',
      '/debugger/threads/01890000-0000-7000-8000-000000000000/changes?path=a',
    );
    expect(unknown.status).toBe(404);
  });
});

it('blames many values at once, each with its own step', async () => {
  await runWorkflow();
  const { entries } = await timeline();
  const checkpointId = entries.at(-1)?.checkpointId as string;
  const paths = [['task'], ['steps_completed', 0], ['steps_completed', 2], ['nothing']];
  const { blames } = await here.server.json<Blames>('POST', at('/blame'), { checkpointId, paths });
  expect(blames.map((blame) => blame?.step ?? null)).toEqual([0, 1, 3, null]);
  expect(blames[0]).not.toHaveProperty('after');
});

it('lists the steps at which values changed, whole or behind a checkpoint', async () => {
  await runWorkflow();
  const { entries } = await timeline();
  const checkpointId = entries.at(-1)?.checkpointId as string;
  const paths = [['current_step'], ['task'], ['steps_completed', 1]];
  const ask = (body: object) =>
    here.server.json<ChangedSteps>('POST', at('/changed-steps'), { checkpointId, paths, ...body });
  expect(await ask({})).toEqual({ steps: [[1, 2, 3], [0], [2]] });
  const after = entries.find(({ step }) => step === 1)?.checkpointId;
  expect(await ask({ after })).toEqual({ steps: [[2, 3], [], [2]] });
});
