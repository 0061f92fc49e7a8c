import { describe, expect, it } from 'vitest';
import type { CheckpointState, GraphCard } from '@/lib/contracts/debugger';
import type { ForkResult } from '@/lib/contracts/fork';
import type { RunOrigin } from '@/lib/contracts/origin';
import { testThread } from './test-thread';

const here = testThread();
const { at, timeline } = here;
const originOf = async (runId: string) =>
  (await here.server.json<{ origin: RunOrigin | null }>('GET', at(`/runs/${runId}/origin`))).origin;
const stateAt = async (checkpointId: string) =>
  (await here.server.json<{ states: CheckpointState[] }>('POST', at('/states'), { checkpointIds: [checkpointId] }))
    .states[0];
const run = (metadata: object) =>
  here.server.json('POST', `/threads/${here.id}/runs/wait`, {
    assistant_id: 'workflow',
    input: { task: 'x', total_steps: 1 },
    metadata,
  });

describe('a run', () => {
  it('tells who asked for it and the code that it was started with, once and not at each step', async () => {
    await run({ retrograph_client: 'browser.tab', purpose: 'test' });
    const { runs, entries } = await timeline();
    expect(runs).toMatchObject([{ clientId: 'browser.tab' }]);
    const origin = await originOf(runs[0]?.runId as string);
    const { graphs } = await here.server.json<{ graphs: GraphCard[] }>('GET', '/debugger/graphs');
    expect(origin).toMatchObject({ clientId: 'browser.tab' });
    expect(origin?.code).toEqual(graphs.find(({ graphId }) => graphId === 'workflow')?.code);
    expect(origin?.code?.shape?.nodes).toContain('process');
    const { metadata } = (await stateAt(entries[1]?.checkpointId as string)) as CheckpointState;
    expect(metadata).toMatchObject({ purpose: 'test' });
    expect(Object.keys(metadata).filter((key) => key.startsWith('retrograph'))).toEqual([]);
  });

  it('of somebody who says nothing of themselves has no client, and cannot claim other code', async () => {
    await run({ retrograph_code: { files: 'made up' } });
    const { runs } = await timeline();
    expect(runs).toMatchObject([{ clientId: null }]);
    expect((await originOf(runs[0]?.runId as string))?.code?.files).toMatch(/^[0-9a-f]{16}$/);
  });

  it('that is not recorded has no origin', async () => {
    expect(await originOf('01890000-0000-7000-8000-000000000000')).toBeNull();
  });
});

it('an edit tells who made it, and the steps after it do not', async () => {
  await run({});
  const { entries } = await timeline();
  const checkpointId = entries[1]?.checkpointId;
  const made = await here.server.json<ForkResult>('POST', at('/fork'), {
    checkpointId,
    values: { total_steps: 2 },
    clientId: 'browser.tab',
  });
  expect((await stateAt(made.checkpointId))?.metadata).toMatchObject({ retrograph_client: 'browser.tab' });
  const config = { configurable: { branch: made.branchId } };
  await here.server.json('POST', `/threads/${here.id}/runs/wait`, { assistant_id: 'workflow', input: null, config });
  const after = (await timeline()).entries.find(({ parentId }) => parentId === made.checkpointId);
  expect((await stateAt(after?.checkpointId as string))?.metadata.retrograph_client).toBeUndefined();
});
