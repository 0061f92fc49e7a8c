import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import type { ConsoleLine } from '@/lib/contracts/console';
import type { StepTasks } from '@/lib/contracts/task-details';
import { addConsole, tasksQuery } from './tasks';

const line = (atMs: number, text: string): ConsoleLine => ({ atMs, level: 'log', attempt: 1, text });
const part = (taskId: string, lines: ConsoleLine[]) => ({ taskId, checkpointId: 'c', lines, cut: null });
const page = (taskId: string, lines: ConsoleLine[]) =>
  ({ tasks: [{ id: taskId, console: lines, consoleCut: null }], from: 0, total: 1 }) as unknown as StepTasks;

it('adds what is printed to the tasks that are shown, each line once, and leaves other pages as they are', () => {
  const client = new QueryClient();
  const [shown, other] = [tasksQuery('t', 'c').queryKey, tasksQuery('t', 'd').queryKey];
  client.setQueryData(shown, { pages: [page('a', [line(1, 'one')])], pageParams: [0] });
  client.setQueryData(other, { pages: [page('b', [])], pageParams: [0] });
  const before = client.getQueryData(other);
  addConsole(client, 't', [part('a', [line(1, 'one'), line(1, 'two'), line(2, 'three')]), part('z', [line(3, 'x')])]);
  const [task] = client.getQueryData(shown)?.pages[0]?.tasks ?? [];
  expect(task?.console.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
  expect(client.getQueryData(other)).toBe(before);
});
