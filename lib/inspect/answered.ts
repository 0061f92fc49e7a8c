import type { TimelineEntry, TimelineTask } from '@/lib/contracts/debugger';

/** Of the tasks that made a step, those whose nodes did not run: a recorded or a typed-in result stands in their place. */
export function answeredTasks({ tasks }: TimelineEntry): TimelineTask[] {
  return tasks.filter(({ answered, called }) => answered !== undefined && !called);
}

/** `reused`, `mocked`, `2 of 3 reused, 1 mocked`; null where every node ran. */
export function answeredText(entry: TimelineEntry): string | null {
  const answered = answeredTasks(entry);
  if (answered.length === 0) return null;
  const total = entry.tasks.filter(({ called }) => !called).length;
  const parts = (['reused', 'mocked'] as const).flatMap((how) => {
    const count = answered.filter((task) => task.answered === how).length;
    return count === 0 ? [] : { how, count };
  });
  return parts.map(({ how, count }) => (count === total ? how : `${count} of ${total} ${how}`)).join(', ');
}
