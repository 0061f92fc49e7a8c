import { expect, it } from 'vitest';
import { answeredText } from './answered';
import { entryOf, taskOf } from './thread-sample';

const step = (...tasks: ReturnType<typeof taskOf>[]) => entryOf({ checkpointId: 'c', step: 1, tasks });

it('says of a step which of its nodes did not run', () => {
  const [reused, mocked, ran] = [taskOf('a', { answered: 'reused' }), taskOf('a', { answered: 'mocked' }), taskOf('a')];
  expect(answeredText(step(reused, reused))).toBe('reused');
  expect(answeredText(step(mocked))).toBe('mocked');
  expect(answeredText(step(reused, mocked, ran, ran))).toBe('1 of 4 reused, 1 of 4 mocked');
  expect(answeredText(step(ran))).toBeNull();
});

it('does not count calls that a node made', () => {
  expect(answeredText(step(taskOf('a', { answered: 'reused' }), taskOf('f', { called: true })))).toBe('reused');
});
