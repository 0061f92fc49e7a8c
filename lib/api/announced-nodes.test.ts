import { describe, expect, it } from 'vitest';
import type { CheckpointState, TimelineEntry } from '@/lib/contracts/debugger';
import type { ForkResult, Preview } from '@/lib/contracts/fork';
import { testThread } from './test-thread';

// What an edit announces is what runs: the next step's tasks, one by one, and of all that runs later nothing that it did
// not name.

const here = testThread();
const { at, run, timeline } = here;

interface Edit {
  graph: string;
  /** Which checkpoint: its step on the first branch. */
  step: number;
  values: Record<string, unknown>;
  asNode?: string;
}

/** Previews the edit, saves it, runs it, and answers what was announced beside what ran. */
async function announcedAndRan({ graph, step, ...edit }: Edit) {
  const checkpointId = (await timeline()).entries.find((entry) => entry.step === step)?.checkpointId;
  const preview = await here.server.json<Preview>('POST', at('/preview'), { checkpointId, ...edit });
  const fork = await here.server.json<ForkResult>('POST', at('/fork'), { checkpointId, ...edit });
  expect(fork.next).toEqual(preview.next);
  await run({ assistant_id: graph, input: null, config: { configurable: { branch: fork.branchId } } });
  const own = (await timeline()).entries.filter((entry) => entry.branchId === fork.branchId);
  const edited = own.find((entry) => entry.checkpointId === fork.checkpointId);
  const steps = await Promise.all([edited, ...own.filter((entry) => entry !== edited)].map(startedAt));
  const ran = steps.flat();
  return { preview, first: steps.find((nodes) => nodes.length > 0) ?? [], ran };
}

/** The tasks that a checkpoint started: those that its successor tells of, or that stand unfinished at the tip. */
async function startedAt(entry: TimelineEntry | undefined): Promise<string[]> {
  if (entry === undefined) return [];
  if (entry.tasks.length > 0) return entry.tasks.map((task) => task.node);
  const tip = (await timeline()).entries.filter((each) => each.branchId === entry.branchId).at(-1);
  if (tip?.checkpointId !== entry.checkpointId) return [];
  return unfinishedAt(entry);
}

async function unfinishedAt({ checkpointId }: TimelineEntry): Promise<string[]> {
  const { states } = await here.server.json<{ states: CheckpointState[] }>('POST', at('/states'), {
    checkpointIds: [checkpointId],
  });
  return (states[0]?.tasks ?? []).filter((task) => task.status !== 'pending').map((task) => task.name);
}

async function expectTold(edit: Edit, next: string[]): Promise<void> {
  const { preview, first, ran } = await announcedAndRan(edit);
  expect(preview.next).toEqual(next);
  expect([...first].sort()).toEqual([...next].sort());
  expect(preview.willRun).toEqual(expect.arrayContaining([...new Set(ran)]));
}

describe('the nodes that an edit announces are the ones that ran', { timeout: 60_000 }, () => {
  it('along static edges', async () => {
    await run({ assistant_id: 'flaky', input: { ok: true } });
    await expectTold({ graph: 'flaky', step: 1, values: { log: ['edited'] } }, ['boom']);
    await expectTold({ graph: 'flaky', step: 0, values: { log: ['edited'] } }, ['first']);
    await expectTold({ graph: 'flaky', step: 1, values: { log: ['edited'] }, asNode: 'boom' }, []);
  });

  it('through a router, which ways ever it decides', async () => {
    await run({ assistant_id: 'workflow', input: { task: 'x', total_steps: 3 } });
    await expectTold({ graph: 'workflow', step: 2, values: { total_steps: 9 } }, ['process']);
    await expectTold({ graph: 'workflow', step: 2, values: { total_steps: 1 } }, []);
  });

  it('as Sends, each task counted', async () => {
    await run({ assistant_id: 'fanout', input: { items: ['a'] } });
    const edit = { graph: 'fanout', step: 1, values: { items: ['x', 'y', 'z'] } };
    await expectTold(edit, ['work', 'work', 'work']);
    await expectTold({ ...edit, values: { items: [] } }, []);
    await expectTold({ graph: 'fanout', step: 2, values: { results: ['more'] } }, ['join']);
  });

  it('up to a question, and after one', async () => {
    await run({ assistant_id: 'approval', input: { topic: 'cats' } });
    await expectTold({ graph: 'approval', step: 1, values: { draft: 'mine' } }, ['review']);
    await expectTold({ graph: 'approval', step: 0, values: { topic: 'dogs' } }, ['write_draft']);
    await expectTold({ graph: 'approval', step: 1, values: { decision: 'approved' }, asNode: 'publish' }, []);
  });

  it('into a subgraph, and past it', async () => {
    await run({ assistant_id: 'nested', input: { value: 1 } });
    await expectTold({ graph: 'nested', step: 1, values: { value: 5 } }, ['child']);
    await expectTold({ graph: 'nested', step: 1, values: { value: 5 }, asNode: 'child' }, ['after']);
  });

  it('beside one another', async () => {
    await run({ assistant_id: 'pair', input: { answers: [] } });
    await expectTold({ graph: 'pair', step: 0, values: { answers: ['before'] } }, ['left', 'right']);
    await expectTold({ graph: 'pair', step: 0, values: { answers: ['before'] }, asNode: 'join' }, []);
  });
});
