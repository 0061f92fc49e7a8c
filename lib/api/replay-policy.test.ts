import { describe, expect, it } from 'vitest';
import type { RunSummary, TimelineColumnsPage, TimelineEntry } from '@/lib/contracts/debugger';
import type { ForkResult } from '@/lib/contracts/fork';
import type { ErrorAnswer, RunAnswer } from '@/lib/contracts/protocol-answers';
import type { NodePolicy, ReplayPolicy } from '@/lib/contracts/replay-policy';
import { unpackTimeline } from '@/lib/inspect/unpack-timeline';
import { testThread } from './test-thread';

const here = testThread();
const { run, timeline, at } = here;
const entries = async () => (await timeline()).entries;
const branches = async () => (await timeline()).branches;
const lastRun = async () =>
  (await timeline()).runs.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1)).at(-1) as RunSummary;

/** The checkpoint at which a node of the first branch ran first. */
async function startOf(node: string): Promise<string> {
  const [main] = await branches();
  const entry = (await entries()).find(({ next, branchId }) => branchId === main?.branchId && next.includes(node));
  return (entry as TimelineEntry).checkpointId;
}

interface Going {
  graph: string;
  from?: string;
  branch?: string;
  nodes: Record<string, NodePolicy>;
  original?: string;
  more?: object;
}

function goOn<Values>({ graph, from, branch, nodes, original, more }: Going): Promise<Values> {
  const policy: ReplayPolicy = { nodes, ...(original !== undefined && { original }) };
  const configurable = { ...(from && { checkpoint_id: from }), ...(branch && { branch }) };
  return run({ assistant_id: graph, input: null, config: { configurable }, replay_policy: policy, ...more });
}

function edit(checkpointId: string, values: Record<string, unknown>): Promise<ForkResult> {
  return here.server.json('POST', at('/fork'), { checkpointId, values });
}

/** On the newest branch, in order: `work reused`, `join`. */
async function whatRan(): Promise<string[]> {
  const newest = (await branches()).at(-1)?.branchId;
  const own = (await entries()).filter(({ branchId }) => branchId === newest);
  return own.flatMap(({ tasks }) => tasks.map(({ node, answered }) => [node, answered].filter(Boolean).join(' ')));
}

const fan = (items: string[]) => run({ assistant_id: 'fanout', input: { items } });
const reuse: NodePolicy = { do: 'reuse' };

