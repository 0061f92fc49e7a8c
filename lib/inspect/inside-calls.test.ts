import { describe, expect, it } from 'vitest';
import type { CheckpointTask, LiveTask } from '@/lib/contracts/debugger';
import { callsAt, callsWithin } from './inside-calls';
import { entryOf, taskOf } from './thread-sample';

const step = entryOf({
  checkpointId: 'c4',
  step: 3,
  tasks: [taskOf('child', { id: 'a' }), taskOf('child', { id: 'b' }), taskOf('other')],
  next: ['child'],
});
const asking = { id: 'x', name: 'child', status: 'interrupted', error: null, interrupts: [], result: null };
const nothing = { isTip: true, pending: null, live: [] };

describe('callsAt', () => {
  it('looks into the tasks that the step ran', () => {
    const { calls, isNow } = callsAt(step, 'child', nothing);
    expect(calls.map(({ taskId }) => taskId)).toEqual(['a', 'b']);
    expect(isNow).toBe(false);
    expect(calls[0]).toEqual({ namespace: '', node: 'child', taskId: 'a' });
  });

  it('prefers tasks that ask, failed or run at a tip', () => {
    const pending = [asking as CheckpointTask];
    expect(callsAt(step, 'child', { ...nothing, pending })).toMatchObject({ calls: [{ taskId: 'x' }], isNow: true });
    const live = [{ id: 'y', node: 'child', checkpointId: 'c4', startMs: 0, status: 'running' } as LiveTask];
    expect(callsAt(step, 'child', { ...nothing, live })).toMatchObject({ calls: [{ taskId: 'y' }], isNow: true });
  });

  it('does not take for the past what pending tasks came to later, or tasks that have not begun', () => {
    const pending = [asking as CheckpointTask];
    expect(callsAt(step, 'child', { ...nothing, isTip: false, pending }).isNow).toBe(false);
    expect(callsAt(step, 'child', { ...nothing, pending: [{ ...pending[0]!, status: 'pending' }] }).isNow).toBe(false);
  });

  it('leaves out what is too much, and says how much', () => {
    const tasks = Array.from({ length: 120 }, (_, index) => taskOf('child', { id: `t${index}` }));
    const { calls, omitted } = callsAt({ ...step, tasks }, 'child', nothing);
    expect([calls.length, omitted]).toEqual([50, 70]);
  });
});

describe('callsWithin', () => {
  const inside = {
    taskId: 'x',
    namespace: 'child:x',
    omitted: 0,
    entries: [
      entryOf({ checkpointId: 'i1', step: 1, tasks: [taskOf('inner', { id: 'p' })] }),
      entryOf({ checkpointId: 'i2', step: 2, next: ['inner'], interruptedTasks: ['q'] }),
    ],
  };

  it('goes on in the namespace of the call', () => {
    const { calls } = callsWithin([inside], 'inner', false);
    expect(calls).toEqual([{ namespace: 'child:x', node: 'inner', taskId: 'p' }]);
  });

  it('follows a question further in, while it is open', () => {
    expect(callsWithin([inside], 'inner', true).calls.map(({ taskId }) => taskId)).toEqual(['p', 'q']);
    expect(callsWithin([inside], 'another', true).calls).toEqual([]);
  });
});
