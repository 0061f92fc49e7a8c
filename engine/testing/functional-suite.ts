import { deepStrictEqual, equal } from 'node:assert/strict';
import { runId } from '../checkpoint/ids';
import type { BranchingSaver } from '../checkpoint/saver';
import { Command } from '../control/command';
import { interrupt } from '../control/interrupt';
import { entrypoint } from '../func/entrypoint';
import { task } from '../func/task';
import type { SuiteContext } from './harness';

/** Workflows that are functions run, stop and go on upon the saver. */
export function functionalSuite({ it, saver, reopen }: SuiteContext): void {
  it('keeps what calls of tasks came to, after the saver was opened again too', async () => {
    const config = { configurable: { thread_id: runId() } };
    const ran: string[] = [];
    await workflow(saver(), ran).invoke('in', config);
    if (reopen) await reopen();
    const result = await workflow(saver(), ran).invoke(new Command({ resume: 'yes' }), config);
    deepStrictEqual(result, { first: new Map([['in', 1n]]), caught: 'Odd: boom', answer: 'yes' });
    deepStrictEqual(ran, ['outer', 'inner', 'bad']);
    deepStrictEqual((await workflow(saver(), ran).getState(config)).values, result);
  });

  it('records calls with their place below the task that made them', async () => {
    const threadId = runId();
    const config = { configurable: { thread_id: threadId } };
    await workflow(saver(), []).invoke('in', config);
    await workflow(saver(), []).invoke(new Command({ resume: 'yes' }), config);
    const [tip] = (await saver().readTimeline(threadId, { limit: 10 })).slice(-1);
    const outer = ['__pregel_push', ['__pregel_pull', 'workflow'], 0];
    deepStrictEqual(
      tip?.tasks.map(({ node, path, status, reused }) => [node, path, status, reused === true]),
      [
        ['workflow', ['__pregel_pull', 'workflow'], 'done', false],
        ['outer', outer, 'done', true],
        ['bad', ['__pregel_push', ['__pregel_pull', 'workflow'], 1], 'failed', false],
      ],
    );
    equal(tip?.next.length, 0);
  });
}

function workflow(checkpointer: BranchingSaver, ran: string[]) {
  const inner = task('inner', (text: string) => {
    ran.push('inner');
    return new Map([[text, 1n]]);
  });
  const outer = task('outer', (text: string) => {
    ran.push('outer');
    return inner(text);
  });
  const bad = task('bad', () => {
    ran.push('bad');
    throw Object.assign(new Error('boom'), { name: 'Odd' });
  });
  return entrypoint({ name: 'workflow', checkpointer }, async (text: string) => {
    const first = await outer(text);
    const caught = await bad().catch((error: unknown) => String(error));
    return { first, caught, answer: interrupt<string, string>('go on?') };
  });
}
