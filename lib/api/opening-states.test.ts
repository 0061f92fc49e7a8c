import { expect, it } from 'vitest';
import type { ForkResult } from '@/lib/contracts/fork';
import type { FoldedState } from '@/lib/contracts/parts';
import { testThread } from './test-thread';

const here = testThread();
const { at, run, timeline } = here;
const opening = async (query = '') =>
  (await here.server.json<{ states: FoldedState[] }>('GET', at(`/opening-states${query}`))).states;
const idsOf = (states: FoldedState[]) => states.map(({ checkpointId }) => checkpointId);

it('are the head’s newest and the one before it, as folded states tell them', async () => {
  await run({ assistant_id: 'workflow', input: { task: 'x', total_steps: 3 } });
  const ids = (await timeline()).entries.map(({ checkpointId }) => checkpointId);
  const [tip, before] = [ids.at(-1), ids.at(-2)];
  const { states } = await here.server.json<{ states: FoldedState[] }>('POST', at('/folded-states'), {
    checkpointIds: [tip, before],
  });
  expect(await opening()).toEqual(states);
  expect(await opening('?branch=none')).toEqual(states);
});

it('follow a checkpoint or a branch that is named, and are one at the root', async () => {
  await run({ assistant_id: 'workflow', input: { task: 'x', total_steps: 3 } });
  const { entries, branches } = await timeline();
  const [root, second] = entries.map(({ checkpointId }) => checkpointId);
  expect(idsOf(await opening(`?checkpoint=${root}`))).toEqual([root]);
  expect(idsOf(await opening(`?checkpoint=${second}`))).toEqual([second, root]);
  const fork = await here.server.json<ForkResult>('POST', at('/fork'), { checkpointId: second, values: {} });
  expect(idsOf(await opening())[0]).toBe(fork.checkpointId);
  expect(idsOf(await opening(`?branch=${branches[0]?.branchId}`))[0]).toBe(entries.at(-1)?.checkpointId);
});

it('are none of a thread without a checkpoint, or for one that it does not have', async () => {
  expect(await opening()).toEqual([]);
  await run({ assistant_id: 'workflow', input: { task: 'x', total_steps: 1 } });
  expect(await opening('?checkpoint=zzz')).toEqual([]);
  expect((await here.server.send('GET', '/debugger/threads/none/opening-states')).status).toBe(404);
});
