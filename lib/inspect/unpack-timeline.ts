import type { TimelineEntry, TimelineTask } from '@/lib/contracts/debugger';
import type { TimelineColumns } from '@/lib/contracts/timeline-columns';

/** The entries of a page that came as columns, as `packTimeline` took them. */
export function unpackTimeline(columns: TimelineColumns): TimelineEntry[] {
  const { texts, nexts, checkpointId, strangers } = columns;
  const text = (at: number | undefined) => texts[at as number] as string;
  const entries: TimelineEntry[] = new Array(checkpointId.length);
  let [taskAt, changedAt, createdAt] = [0, 0, 0];
  for (let position = 0; position < checkpointId.length; position++) {
    const parent = columns.parent[position] as number;
    const run = columns.run[position] as number;
    createdAt += columns.createdAt[position] as number;
    const tasks: TimelineTask[] = [];
    for (let left = columns.taskCount[position] as number; left > 0; left--, taskAt++) {
      tasks.push(unpackTask(columns.task, taskAt, text));
    }
    const changed: TimelineEntry['changed'] = [];
    for (let left = columns.changedCount[position] as number; left > 0; left--, changedAt++) {
      const bytes = columns.changed.bytes[changedAt] as number;
      changed.push({ channel: text(columns.changed.channel[changedAt]), bytes });
    }
    entries[position] = {
      checkpointId: checkpointId[position] as string,
      parentId: parent > 0 ? (checkpointId[position - parent] as string) : (strangers[position] ?? null),
      branchId: text(columns.branch[position]),
      step: columns.step[position] as number,
      source: text(columns.source[position]) as TimelineEntry['source'],
      runId: run < 0 ? null : text(run),
      createdAt,
      next: nexts[columns.next[position] as number] as string[],
      tasks,
      changed,
      interruptedTasks: [],
      failedTasks: [],
    };
  }
  for (const [position, interruptedTasks, failedTasks] of columns.unfinished) {
    Object.assign(entries[position] as TimelineEntry, { interruptedTasks, failedTasks });
  }
  for (const position of columns.milestones) (entries[position] as TimelineEntry).milestone = true;
  return entries;
}

function unpackTask(columns: TimelineColumns['task'], at: number, text: (at: number | undefined) => string) {
  const task: TimelineTask = {
    id: columns.id[at] as string,
    node: text(columns.node[at]),
    startMs: columns.startMs[at] as number,
    durationMs: columns.durationMs[at] as number,
    attempts: columns.attempts[at] as number,
    status: text(columns.status[at]) as TimelineTask['status'],
  };
  const flags = columns.flags[at] as number;
  if (flags & 1) task.reused = true;
  if (flags & 2) task.cached = true;
  if (flags & 4) task.handled = true;
  if (flags & 8) task.called = true;
  if (flags & 16) task.answered = 'reused';
  if (flags & 32) task.answered = 'mocked';
  const sendIndex = columns.sendIndex[at] as number;
  if (sendIndex >= 0) task.sendIndex = sendIndex;
  return task;
}
