import { beforeEach, expect, it } from 'vitest';
import type { TimelinePage } from '@/lib/contracts/debugger';
import type { ThreadAnswer } from '@/lib/contracts/protocol-answers';
import { testThread } from './test-thread';

const here = testThread();
beforeEach(async () => {
  const input = { task: 'x', total_steps: 3 };
  await here.server.json('POST', `/threads/${here.id}/runs/wait`, { assistant_id: 'workflow', input });
});

const timeline = (id = here.id) => here.server.json<TimelinePage>('GET', `/debugger/threads/${id}/timeline`);
const note = (checkpointId: string | undefined) => `/debugger/threads/${here.id}/notes/${checkpointId}`;

it('is written, replaced and removed, and tells whoever watches', async () => {
  const id = (await timeline()).entries[2]?.checkpointId;
  const events: string[] = [];
  const stop = here.server.runtime.bus.subscribe((event) => events.push(event.type));
  await here.server.send('PUT', note(id), { text: 'first' });
  await here.server.send('PUT', note(id), { text: '  second\n\tline  ' });
  expect((await timeline()).notes).toEqual([
    { checkpointId: id, text: 'second\n\tline', updatedAt: expect.any(Number) },
  ]);
  await here.server.send('DELETE', note(id));
  await here.server.send('DELETE', note(id));
  stop();
  expect((await timeline()).notes).toEqual([]);
  expect(events).toEqual(['thread-noted', 'thread-noted', 'thread-noted']);
});

it.each([
  ['empty', ' \n '],
  ['longer than 2,000 characters', 'x'.repeat(2_001)],
  ['with a control character', 'a\u0007b'],
  ['with a NUL', 'a\u0000b'],
])('is refused when it is %s', async (_, text) => {
  const id = (await timeline()).entries[2]?.checkpointId;
  expect((await here.server.send('PUT', note(id), { text })).status).toBe(400);
  expect((await timeline()).notes).toEqual([]);
});

it('needs a checkpoint that is there', async () => {
  const answer = await here.server.send('PUT', note('none'), { text: 'x' });
  expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'CHECKPOINT_NOT_FOUND' }]);
});

it('goes with its checkpoint, and comes along in a copy', async () => {
  const { entries } = await timeline();
  const [early, last] = [entries[1]?.checkpointId, entries.at(-1)?.checkpointId];
  for (const id of [early, last]) await here.server.send('PUT', note(id), { text: `of ${id}` });
  const copy = await here.server.json<ThreadAnswer>('POST', `/threads/${here.id}/copy`);
  await here.server.json('POST', '/debugger/threads/prune', { threadIds: [here.id], keepLast: 1, dryRun: false });
  expect((await timeline()).notes.map(({ checkpointId }) => checkpointId)).toEqual([last]);
  expect((await timeline(copy.thread_id)).notes.map(({ text }) => text)).toEqual([`of ${early}`, `of ${last}`]);
});

it('goes with its thread', async () => {
  await here.server.send('PUT', note((await timeline()).entries[1]?.checkpointId), { text: 'x' });
  await here.server.send('DELETE', `/threads/${here.id}`);
  expect(await here.server.runtime.store.notes.list(here.id)).toEqual([]);
});
