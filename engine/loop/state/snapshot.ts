import { detach } from '../../channels/detach';
import { START } from '../../channels/names';
import type { CheckpointTuple, RunnableConfig } from '../../checkpoint/checkpoint';
import { childNamespace, placeByNames, ROOT_NAMESPACE } from '../../checkpoint/namespace';
import type { StateSnapshot, StateTask } from '../../checkpoint/snapshot';
import type { Blueprint } from '../../graph/blueprint';
import { applyWrites } from '../apply';
import { applyCommandWrites } from '../entry/command-writes';
import { lostNodes } from '../entry/lost-nodes';
import { placeOfCall } from '../entry/place';
import type { LoopState } from '../loop-state';
import { copyState, restoreState } from '../loop-state';
import { nextTasks } from '../next-tasks';
import { readShown } from '../output';
import { planTasks } from '../plan';
import type { Task } from '../task/task';
import { idOf, openQuestions, restoreTasks } from '../task/task';
import { isRunning, storedError, updateOf } from '../task/task-events';

interface SnapshotOptions {
  /** Shows what finished tasks of the unfinished step have written already. */
  withPendingWrites: boolean;
}

/** The state at a checkpoint as a caller sees it: its own copy. */
export function snapshotOf(
  blueprint: Blueprint,
  tuple: CheckpointTuple,
  { withPendingWrites }: SnapshotOptions,
): StateSnapshot {
  const namespace = tuple.config.configurable?.checkpoint_ns ?? ROOT_NAMESPACE;
  const state = restoreState(blueprint, tuple, namespace);
  if (withPendingWrites) applyCommandWrites(state, tuple);
  const tasks = planTasks(blueprint, state);
  restoreTasks(state, tasks, tuple.pendingWrites);
  const place = tuple.metadata.place ?? placeByNames(namespace);
  const shown = tasks.map((task) => shownTask(state, task, tuple.config, place));
  const before = withPendingWrites ? copyState(state) : state;
  // Where finished tasks' writes can't be combined, the step is still to be made by all of them.
  const showsFinished = withPendingWrites && applyFinished(state, tasks);
  const next = showsFinished ? nextOf(blueprint, before, tasks) : tasks.map((task) => task.node.name);
  return {
    values: detach(readShown(blueprint, state.channels)) as Record<string, unknown>,
    next: [...next, ...lostNodes(blueprint, tuple)],
    tasks: shown,
    config: withCheckpointMap(tuple),
    metadata: detach(tuple.metadata),
    createdAt: tuple.checkpoint.ts,
    ...(tuple.parentConfig && { parentConfig: publicConfig(tuple.parentConfig) }),
    exists: true,
    ...(tuple.position && { position: tuple.position }),
  };
}

/** What `getState` answers for a thread without checkpoints. */
export function emptySnapshot(threadId: string): StateSnapshot {
  return {
    values: {},
    next: [],
    tasks: [],
    config: { configurable: { thread_id: threadId, checkpoint_ns: '' } },
    exists: false,
  };
}

/**
 * Applies the finished tasks' writes without counting as a step: nothing is consumed. Answers false, and changes nothing,
 * when they can't be combined: the run was told so, and the state must stay readable and editable all the same.
 */
export function applyFinished(state: LoopState, tasks: readonly Task[]): boolean {
  const finished = tasks
    .filter((task) => task.outcome === 'done' && task.node.name !== START)
    .map(({ node, writes }) => ({ node, triggers: [], writes }));
  if (finished.length === 0) return true;
  const draft = copyState(state);
  try {
    applyWrites(draft, finished);
  } catch {
    return false;
  }
  Object.assign(state, draft);
  return true;
}

/**
 * The nodes of the unfinished tasks. When all are finished, the run was cut off before their step was made: then those that
 * this step leads to, or nobody could tell the thread from one that has ended.
 */
function nextOf(blueprint: Blueprint, before: LoopState, tasks: readonly Task[]): string[] {
  const open = tasks.filter((task) => task.outcome !== 'done');
  const isStepDue = open.length === 0 && tasks.length > 0;
  const following = isStepDue ? nextTasks(blueprint, before, applyWrites(before, tasks)) : open;
  return following.map((task) => task.node.name);
}

function shownTask(state: LoopState, task: Task, { configurable }: RunnableConfig, place: string): StateTask {
  const id = idOf(state, task);
  const status = task.outcome !== 'done' && isRunning(id) ? 'running' : task.outcome;
  return {
    id,
    name: task.node.name,
    path: task.path,
    status,
    ...(status === 'failed' && { error: storedError(task.error) }),
    // Of a task that waits, what waits: a crash may have left answers beside questions.
    interrupts: detach(task.outcome === 'interrupted' ? openQuestions(state, task) : task.interrupts),
    ...(task.outcome === 'done' && { result: detach(updateOf(task.writes)) }),
    ...(task.node.subgraphs.length > 0 && {
      state: {
        configurable: { thread_id: configurable?.thread_id, checkpoint_ns: subgraphNamespace(state, task, place) },
      },
    }),
  };
}

/** Of the task's first call: the one that a subgraph as a node makes. */
function subgraphNamespace(state: LoopState, task: Task, place: string): string {
  const [graph] = task.node.subgraphs;
  if (graph?.persistence === 'thread') return placeOfCall(place, state, task, 0);
  return childNamespace(state.namespace, task.node.name, idOf(state, task), 0);
}

/** A subgraph's checkpoint names those that enclose it, so that a run from there finds the way. */
function withCheckpointMap({ config, checkpoint, metadata }: CheckpointTuple): RunnableConfig {
  const namespace = config.configurable?.checkpoint_ns ?? ROOT_NAMESPACE;
  if (namespace === ROOT_NAMESPACE) return publicConfig(config);
  const checkpoint_map = { ...metadata.parents, [namespace]: checkpoint.id };
  return { configurable: { ...config.configurable, checkpoint_map } };
}

function publicConfig({ configurable }: RunnableConfig): RunnableConfig {
  return { configurable: { ...configurable } };
}
