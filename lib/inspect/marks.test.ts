import { describe, expect, it } from 'vitest';
import { describeEntry, markOf, pendingNodes, stepLabel } from './marks';
import { entryOf, taskOf } from './thread-sample';

const step = entryOf({ checkpointId: 'c', step: 12, tasks: [taskOf('research')], next: ['draft'] });

describe('markOf', () => {
  it('draws each source in a shape of its own', () => {
    const shapes = (['input', 'loop', 'update', 'fork'] as const).map((source) => markOf({ ...step, source }).shape);
    expect(shapes).toEqual(['triangle', 'dot', 'diamond', 'diamond-outline']);
  });

  it('draws what became of a step: bars, cross, ring', () => {
    expect(markOf({ ...step, interruptedTasks: ['t'] })).toMatchObject({ shape: 'bars', tone: 'waiting' });
    expect(markOf({ ...step, failedTasks: ['t'] })).toMatchObject({ shape: 'cross', tone: 'failed' });
    expect(markOf({ ...step, next: [] })).toMatchObject({ shape: 'ring', tone: 'done' });
  });

  it('halves the dot of a step of which a node did not run, and says how in its place', () => {
    const reused = { ...step, tasks: [taskOf('research', { answered: 'reused' as const })] };
    expect(markOf(reused)).toMatchObject({ shape: 'half-dot', tone: 'plain', note: 'reused' });
    expect(markOf({ ...reused, interruptedTasks: ['t'] })).toMatchObject({ shape: 'bars', note: 'draft asks' });
    expect(describeEntry(reused, 20)).toBe('step 12 of 20, node research, reused');
  });

  it('lets a failure win over a question', () => {
    expect(markOf({ ...step, failedTasks: ['a'], interruptedTasks: ['b'] }).shape).toBe('cross');
  });

  it('keeps an edit a diamond and says beside it what became of it', () => {
    const mark = markOf({ ...step, source: 'update', tasks: [], failedTasks: ['t'] });
    expect(mark).toMatchObject({ shape: 'diamond', badge: { shape: 'cross' }, note: 'draft failed' });
  });

  it('says that a question was answered once the branch went on', () => {
    expect(markOf({ ...step, interruptedTasks: ['t'] }).note).toBe('draft asks');
    expect(markOf({ ...step, interruptedTasks: ['t'] }, true).note).toBe('draft asked');
  });
});

describe('stepLabel', () => {
  it('counts a fan-out and shortens many nodes', () => {
    expect(stepLabel({ ...step, tasks: [taskOf('classify'), taskOf('classify')] })).toBe('classify ×2');
    expect(stepLabel({ ...step, tasks: ['a', 'b', 'c', 'd'].map((node) => taskOf(node)) })).toBe('a, b +2');
  });

  it('counts only tasks that finished', () => {
    expect(stepLabel({ ...step, tasks: [taskOf('a'), taskOf('b', { status: 'pending' })] })).toBe('a');
  });

  it('tells a run’s copy from the one that an edit inside made', () => {
    expect(stepLabel({ ...step, source: 'fork', runId: 'r' })).toBe('replay');
    expect(stepLabel({ ...step, source: 'fork', runId: null })).toBe('fork');
  });

  it('calls START’s own step start', () => {
    expect(stepLabel({ ...step, tasks: [taskOf('__start__')] })).toBe('start');
  });
});

describe('describeEntry', () => {
  it('reads out step, node and outcome', () => {
    expect(describeEntry(step, 40)).toBe('step 12 of 40, node research');
    expect(describeEntry({ ...step, source: 'update' }, 40)).toBe('step 12 of 40, edit');
    expect(describeEntry({ ...step, interruptedTasks: ['t'] }, 40)).toBe('step 12 of 40, node research, draft asks');
  });
});

describe('pendingNodes', () => {
  it('takes names from the tasks it knows, else from the only node that is next', () => {
    const known = { ...step, tasks: [taskOf('x', { id: 't1', status: 'failed' })], next: ['x', 'y'] };
    expect(pendingNodes(known, ['t1'])).toEqual(['x']);
    expect(pendingNodes({ ...step, next: ['y', 'y'] }, ['t1', 't2'])).toEqual(['y', 'y']);
    expect(pendingNodes({ ...step, next: ['x', 'y'] }, ['t1'])).toEqual([]);
  });

  it('says that a step is a milestone, and marks it by its shape', () => {
    const entry = entryOf({ checkpointId: 'c', step: 2, tasks: [taskOf('draft')], milestone: true });
    expect(markOf(entry).shape).toBe('square');
    expect(describeEntry(entry, 4)).toBe('step 2 of 4, node draft, milestone');
  });
});
