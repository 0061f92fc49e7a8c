import { describe, expect, it } from 'vitest';
import type { CheckpointState } from '@/lib/contracts/debugger';
import { slowestTasks, stepDurationMs, writersOf, writtenBytes } from './explain';
import { entryOf, taskOf } from './thread-sample';

const parent = (results: Record<string, string[]>): CheckpointState => ({
  checkpointId: 'p',
  parentId: null,
  branchId: 'main',
  createdAt: 0,
  metadata: {},
  values: {},
  next: [],
  tasks: Object.entries(results).map(([name, channels]) => ({
    id: name,
    name,
    status: 'done',
    error: null,
    interrupts: [],
    result: Object.fromEntries(channels.map((channel) => [channel, 1])),
  })),
});

describe('writersOf', () => {
  it('is the only node of the step', () => {
    const entry = entryOf({ checkpointId: 'c', step: 1, tasks: [taskOf('draft'), taskOf('draft')] });
    expect(writersOf('notes', entry, null)).toEqual(['draft']);
  });

  it('is told by the parent’s tasks when several nodes ran', () => {
    const entry = entryOf({ checkpointId: 'c', step: 1, tasks: [taskOf('a'), taskOf('b')] });
    expect(writersOf('x', entry, parent({ a: ['x'], b: ['y'] }))).toEqual(['a']);
    expect(writersOf('x', entry, null)).toEqual([]);
  });

  it('is the input for what START passed on', () => {
    const entry = entryOf({ checkpointId: 'c', step: 0, tasks: [taskOf('__start__')] });
    expect(writersOf('x', entry, null)).toEqual(['input']);
  });

  it('is a person for an edit', () => {
    expect(writersOf('x', entryOf({ checkpointId: 'c', step: 1, source: 'update' }), null)).toEqual(['edit']);
  });
});

describe('stepDurationMs', () => {
  it('lasts from the first start to the last end', () => {
    const tasks = [taskOf('a', { startMs: 100, durationMs: 30 }), taskOf('b', { startMs: 110, durationMs: 40 })];
    expect(stepDurationMs(entryOf({ checkpointId: 'c', step: 1, tasks }))).toBe(50);
  });

  it('is unknown where nothing ran', () => {
    expect(stepDurationMs(entryOf({ checkpointId: 'c', step: 1 }))).toBeNull();
  });
});

describe('writtenBytes', () => {
  it('adds up the changed channels', () => {
    const changed = [
      { channel: 'a', bytes: 3 },
      { channel: 'b', bytes: 4 },
    ];
    expect(writtenBytes(entryOf({ checkpointId: 'c', step: 1, changed }))).toBe(7);
  });
});

describe('slowestTasks', () => {
  it('names each node once, with its longest task, the slowest first', () => {
    const tasks = [taskOf('a', { durationMs: 5 }), taskOf('b', { durationMs: 90 }), taskOf('a', { durationMs: 40 })];
    expect(slowestTasks(entryOf({ checkpointId: 'c', step: 1, tasks: [...tasks, taskOf('__start__')] }))).toEqual([
      { node: 'b', count: 1, durationMs: 90 },
      { node: 'a', count: 2, durationMs: 40 },
    ]);
  });
});
