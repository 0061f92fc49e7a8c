import { describe, expect, it } from 'vitest';
import { concernsNode, rootNodeOf, runIn, runIndexAt } from './node-runs';
import { entryOf, taskOf } from './thread-sample';

describe('concernsNode', () => {
  const step = { checkpointId: 'c', step: 1 };

  it('is true for steps that the node made', () => {
    expect(concernsNode(entryOf({ ...step, tasks: [taskOf('draft')] }), 'draft')).toBe(true);
    expect(concernsNode(entryOf({ ...step, tasks: [taskOf('draft')], next: ['review'] }), 'review')).toBe(false);
  });

  it('is true where the node waits or failed', () => {
    expect(concernsNode(entryOf({ ...step, next: ['review'], interruptedTasks: ['t'] }), 'review')).toBe(true);
    expect(concernsNode(entryOf({ ...step, next: ['review'], failedTasks: ['t'] }), 'review')).toBe(true);
  });

  it('takes a node inside for the node that holds it', () => {
    expect(rootNodeOf('child|ask')).toBe('child');
    expect(concernsNode(entryOf({ ...step, tasks: [taskOf('child')] }), 'child|ask')).toBe(true);
    expect(concernsNode(entryOf({ ...step, tasks: [taskOf('ask')] }), 'child|ask')).toBe(false);
  });
});

it('finds the run at a position, or the last one before it', () => {
  expect([0, 2, 3, 9].map((position) => runIndexAt([2, 5, 8], position))).toEqual([-1, 0, 0, 2]);
});

it('sums up a fan-out by its slowest task and its most attempts', () => {
  const tasks = [taskOf('work', { durationMs: 5, attempts: 3 }), taskOf('work', { durationMs: 40 }), taskOf('other')];
  expect(runIn(entryOf({ checkpointId: 'c', step: 1, tasks }), 'work')).toMatchObject({ durationMs: 40, attempts: 3 });
  expect(runIn(entryOf({ checkpointId: 'c', step: 1, tasks }), 'work').tasks).toHaveLength(2);
});
