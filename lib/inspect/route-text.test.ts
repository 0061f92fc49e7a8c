import { expect, it } from 'vitest';
import type { TaskRoute } from '@/lib/contracts/task-details';
import { labelText, whereTo, whoChose } from './route-text';

const route = (router: string | null, taken: TaskRoute['taken']): TaskRoute => ({
  router,
  taken,
  notTaken: [],
  reads: [],
  valueless: [],
});

it.each<[TaskRoute, string, string]>([
  [route('enough', [{ label: 'more', target: 'work', sends: 0 }]), 'work', 'enough answered more'],
  [route('enough', [{ label: 'gone', target: null, sends: 0 }]), 'gone', 'enough answered gone'],
  [route(null, [{ label: '__end__', target: '__end__', sends: 0 }]), 'the end', 'its Command said so'],
  [route('enough', [{ label: '__end__', target: '__end__', sends: 0 }]), 'the end', 'enough answered END'],
  [route('spread', []), 'nowhere', 'spread answered an empty list'],
  [
    route('spread', [
      { label: 'work', target: 'work', sends: 3 },
      { label: 'log', target: 'log', sends: 1 },
    ]),
    'work ×3, log',
    'spread answered 3 Sends to work, a Send to log',
  ],
])('a choice is told in words: %#', (choice, where, who) => {
  expect([whereTo(choice), whoChose(choice)]).toEqual([where, who]);
});

it('a label that was not taken tells where it leads, unless it is that node’s name', () => {
  expect(labelText({ label: 'no', target: '__end__' })).toBe('no → the end');
  expect(labelText({ label: 'work', target: 'work' })).toBe('work');
});
