import type { TaskDetails } from '@/lib/contracts/task-details';
import { TaskSection } from './task-section';

export function TaskError({ error }: { error: NonNullable<TaskDetails['error']> }) {
  return (
    <TaskSection title="Error">
      <div className="mx-3 mt-0.5 rounded-md bg-fail-soft px-2.5 py-1.5">
        <p className="font-medium text-xs text-fail">{error.name}</p>
        <p className="break-words whitespace-pre-wrap">{error.message}</p>
        {error.stack !== undefined && (
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard.
            tabIndex={0}
            className="mt-1 max-h-60 overflow-auto font-mono text-2xs text-fg-2"
          >
            {framesOf(error.stack)}
          </pre>
        )}
      </div>
    </TaskSection>
  );
}

/** The message stands above already. */
export function framesOf(stack: string): string {
  const first = stack.search(/^\s+at /m);
  return first === -1 ? stack : stack.slice(first);
}
