import type { CheckpointPendingWrite, CheckpointTuple, RunnableConfig } from '../../checkpoint/checkpoint';
import { INTERRUPT } from '../../checkpoint/checkpoint';
import { callOf, levelsOf, ROOT_NAMESPACE } from '../../checkpoint/namespace';
import type { BaseCheckpointSaver } from '../../checkpoint/saver';
import { readList, readTuple } from '../../checkpoint/shared-reads';
import type { Interrupt } from '../../checkpoint/snapshot';
import { CheckpointNotFoundError } from '../../errors';
import type { LoopState } from '../loop-state';
import type { Task } from '../task/task';
import { idOf } from '../task/task';
import { isTipOfHead, threadIdOf } from './position';

// To go on from a checkpoint inside a subgraph, every graph around it is forked too: its task gets another id in the fork,
// and so its subgraph another namespace. A descent leads each forked task to the checkpoint that its call takes over.

/** A checkpoint, and those inside of it that lead to the one that was asked for, outermost first. */
export interface DescentStep {
  namespace: string;
  checkpointId: string;
}

/** Where one subgraph call of a forked task goes on. */
export interface Descent {
  call: number;
  steps: readonly DescentStep[];
}

export interface SubgraphTarget {
  /** From the root graph's checkpoint to the one named. */
  steps: readonly DescentStep[];
  /** True when every step is where its graph stands: going on needs no fork. */
  isCurrent: boolean;
  /** Questions asked at the checkpoint named: ids. */
  questions: string[];
}

/** The checkpoint of a subgraph that a config names; null when it names none. @throws CheckpointNotFoundError */
export async function subgraphTarget(
  saver: BaseCheckpointSaver,
  config: RunnableConfig,
): Promise<SubgraphTarget | null> {
  const { checkpoint_ns: namespace = ROOT_NAMESPACE, checkpoint_id: checkpointId } = config.configurable ?? {};
  if (namespace === ROOT_NAMESPACE || checkpointId === undefined) return null;
  const threadId = threadIdOf(config);
  const tuple = await readTuple(saver, {
    configurable: { thread_id: threadId, checkpoint_ns: namespace, checkpoint_id: checkpointId },
  });
  if (!tuple) {
    throw new CheckpointNotFoundError(
      `Namespace "${namespace}" of thread "${threadId}" has no checkpoint "${checkpointId}"; list the ones it has with getStateHistory().`,
    );
  }
  return targetAt(saver, threadId, namespace, tuple);
}

/** The checkpoint at which a subgraph asked a question, below the root graph's checkpoint. */
export async function questionTarget(
  saver: BaseCheckpointSaver,
  threadId: string,
  rootCheckpointId: string,
  interruptId: string,
): Promise<SubgraphTarget> {
  let deepest: { tuple: CheckpointTuple; namespace: string } | null = null;
  for await (const tuple of readList(saver, { configurable: { thread_id: threadId } })) {
    if (tuple.metadata.parents?.[ROOT_NAMESPACE] !== rootCheckpointId) continue;
    if (!questionsIn(tuple.pendingWrites).includes(interruptId)) continue;
    // The graphs between list the question as well; the innermost one asked it.
    const namespace = tuple.config.configurable?.checkpoint_ns ?? ROOT_NAMESPACE;
    if (!deepest || levelsOf(namespace).length > levelsOf(deepest.namespace).length) deepest = { tuple, namespace };
  }
  if (deepest) return targetAt(saver, threadId, deepest.namespace, deepest.tuple);
  throw new CheckpointNotFoundError(
    `The checkpoint at which interrupt "${interruptId}" was asked is gone; fork from an earlier step and run on.`,
  );
}

/** Leads the forked task that stands for the caller of `steps[0]` to it. @param namespace of the original tasks */
export function attachDescent(
  namespace: string,
  originals: readonly { name: string; id: string }[],
  forked: readonly Task[],
  steps: readonly DescentStep[],
): void {
  const [first] = steps;
  if (!first) return;
  for (const [index, { name, id }] of originals.entries()) {
    const call = callOf(first.namespace, namespace, name, id);
    const task = forked[index];
    if (call === null || !task) continue;
    task.descents = [...task.descents, { call, steps }];
    return;
  }
  throw new CheckpointNotFoundError(
    `No task of the enclosing checkpoint calls the subgraph "${first.namespace}"; the graph has changed since it ran.`,
  );
}

/** Tasks by name and id, to be told apart after the state has moved on to a copy. */
export function identify(state: LoopState, tasks: readonly Task[]): { name: string; id: string }[] {
  return tasks.map((task) => ({ name: task.node.name, id: idOf(state, task) }));
}

async function targetAt(
  saver: BaseCheckpointSaver,
  threadId: string,
  namespace: string,
  tuple: CheckpointTuple,
): Promise<SubgraphTarget> {
  const steps = Object.entries(tuple.metadata.parents)
    .map(([outer, checkpointId]): DescentStep => ({ namespace: outer, checkpointId }))
    .sort((a, b) => levelsOf(a.namespace).length - levelsOf(b.namespace).length);
  steps.push({ namespace, checkpointId: tuple.checkpoint.id });
  let isCurrent = true;
  for (const step of steps) isCurrent &&= await isTipOfHead(saver, threadId, step.namespace, step.checkpointId);
  return { steps, isCurrent, questions: questionsIn(tuple.pendingWrites) };
}

function questionsIn(writes: readonly CheckpointPendingWrite[]): string[] {
  return writes
    .filter(([, channel]) => channel === INTERRUPT)
    .flatMap(([, , value]) => (value as Interrupt[]).map(({ id }) => id));
}
