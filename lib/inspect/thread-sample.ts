import type { BranchSummary, TimelineEntry, TimelineTask } from '@/lib/contracts/debugger';

/** Builds timeline entries for tests: what is not given is a plain finished step. */
export function entryOf(entry: Partial<TimelineEntry> & { checkpointId: string; step: number }): TimelineEntry {
  return {
    parentId: null,
    branchId: 'main',
    source: 'loop',
    runId: 'run',
    createdAt: 1000,
    next: ['draft'],
    tasks: [],
    changed: [],
    interruptedTasks: [],
    failedTasks: [],
    ...entry,
  };
}

export function taskOf(node: string, task: Partial<TimelineTask> = {}): TimelineTask {
  return { id: `${node}-task`, node, startMs: 1000, durationMs: 10, attempts: 1, status: 'done', ...task };
}

export function branchOf(branch: Partial<BranchSummary> & { branchId: string; tipId: string }): BranchSummary {
  return {
    name: branch.branchId,
    forkCheckpointId: null,
    isHead: false,
    origin: 'input',
    hidden: false,
    createdAt: 0,
    ...branch,
  };
}

/** `main`: c1 … c5; `fix` leaves it at c3 with c6 and c7. */
export const FORKED = {
  entries: [
    entryOf({ checkpointId: 'c1', step: -1, source: 'input', next: ['__start__'] }),
    entryOf({ checkpointId: 'c2', parentId: 'c1', step: 0, tasks: [taskOf('__start__')], next: ['collect'] }),
    entryOf({ checkpointId: 'c3', parentId: 'c2', step: 1, tasks: [taskOf('collect')], next: ['draft'] }),
    entryOf({ checkpointId: 'c4', parentId: 'c3', step: 2, tasks: [taskOf('draft')], next: ['review'] }),
    entryOf({ checkpointId: 'c5', parentId: 'c4', step: 3, tasks: [taskOf('review')], next: [] }),
    entryOf({ checkpointId: 'c6', parentId: 'c3', step: 2, source: 'update', branchId: 'fix', next: ['draft'] }),
    entryOf({
      checkpointId: 'c7',
      parentId: 'c6',
      step: 3,
      branchId: 'fix',
      tasks: [taskOf('draft')],
      next: ['review'],
    }),
  ],
  branches: [
    branchOf({ branchId: 'main', tipId: 'c5', createdAt: 1 }),
    branchOf({ branchId: 'fix', tipId: 'c7', createdAt: 2, isHead: true, origin: 'edit', forkCheckpointId: 'c3' }),
  ],
};
