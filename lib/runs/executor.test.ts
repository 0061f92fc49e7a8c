import { afterEach, expect, it, vi } from 'vitest';
import type { RunningTask } from '@/engine';
import type { ConsolePart } from '@/lib/contracts/console';
import type { RunRecord, Store } from '@/lib/storage/store';
import { CONSOLE_LIMITS } from './console-notes';
import { createEventBus } from './event-bus';
import { createExecutor } from './executor';
import type { RunPlan } from './live-run';
import { silentLog } from './log';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

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

it('the last lines of a task that wrote too much are kept when it ends, not when the run does', async () => {
  vi.useFakeTimers();
  vi.spyOn(console, 'log').mockImplementation(() => {});
  const kept: string[] = [];
  const append = async (_threadId: string, _runId: string, events: { payload: unknown }[]) => {
    for (const { payload } of events) kept.push(...(payload as ConsolePart).lines.map(({ text }) => text));
  };
  const store = { runs: { update: async () => {} }, runEvents: { append } } as unknown as Store;
  const info = { taskId: 'a', node: 'n', checkpointId: 'c', step: 0, attempt: 1, runId: 'r' };
  const task = { innermost: info, outermost: info } as RunningTask;
  const executor = createExecutor({
    store,
    bus: createEventBus(),
    log: silentLog,
    owner: 'me',
    runningTask: () => task,
  });
  let beforeItsEnd: string | undefined;
  async function* stream() {
    for (let line = 0; line <= CONSOLE_LIMITS.lines; line++) console.log(line);
    yield ['tasks', { id: 'a', name: 'n', checkpointId: 'c', startMs: 0, durationMs: 1, error: null, interrupts: [] }];
    await vi.advanceTimersToNextTimerAsync();
    beforeItsEnd = kept.at(-1);
  }
  const record = { threadId: 't', runId: 'r', graphId: 'g', status: 'pending', reason: null, metadata: {} };
  const plan = { graph: { stream }, config: {}, modes: ['values'], watch: null, keepsEvents: true };
  await executor.start(record as unknown as RunRecord, plan as unknown as RunPlan).ended;
  expect(beforeItsEnd).toBe(`${CONSOLE_LIMITS.lines}`);
  expect(kept).toHaveLength(CONSOLE_LIMITS.lines + 1);
  await executor.close();
});
