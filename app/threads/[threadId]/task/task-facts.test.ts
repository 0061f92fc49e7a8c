import { expect, it } from 'vitest';
import { taskFacts } from './task-facts';

const task = { id: 't', node: 'n', startMs: 0, durationMs: 31, attempts: 1, status: 'done' as const };

it('tells how a task went, and only what is out of the ordinary beyond that', () => {
  expect(taskFacts(task, null)).toEqual(['ran', '31 ms']);
  expect(taskFacts({ ...task, attempts: 3, cached: true, reused: true, handled: true }, null)).toEqual([
    'ran',
    '31 ms',
    'from the cache',
    'taken over from a run that was cut off',
    'failed, and its error handler answered',
    '3 attempts',
  ]);
  expect(taskFacts({ ...task, answered: 'reused' }, null)[2]).toBe(
    'did not run: its result on the original branch is reused',
  );
  expect(taskFacts({ ...task, answered: 'mocked' }, null)[2]).toBe('did not run: its result is mocked');
  expect(taskFacts({ ...task, status: 'cancelled' }, null)[0]).toBe('cancelled');
  expect(taskFacts({ ...task, called: true }, null)[0]).toBe('called');
});

it('tells how one stands that is not over', () => {
  expect(taskFacts(null, null)).toEqual(['next']);
  expect(taskFacts(null, 'failed')).toEqual(['failed']);
  expect(taskFacts(null, 'done')).toEqual(['ran, waits for the others of its step']);
  expect(taskFacts(null, 'done', true)).toEqual(['ran in the step that follows']);
});
