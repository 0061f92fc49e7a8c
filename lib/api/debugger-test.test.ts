import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TimelinePage } from '@/lib/contracts/debugger';
import type { SavedTest } from '@/lib/contracts/saved-test';
import { testThread } from './test-thread';

const thread = testThread();
const ask = (query = '') => thread.server.json<SavedTest>('GET', thread.at(`/test/preview${query}`));
const refusal = async (query = '') => {
  const response = await thread.server.send('GET', thread.at(`/test${query}`));
  return { status: response.status, ...((await response.json()) as { code: string; message: string }) };
};

/** As the linter and the formatter of this repository would have it. */
function clean(text: string): string {
  const biome = join('node_modules', '@biomejs/biome/bin/biome');
  const stdio: ['pipe', 'pipe', 'ignore'] = ['pipe', 'pipe', 'ignore'];
  const flags = ['check', '--write', '--stdin-file-path=lib/x.test.ts'];
  return execFileSync(process.execPath, [biome, ...flags], { input: text, stdio, encoding: 'utf8' });
}

async function sound(query = ''): Promise<SavedTest> {
  const test = await ask(query);
  expect(test.difference).toBeNull();
  expect(clean(test.text)).toBe(test.text);
  return test;
}

describe('a branch as a test', () => {
  it('is a file that reads as written by hand, with inputs, answers, and what nodes gave', async () => {
    await thread.run({ assistant_id: 'approval', input: { topic: "the team's cats" } });
    await thread.run({ assistant_id: 'approval', command: { resume: 'no' } });
    await thread.run({ assistant_id: 'approval', command: { resume: 'yes' } });
    const response = await thread.server.send('GET', thread.at('/test'));
    expect(response.headers.get('content-type')).toBe('text/typescript; charset=utf-8');
    const name = `approval-${thread.id.slice(-8)}.test.ts`;
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`);
    const { text } = await sound();
    expect(await response.text()).toBe(text);
    expect(
      text.replace(/thread \w{8}/, 'thread T').replace(/Thread \S+, as it stood on \S+/, 'Thread T, as it stood on D'),
    ).toMatchInlineSnapshot(`
      "import { firstDifference, type Recording, type Replayed, replay } from 'retrograph/testing';
      import { beforeAll, describe, expect, it } from 'vitest';
      import { approval } from './graphs.js';

      /**
       * Thread T, as it stood on D
       * No node runs: results come from the recording, while edges, routers, reducers and schemas are
       * those of the graph.
       */
      const recording: Recording = {
        acts: [
          { input: { topic: "the team's cats" } },
          { answers: [{ node: 'review', answer: 'no' }] },
          { answers: [{ node: 'review', answer: 'yes' }] },
        ],
        results: {
          write_draft: [
            { update: { draft: "Draft about the team's cats", log: ['draft'] } },
            { update: { draft: "Draft about the team's cats", log: ['draft'] } },
          ],
          review: [
            {
              asks: [{ question: 'approve?', draft: "Draft about the team's cats" }],
              update: { decision: 'rejected', log: ['review'] },
              goto: 'write_draft',
            },
            {
              asks: [{ question: 'approve?', draft: "Draft about the team's cats" }],
              update: { decision: 'approved', log: ['review'] },
              goto: 'publish',
            },
          ],
          publish: [{ update: { log: ['publish'] } }],
        },
      };

      describe('approval, thread T', () => {
        let replayed: Replayed;
        beforeAll(async () => {
          replayed = await replay(approval, recording);
        });

        it('takes the recorded path', () => {
          const path = ['write_draft', 'review', 'write_draft', 'review', 'publish'];
          expect(replayed.path, firstDifference(path, replayed.path)).toEqual(path);
        });

        it('ends as it was recorded', () => {
          expect(replayed.end).toEqual({
            status: 'done',
            values: {
              topic: "the team's cats",
              draft: "Draft about the team's cats",
              decision: 'approved',
              log: ['draft', 'review', 'draft', 'review', 'publish'],
            },
          });
        });
      });
      "
    `);
  });

  it.each([
    ['workflow', { task: 'x' }, 'done', 3],
    ['fanout', { items: ['a', 'b'] }, 'done', 3],
    ['nested', { value: 1 }, 'waiting', 1],
    ['pair', {}, 'waiting', 0],
    ['chat', { messages: [{ type: 'human', content: 'hi', id: 'a' }] }, 'done', 1],
    ['party', {}, 'done', 1],
  ])('passes as it is, of %s', async (assistant_id, input, end, steps) => {
    await thread.run({ assistant_id, input });
    expect(await sound()).toMatchObject({ end, steps, execute: [] });
  });

  it('really runs what failed at the end, unless it is told otherwise', async () => {
    await thread.run({ assistant_id: 'flaky', input: {} });
    const failed = await sound();
    expect(failed).toMatchObject({ end: 'failed', execute: ['boom'] });
    expect(failed.nodes).toEqual([
      { node: 'first', runs: 1, failed: false, obstacle: null },
      { node: 'boom', runs: 1, failed: true, obstacle: null },
    ]);
    expect(failed.text).toContain("replay(flaky, recording, { execute: ['boom'] })");
    expect(failed.text).toContain("errors: [{ node: 'boom', error: 'TypeError: boom: not ok' }]");
    expect(failed.text).toContain("kept: new Map([['at', new Date('1970-01-01T00:00:00.000Z')]])");
    const mocked = await sound('?execute=');
    expect(mocked.text).toContain("boom: [{ throws: { name: 'TypeError', message: 'boom: not ok' } }]");
    const both = await sound('?execute=boom,%20first&import=../src/flaky.ts');
    expect(both.text).toContain("{ execute: ['first', 'boom'] }");
    expect(both.text).toContain('results: {},');
    expect(both.text).toContain("import { flaky } from '../src/flaky.ts';");
  });

  it('follows a fork over its fork point, and makes edits where they were made', async () => {
    await thread.run({ assistant_id: 'workflow', input: { task: 'x', total_steps: 2 } });
    const { entries } = await thread.server.json<TimelinePage>('GET', thread.at('/timeline'));
    const at = entries.find(({ step }) => step === 1)?.checkpointId;
    await thread.server.json('POST', thread.at('/fork'), { checkpointId: at, values: { steps_completed: ['edited'] } });
    await thread.run({ assistant_id: 'workflow', input: null });
    const { text, steps } = await sound();
    expect(steps).toBe(2);
    expect(text).toContain("{ input: { task: 'x', total_steps: 2 }, steps: 1 },");
    expect(text).toContain(
      "{ edit: { steps_completed: new Overwrite(['Completed step 1', 'edited']) }, asNode: 'process' },",
    );
    expect(text).toContain("import { Overwrite } from 'retrograph';");
    const page = await thread.server.json<TimelinePage>('GET', thread.at('/timeline'));
    const first = page.branches.find(({ isHead }) => !isHead)?.branchId;
    const original = await sound(`?branch=${first}`);
    expect(original.text).not.toContain('edit:');
    expect(original.text).toContain(', main');
  });

  it('says how a changed graph differs, in the file too', async () => {
    await thread.run({ assistant_id: 'workflow', input: { task: 'x' } });
    const entry = thread.server.runtime.graphs.get('workflow');
    const { graph } = entry ?? {};
    const other = thread.server.runtime.graphs.get('fanout')?.graph ?? null;
    if (!entry || !graph) throw new Error('There is no graph "workflow".');
    entry.graph = Object.assign(Object.create(other as object), { getState: graph.getState.bind(graph) });
    try {
      const test = await ask();
      expect(test.difference).toContain('Step 1: recorded "process", now no further step.');
      expect(test.text).toContain('It did not pass when it was written: Step 1');
    } finally {
      entry.graph = graph;
    }
  });

  it('refuses what it can’t replay, and says why', async () => {
    expect(await refusal()).toMatchObject({ status: 422, code: 'GRAPH_NOT_LOADED' });
    await thread.run({ assistant_id: 'nested', input: { value: 1 } });
    expect(await refusal('?branch=no')).toMatchObject({ status: 404, code: 'BRANCH_NOT_FOUND' });
    expect(await refusal('?execute=befor')).toMatchObject({
      status: 400,
      message:
        '"befor" did not run on this branch, so that it can\'t be executed by its test. Nodes that ran: before, child.',
    });
    await thread.run({ assistant_id: 'nested', command: { resume: 2 } });
    await sound();
    expect(await refusal('?execute=child')).toMatchObject({
      status: 400,
      message: expect.stringContaining(
        '"child" can\'t be executed by the test: a question inside of it was answered there',
      ),
    });
    await thread.run({ assistant_id: 'nested', command: { update: { trail: ['x'] }, goto: 'after' } });
    expect(await refusal()).toMatchObject({
      code: 'NOT_REPLAYABLE',
      message: expect.stringContaining('a run of it began with a Command that updates the state or goes to a node'),
    });
  });

  it('replays a second input, and a run from an earlier step', async () => {
    await thread.run({ assistant_id: 'workflow', input: { task: 'x', total_steps: 1 } });
    await thread.run({ assistant_id: 'workflow', input: { task: 'y', current_step: 1, total_steps: 2 } });
    expect((await sound()).text).toContain("{ input: { task: 'y', current_step: 1, total_steps: 2 } }");
    const { entries } = await thread.timeline();
    const earlier = entries.find(({ next }) => next.includes('process'))?.checkpointId;
    await thread.run({ assistant_id: 'workflow', input: null, checkpoint_id: earlier });
    const { text, steps } = await sound();
    expect(steps).toBe(1);
    expect(text).not.toContain("task: 'y'");
  });

  it('replays an edit after a failure', async () => {
    await thread.run({ assistant_id: 'flaky', input: {} });
    await thread.server.json('POST', `/threads/${thread.id}/state`, { values: { ok: true }, as_node: 'first' });
    await thread.run({ assistant_id: 'flaky', input: null });
    const { text, steps, end } = await sound();
    expect([steps, end]).toEqual([2, 'done']);
    expect(text).toContain('{ input: {}, steps: 1 },');
    expect(text).toContain("{ edit: { ok: true }, asNode: 'first' },");
  });

  it('refuses steps that were saved together', async () => {
    await thread.run({ assistant_id: 'workflow', input: { task: 'x' }, durability: 'exit' });
    expect(await refusal()).toMatchObject({ status: 422, code: 'NOT_REPLAYABLE' });
  });

  it('holds what a run was given beside its input', async () => {
    const config = { configurable: { model: 'small' } };
    await thread.run({ assistant_id: 'workflow', input: { task: 'x' }, config, context: { user: 'ada' } });
    const { text } = await sound();
    expect(text).toContain("config: { context: { user: 'ada' }, configurable: { model: 'small' } }");
  });

  it('refuses what is too large, and says what of it', async () => {
    const letters = [...'abcdefg'];
    const write = (letter = '') =>
      thread.run({ assistant_id: 'workflow', input: { task: letter.repeat(10_000_000), total_steps: 1 } });
    await write(letters.pop());
    expect(await refusal()).toMatchObject({
      status: 413,
      code: 'TOO_LARGE',
      message: expect.stringContaining('more than the 4 MB that a test may hold'),
    });
    for (const letter of letters) await write(letter);
    expect(await refusal()).toMatchObject({
      code: 'TOO_LARGE',
      message: expect.stringContaining('wrote more than 64 MB'),
    });
  });

  it('refuses a branch of which steps are gone', async () => {
    await thread.run({ assistant_id: 'workflow', input: { task: 'x' } });
    await thread.server.runtime.store.saver.prune({ threadIds: [thread.id], keepLast: 2 });
    expect(await refusal()).toMatchObject({
      status: 422,
      code: 'NOT_REPLAYABLE',
      message: expect.stringMatching(/its first steps are not stored any more|the steps between/),
    });
  });
});
