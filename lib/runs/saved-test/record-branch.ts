import type { StateSnapshot, StateTask } from '@/engine';
import { pathOf, type RecordedResult, type Recording, type ReplayedEnd } from '@/engine/testing';
import type { ServedGraph } from '@/lib/graphs/served-graph';
import type { ThreadRecord } from '@/lib/storage/store';
import type { RunsContext } from '../context';
import { type RecordedBranch, readBranch } from './branch-rows';
import { actsOf } from './recorded-acts';
import { resultsOf, wasAnsweredInside } from './recorded-results';
import { refused } from './refused';

/** A branch as a test asserts it. */
export interface BranchRecording {
  recording: Recording;
  path: string[];
  end: ReplayedEnd;
  /** Null for the only branch of its thread. */
  branchName: string | null;
  recordedAt: Date;
  /** How often each node ran; what failed at the end is told. */
  nodes: RecordedNode[];
}

export interface RecordedNode {
  node: string;
  runs: number;
  failed: boolean;
  /** Why it can't be executed by a test; null when it can. */
  obstacle: string | null;
}

/**
 * @param graph the thread's
 * @param branchId null: the head
 * @throws AppError BRANCH_NOT_FOUND, NOT_REPLAYABLE, TOO_LARGE
 */
export async function recordBranch(
  context: RunsContext,
  { threadId, createdAt }: ThreadRecord,
  { graph, branchId }: { graph: ServedGraph; branchId: string | null },
): Promise<BranchRecording> {
  const branch = await readBranch(context, threadId, branchId);
  const state = await graph.getState({ configurable: { thread_id: threadId, branch: branch.branch.branchId } });
  const end = endOf(state);
  const pending = end.status === 'stopped' ? refuseHalfStep(state) : state.tasks;
  const results = resultsOf(branch, pending, graph);
  const acts = await actsOf(context, threadId, branch, { graph, pending, isLeft: end.status === 'stopped' });
  return {
    recording: { acts, results: Object.fromEntries(results) },
    path: pathOf(branch.rows),
    end,
    branchName: branch.branches > 1 ? branch.branch.name : null,
    recordedAt: new Date(branch.rows.at(-1)?.createdAt ?? createdAt),
    nodes: nodesIn(results, branch, pending),
  };
}

function endOf({ values, tasks, next }: StateSnapshot): ReplayedEnd {
  const errors = tasks.flatMap(({ name, error }) =>
    error ? [{ node: name, error: `${error.name}: ${error.message}` }] : [],
  );
  if (errors.length > 0) return { status: 'failed', errors, values };
  const questions = tasks.flatMap(({ name, interrupts }) =>
    interrupts.map(({ value }) => ({ node: name, question: value })),
  );
  if (questions.length > 0) return { status: 'waiting', questions, values };
  return next.length > 0 ? { status: 'stopped', next: [...next], values } : { status: 'done', values };
}

/** A replay stops between two steps. */
function refuseHalfStep({ tasks, next }: StateSnapshot): StateTask[] {
  const done = tasks.find(({ status }) => status === 'done');
  if (done === undefined) return [];
  throw refused(
    `it was stopped in the middle of a step, with "${done.name}" done and ${next.map((node) => `"${node}"`).join(', ')} not`,
    'Run it on, and save that.',
  );
}

function nodesIn(
  results: ReadonlyMap<string, readonly RecordedResult[]>,
  { rows, writes }: RecordedBranch,
  pending: readonly StateTask[],
): RecordedNode[] {
  const inside = new Set<string>();
  for (const { tasks } of rows) {
    for (const { id, node } of tasks) if (wasAnsweredInside(writes.get(id) ?? [])) inside.add(node);
  }
  for (const { id, name } of pending) if (wasAnsweredInside(writes.get(id) ?? [])) inside.add(name);
  return [...results].map(([node, tasks]) => ({
    node,
    runs: tasks.length,
    failed: tasks.some((task) => task.throws !== undefined),
    obstacle: inside.has(node)
      ? 'a question inside of it was answered there, and a test can answer only its own'
      : null,
  }));
}