describe('reuse', () => {
  it('takes what the original branch recorded, in the order of the tasks, and tells so on the timeline', async () => {
    await fan(['a', 'b', 'c']);
    const from = await startOf('plan');
    const fork = await edit(from, { items: ['x', 'y', 'z'] });
    const values = await goOn({ graph: 'fanout', branch: fork.branchId, nodes: { work: reuse } });
    expect(values).toMatchObject({ items: ['x', 'y', 'z'], results: ['a!', 'b!', 'c!', 'joined 3'] });
    expect(await whatRan()).toEqual(['plan', 'work reused', 'work reused', 'work reused', 'join']);
    const columns = await here.server.json<TimelineColumnsPage>('GET', at('/timeline?layout=columns'));
    expect(unpackTimeline(columns.columns)).toEqual(await entries());
  });

  it('takes the routes along: the original end is reached though the state would lead elsewhere', async () => {
    await run({ assistant_id: 'workflow', input: { task: 'x', total_steps: 3 } });
    const fork = await edit(await startOf('process'), { total_steps: 9 });
    const values = await goOn({ graph: 'workflow', branch: fork.branchId, nodes: { process: reuse } });
    expect(values).toMatchObject({ total_steps: 9, current_step: 4 });
    expect(await whatRan()).toEqual(['process reused', 'process reused', 'process reused']);
  });

  it('leaves the original as it was, and works from a checkpoint that is not edited', async () => {
    await run({ assistant_id: 'workflow', input: { task: 'x', total_steps: 40 }, config: { recursion_limit: 50 } });
    const original = await entries();
    const more = { config: { configurable: { checkpoint_id: await startOf('process') }, recursion_limit: 50 } };
    const values = await goOn<{ steps_completed: string[] }>({ graph: 'workflow', nodes: { process: reuse }, more });
    expect(values.steps_completed.map((text) => text.replace('Completed step ', '')).join()).toBe(
      Array.from({ length: 40 }, (_, index) => index + 1).join(),
    );
    expect((await entries()).slice(0, original.length)).toEqual(original);
    expect(new Set(await whatRan())).toEqual(new Set(['process reused']));
  });

  it('goes on counting where an earlier run of the branch stopped', async () => {
    await run({ assistant_id: 'workflow', input: { task: 'x', total_steps: 3 } });
    const fork = await edit(await startOf('process'), { current_step: 7, total_steps: 9 });
    const going: Going = { graph: 'workflow', branch: fork.branchId, nodes: { process: reuse } };
    await goOn({ ...going, more: { interrupt_after: '*' } });
    await goOn({ ...going, more: { interrupt_after: '*' } });
    const values = await goOn(going);
    expect(values).toMatchObject({ steps_completed: ['Completed step 1', 'Completed step 2', 'Completed step 3'] });
  });

  it('answers a node that asked, with what a person answered then', async () => {
    await run({ assistant_id: 'approval', input: { topic: 'x' } });
    await run({ assistant_id: 'approval', command: { resume: 'yes' } });
    const nodes = { write_draft: reuse, review: reuse };
    const values = await goOn({ graph: 'approval', from: await startOf('write_draft'), nodes });
    expect(values).toMatchObject({ decision: 'approved', log: ['draft', 'review', 'publish'] });
    expect(await whatRan()).toEqual(['write_draft reused', 'review reused', 'publish']);
  });

  it('gives each of many tasks that run at once its own', async () => {
    const items = Array.from({ length: 100 }, (_, index) => `${index}`);
    await fan(items);
    const values = await goOn({ graph: 'fanout', from: await startOf('plan'), nodes: { work: reuse } });
    expect(values).toMatchObject({ results: [...items.map((item) => `${item}!`), 'joined 100'] });
    expect(new Set(await whatRan())).toEqual(new Set(['plan', 'work reused', 'join']));
  });

  it('takes the branch that is named, where there are several', async () => {
    await fan(['a']);
    const from = await startOf('plan');
    const second = await edit(from, { items: ['b'] });
    await run({ assistant_id: 'fanout', input: null, config: { configurable: { branch: second.branchId } } });
    const first = await goOn<{ results: string[] }>({ graph: 'fanout', from, nodes: { work: reuse } });
    expect(first.results[0]).toBe('a!');
    const going: Going = { graph: 'fanout', from, nodes: { work: reuse }, original: second.branchId };
    expect((await goOn<{ results: string[] }>(going)).results[0]).toBe('b!');
  });
});

describe('when nothing recorded is left', () => {
  it('stops before the node and says which; a person lets it run, or mocks it, and goes on', async () => {
    await fan(['a', 'b']);
    const fork = await edit(await startOf('plan'), { items: ['x', 'y', 'z'] });
    const going: Going = { graph: 'fanout', branch: fork.branchId, nodes: { work: reuse } };
    await goOn(going);
    const message = 'No recorded result of "work" is left: 3rd occurrence.';
    expect(await lastRun()).toMatchObject({
      status: 'interrupted',
      reason: 'breakpoint',
      hit: null,
      replayPolicy: { nodes: { work: reuse } },
      replayHold: { node: 'work', occurrence: 3, message },
    });
    expect(await whatRan()).toEqual(['plan']);
    await goOn(going);
    expect((await lastRun()).replayHold?.message).toBe(message);

    const nodes: Going['nodes'] = { work: { do: 'reuse', whenGone: { do: 'execute' } } };
    expect(await goOn({ ...going, nodes })).toMatchObject({ results: ['a!', 'b!', 'z!', 'joined 3'] });
    expect(await whatRan()).toEqual(['plan', 'work reused', 'work reused', 'work', 'join']);
    expect(await lastRun()).not.toHaveProperty('replayHold');
  });

  it('stops at once where the thread has no original', async () => {
    await run({ assistant_id: 'workflow', input: { task: 'x' }, breakpoints: [{ step: 1 }] });
    await goOn({ graph: 'workflow', nodes: { process: reuse } });
    expect((await lastRun()).replayHold?.occurrence).toBe(1);
  });

  it('says so, too, when the results were pruned', async () => {
    await run({ assistant_id: 'workflow', input: { task: 'x', total_steps: 4 } });
    const fork = await edit(await startOf('process'), { current_step: 2 });
    await here.server.json('POST', '/threads/prune', { thread_ids: [here.id], strategy: 'keep_latest' });
    await goOn({ graph: 'workflow', branch: fork.branchId, nodes: { process: reuse } });
    expect((await lastRun()).replayHold?.message).toBe('No recorded result of "process" is left: 1st occurrence.');
    expect(await whatRan()).toEqual([]);
  });
});

