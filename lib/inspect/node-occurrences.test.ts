import { describe, expect, it } from 'vitest';
import type { CheckpointTask } from '@/lib/contracts/debugger';
import { occurrencesAt, occurrencesInside } from './node-occurrences';
import { entryOf, taskOf } from './thread-sample';

const pendingTask = (id: string, name: string): CheckpointTask => ({
  id,
  name,
  status: 'pending',
  error: null,
  interrupts: [],
  result: null,
});

describe('occurrencesAt', () => {
  const step = entryOf({
    checkpointId: 'c4',
    parentId: 'c3',
    step: 3,
    tasks: [taskOf('work', { id: 'a' }), taskOf('other'), taskOf('work', { id: 'b' })],
    next: ['work'],
  });

  it('finds what a task wrote at the checkpoint before, and what is pending at this one', () => {
    const found = occurrencesAt(step, 'work', [pendingTask('x', 'work'), pendingTask('y', 'other')]);
    expect(found.map(({ taskId, place, task }) => [taskId, place.checkpointId, task !== null])).toEqual([
      ['a', 'c3', true],
      ['b', 'c3', true],
      ['x', 'c4', false],
    ]);
  });

  it('knows nothing of tasks whose checkpoint was pruned', () => {
    expect(occurrencesAt({ ...step, parentId: null }, 'work', null)).toEqual([]);
  });
});

describe('occurrencesInside', () => {
  const entries = [
    entryOf({ checkpointId: 'i2', parentId: 'i1', step: 1, tasks: [taskOf('ask', { id: 'p' })] }),
    entryOf({ checkpointId: 'i3', parentId: 'i2', step: 2, next: ['ask'], interruptedTasks: ['q'] }),
  ];
  const call = { taskId: 't', namespace: 'child:t', omitted: 0, entries };

  it('looks in the namespace of each call', () => {
    expect(occurrencesInside([call, { ...call, namespace: 'child:u' }], 'ask', false)).toMatchObject([
      { taskId: 'p', place: { namespace: 'child:t', checkpointId: 'i1' } },
      { taskId: 'p', place: { namespace: 'child:u', checkpointId: 'i1' } },
    ]);
  });

  it('adds what is asked there now', () => {
    expect(occurrencesInside([call], 'ask', true).at(-1)).toEqual({
      taskId: 'q',
      place: { namespace: 'child:t', checkpointId: 'i3' },
      task: null,
    });
    expect(occurrencesInside([call], 'other', true)).toEqual([]);
  });
});
