import { describe, expect, it } from 'vitest';
import type { BranchDeletion, BranchesDeletion } from '@/lib/contracts/branches';
import type { TimelineColumnsPage } from '@/lib/contracts/debugger';
import type { ForkResult } from '@/lib/contracts/fork';
import type { RunAnswer } from '@/lib/contracts/protocol-answers';
import { unpackTimeline } from '@/lib/inspect/unpack-timeline';
import { testThread } from './test-thread';

const here = testThread();
const { at, timeline } = here;
const { run } = here;

async function forked(): Promise<{ original: string; fork: string }> {
  await run({ assistant_id: 'workflow', input: { task: 'x', total_steps: 3 } });
  const before = await timeline();
  const body = { checkpointId: before.entries[2]?.checkpointId, values: { task: 'y' } };
  const { branchId } = await here.server.json<ForkResult>('POST', at('/fork'), body);
  await run({ assistant_id: 'workflow', input: null, config: { configurable: { branch: branchId } } });
  return { original: before.branches[0]?.branchId as string, fork: branchId };
}

describe('the timeline in columns', () => {
  it('holds the same entries', async () => {
    await forked();
    const { columns, ...head } = await here.server.json<TimelineColumnsPage>('GET', at('/timeline?layout=columns'));
    const { entries, ...same } = await timeline();
    expect(unpackTimeline(columns)).toEqual(entries);
    expect(head).toEqual(same);
  });
});

describe('a milestone', () => {
  it('is told of its checkpoint, and of no other', async () => {
    await run({ assistant_id: 'workflow', input: { task: 'x', total_steps: 1 } });
    const { saver } = here.server.runtime.store;
    const tip = await saver.getTuple({ configurable: { thread_id: here.id } });
    if (tip === undefined) throw new Error('The thread has no checkpoint.');
    const metadata = { source: 'loop' as const, step: 9, parents: {}, milestone: true };
    await saver.put(tip.config, { ...tip.checkpoint, id: 'marked' }, metadata, {});
    const marks = async () => (await timeline()).entries.map(({ milestone }) => milestone);
    expect(await marks()).toEqual([undefined, undefined, undefined, true]);
    const { columns } = await here.server.json<TimelineColumnsPage>('GET', at('/timeline?layout=columns'));
    expect(unpackTimeline(columns).map(({ milestone }) => milestone)).toEqual(await marks());
  });
});

describe('a branch', () => {
  it('is hidden and shown again', async () => {
    const { original } = await forked();
    const hidden = async () =>
      (await timeline()).branches.filter((branch) => branch.hidden).map((each) => each.branchId);
    await here.server.json('PATCH', at(`/branches/${original}`), { hidden: true });
    expect(await hidden()).toEqual([original]);
    await here.server.json('PATCH', at(`/branches/${original}`), { hidden: false });
    expect(await hidden()).toEqual([]);
  });

  it('is deleted after telling what goes; the original becomes the head again', async () => {
    const { original, fork } = await forked();
    const before = await timeline();
    const events: string[] = [];
    const stop = here.server.runtime.bus.subscribe((event) => events.push(event.type));
    const foretold = await here.server.json<BranchDeletion>('DELETE', at(`/branches/${fork}?dryRun=true`));
    expect(await timeline()).toEqual(before);
    expect(events).toEqual([]);
    const done = await here.server.json<BranchDeletion>('DELETE', at(`/branches/${fork}`));
    stop();
    expect(done).toEqual(foretold);
    expect(done).toMatchObject({ headBranchId: original, checkpoints: before.entries.length - 5 });
    expect(events).toEqual(['thread-pruned']);
    const after = await timeline();
    expect(after.entries).toEqual(before.entries.filter((entry) => entry.branchId === original));
    expect(after.branches).toMatchObject([{ branchId: original, isHead: true }]);
  });

  it('on which another hangs stays, as does the last, and one that runs', async () => {
    const { original, fork } = await forked();
    const refused = await here.server.send('DELETE', at(`/branches/${original}`));
    expect([refused.status, await refused.json()]).toMatchObject([409, { code: 'BRANCH_IN_USE' }]);
    expect(await here.server.json('DELETE', at(`/branches/${original}?dryRun=true`))).toEqual({
      refusal: expect.stringContaining('Delete what hangs on it first'),
    });
    const work = { assistant_id: 'workflow', input: { task: 'x', total_steps: 1, delay_ms: 60_000 } };
    const { run_id } = await here.server.json<RunAnswer>('POST', `/threads/${here.id}/runs`, work);
    await expect.poll(async () => (await timeline()).live).toHaveLength(1);
    const busy = await here.server.send('DELETE', at(`/branches/${fork}`));
    expect([busy.status, await busy.json()]).toMatchObject([409, { code: 'THREAD_CONFLICT' }]);
    await here.server.send('POST', `/threads/${here.id}/runs/${run_id}/cancel?wait=1`);
    await here.server.json('DELETE', at(`/branches/${fork}`));
    const last = await here.server.send('DELETE', at(`/branches/${original}`));
    expect([last.status, await last.json()]).toMatchObject([409, { code: 'BRANCH_IN_USE' }]);
    expect((await here.server.send('DELETE', at('/branches/none'))).status).toBe(404);
    expect((await here.server.send('DELETE', at(`/branches/${original}?dryRun=maybe`))).status).toBe(400);
  });

  it('goes with others in one request; those that cannot stay, and say why', async () => {
    const { original, fork } = await forked();
    const { entries } = await timeline();
    const onFork = entries.find((entry) => entry.branchId === fork && entry.parentId !== null)?.checkpointId;
    const body = { checkpointId: onFork, values: { task: 'z' } };
    const { branchId: twig } = await here.server.json<ForkResult>('POST', at('/fork'), body);
    const ask = (given: object) => here.server.json<BranchesDeletion>('POST', at('/branches/delete'), given);
    const before = await timeline();
    const events: string[] = [];
    const stop = here.server.runtime.bus.subscribe((event) => events.push(event.type));
    const hangs = { refusal: expect.stringContaining('Delete what hangs on it first'), isGone: false };
    const alone = { branchId: twig, refusal: null, checkpoints: 1 };
    expect(await ask({ branchIds: [fork, twig], dryRun: true })).toMatchObject({
      branches: [{ branchId: fork, ...hangs }, alone],
    });
    expect(await timeline()).toEqual(before);
    expect(events).toEqual([]);
    const { branches } = await ask({ branchIds: [original, fork, 'none', twig] });
    stop();
    expect(branches).toMatchObject([
      { branchId: original, refusal: expect.stringContaining('only one'), isGone: false },
      { branchId: fork, refusal: null, headBranchId: original },
      { branchId: 'none', refusal: expect.stringContaining('no branch "none"'), isGone: true },
      alone,
    ]);
    expect(events).toEqual(['thread-pruned']);
    expect((await timeline()).branches).toMatchObject([{ branchId: original, isHead: true }]);
    expect((await ask({ branchIds: [fork, twig] })).branches).toMatchObject([{ isGone: true }, { isGone: true }]);
  });
});
