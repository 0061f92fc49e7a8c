import { expect, it } from 'vitest';
import type { RunRecord, Store } from '@/lib/storage/store';
import { createEventBus } from './event-bus';
import { createExecutor } from './executor';
import type { RunPlan } from './live-run';
import { silentLog } from './log';

it('a pause that comes while a run’s end is saved changes nothing of that end', async () => {
  const saved: Partial<RunRecord>[] = [];
  const update = async (_threadId: string, _runId: string, change: Partial<RunRecord>) => {
    saved.push(change);
    if (change.status === 'success' && saved.length === 2) await executor.pause('r');
  };
  const store = { runs: { update }, runEvents: { append: async () => {} } } as unknown as Store;
  const executor = createExecutor({
    store,
    bus: createEventBus(),
    log: silentLog,
    owner: 'me',
    runningTask: () => undefined,
  });
  const record = { threadId: 't', runId: 'r', graphId: 'g', status: 'pending', reason: null, metadata: {} };
  const plan = { graph: { stream: async () => [] }, config: {}, modes: ['values'], watch: null };
  await executor.start(record as unknown as RunRecord, plan as unknown as RunPlan).ended;
  expect(executor.get('r')?.record).toMatchObject({ status: 'success', reason: null });
  expect(saved.map(({ status, reason }) => [status, reason])).toEqual([
    ['running', null],
    ['success', null],
  ]);
  await executor.close();
});
