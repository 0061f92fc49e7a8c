import type { TaskDetails } from '@/lib/contracts/task-details';
import { StackFrames } from './stack-frames';

/** What a task failed with; the stack is a click away. */
export function TaskError({ error: { name, message, stack } }: { error: NonNullable<TaskDetails['error']> }) {
  return (
    <div className="rounded-md bg-fail-soft px-2.5 py-1.5">
      <p className="break-words whitespace-pre-wrap">
        <span className="font-medium text-fail">{name}</span> {message}
      </p>
      {stack !== undefined && <StackFrames stack={stack} />}
    </div>
  );
}
