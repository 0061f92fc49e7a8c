import { describe, expect, it } from 'vitest';
import type { BranchSummary } from '@/lib/contracts/debugger';
import type { FindEnd, FindEvent, FindRequest } from '@/lib/contracts/find';
import type { ForkResult } from '@/lib/contracts/fork';
import type { ErrorAnswer } from '@/lib/contracts/protocol-answers';
import { testThread } from './test-thread';

const here = testThread();
const { run, timeline } = here;

interface Found {
  events: FindEvent[];
  hits: number[];
  failures: { step: number; message: string }[];
  end: FindEnd;
}

async function find(body: FindRequest): Promise<Found> {
  const response = await here.server.send('POST', here.at('/find'), body);
  expect(response.status, await response.clone().text()).toBe(200);
  const events = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as FindEvent);
  const progress = events.flatMap((event) => (event.type === 'progress' ? event : []));
  return {
    events,
    hits: progress.flatMap(({ hits }) => hits.map(({ step }) => step)),
    failures: progress.flatMap(({ failures }) => failures),
    end: events.at(-1) as FindEnd,
  };
}

const steps = (total_steps: number) => run({ assistant_id: 'workflow', input: { task: 'x', total_steps } });

describe('find over history', () => {
  it('lists the steps at which an expression holds, and what it cost to know', async () => {
    await steps(5);
    const { hits, end, events } = await find({ expression: 'current_step > 3' });
    const all = (await timeline()).entries;
    expect(hits).toEqual(all.filter(({ step }) => step >= 3).map(({ step }) => step));
    expect(events[0]).toEqual({ type: 'start', total: all.length, sees: ['current_step'], missing: [] });
    expect(end).toMatchObject({ searched: all.length, total: all.length, hits: hits.length, stopped: null });
  });

  it('sees the state that a condition of a breakpoint sees', async () => {
    await run({ assistant_id: 'flaky', input: { ok: true } });
    expect((await find({ expression: '$count(log) = 1 and kept."$type" = "Map"' })).hits).toEqual([1]);
    expect((await find({ expression: '$count($keys($)) = 2' })).hits).toEqual([0]);
    expect((await find({ expression: '$join($keys($), " ") = "ok log kept"' })).hits).toEqual([1, 2]);
  });

  it('says which keys the graph does not have, where it has none of them', async () => {
    await steps(2);
    const start = async (expression: string) => (await find({ expression })).events[0];
    expect(await start('curent_step > 1')).toMatchObject({ sees: [], missing: ['curent_step'] });
    expect(await start('curent_step > 1 or task = "x"')).toMatchObject({ sees: ['task'], missing: [] });
    expect(await start('1 = 1')).toMatchObject({ sees: [], missing: [] });
  });

  it('looks only at steps that changed what the expression sees', async () => {
    await steps(20);
    const { end, hits } = await find({ expression: 'total_steps = 20' });
    expect(hits).toHaveLength(end.total - 1);
    expect(end.evaluated).toBeLessThan(5);
  });

  it('searches one branch along its path, or all of them', async () => {
    await steps(4);
    const at = (await timeline()).entries.find(({ step }) => step === 2);
    const fork = await here.server.json<ForkResult>('POST', here.at('/fork'), {
      checkpointId: at?.checkpointId,
      values: { current_step: 100 },
    });
    expect((await find({ expression: 'current_step = 100' })).hits).toEqual([3]);
    expect(
      (await find({ expression: 'current_step = 2 or current_step = 100', branchId: fork.branchId })).hits,
    ).toEqual([1, 3]);
    const [main] = (await timeline()).branches as [BranchSummary];
    expect((await find({ expression: 'current_step = 100', branchId: main.branchId })).hits).toEqual([]);
  });

  it('goes on behind a checkpoint', async () => {
    await steps(5);
    const { entries } = await timeline();
    const after = entries.find(({ step }) => step === 3)?.checkpointId as string;
    expect((await find({ expression: 'true', after })).hits).toEqual(entries.slice(-2).map(({ step }) => step));
  });

  it('tells where it cannot be evaluated, and searches on', async () => {
    await run({ assistant_id: 'flaky', input: { ok: true } });
    const { hits, failures, end } = await find({ expression: 'log[0] = "first" ? true : $error("no log yet")' });
    expect(failures).toMatchObject([
      { step: -1, message: 'no log yet' },
      { step: 0, message: 'no log yet' },
    ]);
    expect(hits).toEqual([1, 2]);
    expect(end.failures).toBe(2);
  });

  it('finds where it became true, by halving or by looking at everything', async () => {
    await steps(12);
    const [main] = (await timeline()).branches as [BranchSummary];
    const within = { branchId: main.branchId };
    const halved = await find({ ...within, expression: 'current_step > 7', mode: 'bisect' });
    expect(halved.end.first).toMatchObject({ how: 'bisect', hit: { step: 7 } });
    expect(halved.end.evaluated).toBeLessThan(6);
    const scanned = await find({ ...within, expression: 'current_step = 3', mode: 'bisect' });
    expect(scanned.end.first).toMatchObject({ how: 'scan', hit: { step: 2 } });
    expect(scanned.end.first?.note).toContain('does not hold at the end of the branch');
    const first = await find({ expression: 'current_step > 7', mode: 'first' });
    expect(first.hits).toEqual([7]);
    expect((await find({ expression: 'current_step > 70', mode: 'first' })).end.first?.hit).toBeNull();
  });

  it('refuses what is not JSONata, with its place, and places that are not there', async () => {
    await steps(1);
    const refusal = async (body: FindRequest) => {
      const response = await here.server.send('POST', here.at('/find'), body);
      return { status: response.status, ...((await response.json()) as ErrorAnswer) };
    };
    expect(await refusal({ expression: 'count >' })).toMatchObject({
      status: 422,
      code: 'INVALID_EXPRESSION',
      message: expect.stringContaining('at character 7'),
      detail: { position: 7 },
    });
    expect(await refusal({ expression: '1', branchId: 'none' })).toMatchObject({
      status: 404,
      code: 'BRANCH_NOT_FOUND',
    });
    expect(await refusal({ expression: '1', after: 'none' })).toMatchObject({ code: 'CHECKPOINT_NOT_FOUND' });
    expect(await refusal({ expression: '1', mode: 'bisect' })).toMatchObject({ status: 400, code: 'INVALID_REQUEST' });
  });

  it('gives up on an expression without an end, and the next search works', async () => {
    await steps(5);
    const { end, failures } = await find({ expression: '($f := function($x){ $f($x) }; $f(1))' });
    expect(failures[0]?.message).toContain('took longer than 1000 ms');
    expect(end.stopped).toContain('too costly at 3 steps');
    expect((await find({ expression: 'current_step = 2' })).hits).toEqual([1]);
  }, 60_000);

  it('ends when its reader goes away', async () => {
    await steps(5);
    const searchOn = async () => {
      const body = { expression: '($f := function($x){ $f($x) }; $f(1))' };
      const reader = (await here.server.send('POST', here.at('/find'), body)).body?.getReader();
      await reader?.read();
      return reader;
    };
    // As many as may search at once: the next has its turn when one of them ends.
    const [leaving, ...staying] = await Promise.all([searchOn(), searchOn(), searchOn()]);
    const others = staying.map(async (reader) => {
      while ((await reader?.read())?.done === false);
      return 'one that nobody ended';
    });
    await leaving?.cancel();
    const next = find({ expression: 'current_step = 2' }).then(({ hits }) => hits);
    expect(await Promise.race([next, ...others])).toEqual([1]);
    await Promise.all(staying.map((reader) => reader?.cancel()));
    await Promise.all(others);
  }, 30_000);
});
