import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import type { ConsoleLine } from '@/lib/contracts/console';
import type { StepTasks } from '@/lib/contracts/task-details';
import { addConsole, tasksQuery } from './tasks';

const line = (number: number, atMs: number, text: string): ConsoleLine => ({
  number,
  atMs,
  level: 'log',
  attempt: 1,
  text,
});
const part = (taskId: string, lines: ConsoleLine[]) => ({ taskId, checkpointId: 'c', lines, cut: null });
const page = (taskId: string, lines: ConsoleLine[]) =>
  ({ tasks: [{ id: taskId, console: lines, consoleCut: null }], from: 0, total: 1 }) as unknown as StepTasks;

it('adds what is printed to the tasks that are shown, each line once, and leaves other pages as they are', () => {
  const client = new QueryClient();
  const [shown, other] = [tasksQuery('t', 'c').queryKey, tasksQuery('t', 'd').queryKey];
  client.setQueryData(shown, { pages: [page('a', [line(0, 1, 'one')])], pageParams: [0] });
  client.setQueryData(other, { pages: [page('b', [])], pageParams: [0] });
  const before = client.getQueryData(other);
  addConsole(client, 't', [
    part('a', [line(0, 1, 'one'), line(1, 1, 'two'), line(2, 2, 'three')]),
    part('z', [line(0, 3, 'x')]),
  ]);
  const [task] = client.getQueryData(shown)?.pages[0]?.tasks ?? [];
  expect(task?.console.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
  expect(client.getQueryData(other)).toBe(before);
});

it('adds a line that is printed again in the same millisecond, in the same part or in the next, and after a resume', () => {
  const client = new QueryClient();
  const { queryKey } = tasksQuery('t', 'c');
  client.setQueryData(queryKey, { pages: [page('a', [line(0, 1, 'tick')])], pageParams: [0] });
  addConsole(client, 't', [part('a', [line(0, 1, 'tick'), line(1, 1, 'tick')])]);
  addConsole(client, 't', [part('a', [line(2, 1, 'tick')])]);
  addConsole(client, 't', [part('a', [line(0, 9, 'tick')])]);
  const [task] = client.getQueryData(queryKey)?.pages[0]?.tasks ?? [];
  expect(task?.console.map(({ number, atMs }) => [number, atMs])).toEqual([
    [0, 1],
    [1, 1],
    [2, 1],
    [0, 9],
  ]);
});