describe('mock', () => {
  it('stands in for a node as if it had returned the value', async () => {
    await fan(['a', 'b']);
    const nodes: Going['nodes'] = { work: { do: 'mock', update: { results: ['mocked'] } } };
    const values = await goOn({ graph: 'fanout', from: await startOf('plan'), nodes });
    expect(values).toMatchObject({ results: ['mocked', 'mocked', 'joined 2'] });
    expect(await whatRan()).toEqual(['plan', 'work mocked', 'work mocked', 'join']);
  });

  it('goes where its Command would have gone, also with a new input', async () => {
    const review: NodePolicy = { do: 'mock', update: { decision: 'skipped' }, goto: 'publish' };
    const body = { assistant_id: 'approval', input: { topic: 'x' }, replay_policy: { nodes: { review } } };
    expect(await run(body)).toMatchObject({ decision: 'skipped', log: ['draft', 'publish'] });
    const { runId, replayPolicy } = await lastRun();
    expect(replayPolicy).toEqual({ nodes: { review } });
    const { kwargs } = await here.server.json<RunAnswer>('GET', `/threads/${here.id}/runs/${runId}`);
    expect(kwargs.replay_policy).toEqual({ nodes: { review } });
  });

  it('takes values as they travel, a Map or a Date among them', async () => {
    const made = JSON.stringify((await run<{ kept: unknown }>({ assistant_id: 'flaky', input: { ok: true } })).kept);
    expect(made).toContain('1970-01-01');
    const kept: unknown = JSON.parse(made.replace('1970', '1999'));
    const first: NodePolicy = { do: 'mock', update: { kept } };
    const values = await goOn({ graph: 'flaky', from: await startOf('first'), nodes: { first } });
    expect(values).toMatchObject({ kept, log: ['boom'] });
  });
});

describe('a policy that does not fit', () => {
  const refusals: [string, ReplayPolicy, number, RegExp][] = [
    ['an unknown node', { nodes: { nobody: reuse } }, 422, /node "nobody", which the graph does not have.*plan, work/],
    [
      'an unknown key',
      { nodes: { work: { do: 'mock', update: { found: [] } } } },
      422,
      /mocked result of "work" does not fit.*"found".*items, results/,
    ],
    [
      'a target that is none',
      { nodes: { work: { do: 'reuse', whenGone: { do: 'mock', update: {}, goto: 'nowhere' } } } },
      422,
      /mocked result of "work".*"nowhere"/,
    ],
    ['a branch that is not there', { original: 'gone', nodes: { work: reuse } }, 404, /no branch "gone"/],
  ];
  it.each(refusals)('is refused for %s', async (_what, replay_policy, status, message) => {
    await fan(['a']);
    const body = { assistant_id: 'fanout', input: null, replay_policy };
    const answer = await here.server.send('POST', `/threads/${here.id}/runs`, body);
    expect(answer.status).toBe(status);
    expect(((await answer.json()) as ErrorAnswer).message).toMatch(message);
  });

  it('is refused with a new input when nodes are to be reused, and for nodes inside of subgraphs', async () => {
    const send = async (body: object) => {
      const answer = await here.server.send('POST', `/threads/${here.id}/runs`, body);
      return [answer.status, ((await answer.json()) as ErrorAnswer).message];
    };
    expect(
      await send({ assistant_id: 'fanout', input: { items: [] }, replay_policy: { nodes: { work: reuse } } }),
    ).toEqual([422, expect.stringContaining('"work" is to be reused, and a new input has no original branch')]);
    const inside: ReplayPolicy = { nodes: { 'child|c_one': { do: 'mock', update: {} } } };
    expect(await send({ assistant_id: 'nested', input: { value: 1 }, replay_policy: inside })).toEqual([
      422,
      expect.stringContaining('Name the node that it runs in, "child"'),
    ]);
  });
});
