import { Command, isInterrupted, MemorySaver } from 'retrograph';
import { afterEach, describe, expect, it } from 'vitest';
import { graph as approval } from './approval';
import { graph as fanOut } from './fan-out';
import { graph as workflow } from './workflow';

const config = { configurable: { thread_id: 't' } };

afterEach(() => {
  for (const graph of [approval, fanOut, workflow]) graph.checkpointer = undefined;
});

function questionOf(result: object): unknown {
  return isInterrupted(result) ? result.__interrupt__[0]?.value : undefined;
}

describe('workflow', () => {
  it('works through its steps and tells about each', async () => {
    const told: unknown[] = [];
    for await (const [mode, payload] of await workflow.stream({ task: 'x' }, { streamMode: ['custom', 'values'] })) {
      if (mode === 'custom') told.push(payload);
    }
    expect(told).toHaveLength(5);
    expect(told[2]).toEqual({ message: 'Working on step 3 of 5', step: 3, total: 5 });
  });

  it('goes on where it was stopped', async () => {
    workflow.checkpointer = new MemorySaver();
    await workflow.invoke({ task: 'x', total_steps: 3 }, { ...config, interruptAfter: '*' });
    expect((await workflow.getState(config)).values).toMatchObject({
      steps_completed: ['Completed step 1'],
      current_step: 2,
    });
    const done = await workflow.invoke(null, config);
    expect(done.steps_completed).toEqual(['Completed step 1', 'Completed step 2', 'Completed step 3']);
  });
});

describe('approval', () => {
  it('drafts again with the remark until the draft is approved', async () => {
    approval.checkpointer = new MemorySaver();
    const asked = await approval.invoke({ topic: 'tea' }, config);
    expect(questionOf(asked)).toMatchObject({
      question: 'Publish this draft?',
      draft: 'Draft 1 about tea.',
    });
    const again = await approval.invoke(new Command({ resume: { approved: false, remark: 'warmer' } }), config);
    expect(questionOf(again)).toMatchObject({ draft: expect.stringContaining('"warmer"') });
    const done = await approval.invoke(new Command({ resume: { approved: true } }), config);
    expect(done).toMatchObject({ published: true, attempt: 2 });
  });

  it('asks again when the answer does not have the shape it asked for', async () => {
    approval.checkpointer = new MemorySaver();
    await approval.invoke({}, config);
    const again = await approval.invoke(new Command({ resume: 'yes please' }), config);
    expect(questionOf(again)).toMatchObject({ problem: expect.stringContaining('expected object') });
    expect(await approval.invoke(new Command({ resume: { approved: true } }), config)).toMatchObject({
      published: true,
    });
  });
});

describe('fan-out', () => {
  it('gives each item a task and joins what they found', async () => {
    const { findings, summary } = await fanOut.invoke({ items: ['pear', 'fig', 'pear'] });
    expect(findings.map(({ item, reversed }) => [item, reversed])).toEqual([
      ['pear', 'raep'],
      ['fig', 'gif'],
    ]);
    expect(summary).toBe('2 items examined, the longest is "pear".');
  });

  it('starts afresh with a new input on the same thread', async () => {
    fanOut.checkpointer = new MemorySaver();
    await fanOut.invoke({ items: ['a', 'b'] }, config);
    expect((await fanOut.invoke({ items: ['c'] }, config)).findings).toHaveLength(1);
  });
});
