import type { ValueChange, Writer } from '@/lib/contracts/changes';
import type { Struck } from '@/lib/contracts/strike';

/** Who wrote, as short as it can be: `research`, `A and B`, `an edit`. */
export function writerName(writer: Writer): string {
  switch (writer.kind) {
    case 'tasks':
      return tasksName(writer);
    case 'input':
      return 'the input';
    case 'edit':
      if (writer.struck !== undefined) return `a person who struck ${struckText(writer.struck)}`;
      return writer.isFork ? 'the edit that forked here' : 'an edit';
    case 'fork':
      return 'a fork that brought it along';
    case 'unknown':
      return writer.why === 'pruned' ? 'a step that is not kept' : 'a program that names no tasks';
  }
}

/** `what research wrote at step 3`. */
export function struckText({ node, step }: Struck): string {
  return node === null
    ? `the edit at step ${step}`
    : `what ${node === '__start__' ? 'the input' : node} wrote at step ${step}`;
}

const MAX_NAMED = 3;

function tasksName({ tasks, withInput }: Extract<Writer, { kind: 'tasks' }>): string {
  const counts = new Map<string, number>();
  for (const { node } of tasks) counts.set(node, (counts.get(node) ?? 0) + 1);
  const names = [...counts].map(([node, count]) => (count === 1 ? node : `${node} × ${count}`));
  const all = withInput ? [...names, 'the input'] : names;
  const shown = all.length > MAX_NAMED + 1 ? [...all.slice(0, MAX_NAMED), `${all.length - MAX_NAMED} more`] : all;
  return shown.length === 1 ? (shown[0] as string) : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** `written at step 12 by research, attempt 2`. */
export function changeText({ kind, step, sinceStep, writer }: ValueChange): string {
  if (writer.kind === 'unknown' && writer.why === 'pruned') {
    return `written at step ${step} or before; what came before is not kept`;
  }
  const verb = kind === 'removed' ? 'removed' : kind === 'added' ? 'first written' : 'written';
  const steps = sinceStep === null ? `at step ${step}` : `in steps ${sinceStep + 1} to ${step}, saved as one,`;
  return `${verb} ${steps} by ${writerName(writer)}${writerNote(writer)}`;
}

/** What one would not expect of how it was written. */
function writerNote(writer: Writer): string {
  if (writer.kind !== 'tasks') return '';
  if (writer.tasks.length > 1 || writer.withInput) return writer.isSure ? '' : ' together';
  const [task] = writer.tasks;
  if (!task) return '';
  if (task.how === 'handled') return ', its error handler';
  if (task.how === 'cached') return ', from the cache';
  if (task.how === 'reused') return ', before the run was cut off';
  return task.attempts > 1 ? `, attempt ${task.attempts}` : '';
}
