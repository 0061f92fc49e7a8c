import type { TaskRecord } from './checkpoint';

type Flag = 'reused' | 'cached' | 'handled' | 'answered';
type SetFlags = Partial<Record<Exclude<Flag, 'answered'>, true>> & Pick<TaskRecord, 'answered'>;

/** What a task's record says of how it came to its writes; what it does not say is not there. */
export function taskFlagsOf({ reused, cached, handled, answered }: Pick<TaskRecord, Flag>): SetFlags {
  return {
    ...(reused && { reused }),
    ...(cached && { cached }),
    ...(handled && { handled }),
    ...(answered && { answered }),
  };
}
