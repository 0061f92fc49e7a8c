import type {
  CheckpointPendingWrite,
  CheckpointPlace,
  CheckpointTuple,
  Descent,
  DescentStep,
  RunnableConfig,
} from '../../checkpoint/checkpoint';
import { INTERRUPT, WRITE_INDEX } from '../../checkpoint/checkpoint';
import { taskId } from '../../checkpoint/ids';
import { childNamespace, levelsOf, nodesOf, ROOT_NAMESPACE } from '../../checkpoint/namespace';
import type { BaseCheckpointSaver } from '../../checkpoint/saver';
import { readList, readTuple } from '../../checkpoint/shared-reads';
import type { Interrupt } from '../../checkpoint/snapshot';
import { CheckpointNotFoundError } from '../../errors';
import type { Invocation } from '../invocation';
import type { TaskOrigin } from '../task/ran-task';
import type { Task } from '../task/task';
import type { TaskFrame } from '../task/task-frame';
import { isTipOfHead, threadIdOf } from './position';

// To go on from a checkpoint inside a subgraph, every graph around it is forked too: its task gets another id in the fork,
// and so its subgraph another namespace. A descent leads the call that takes the original's place to the checkpoint that it
// takes over.
//
// I1. A copy's descents are saved with it, so that they are followed however often the process dies on the way.
// I2. Which descents are a call's own follows from the id that its task had in the original, so it matters not whether a
//     node's task made the call, or a task function that it called.

/** What a copy of a checkpoint keeps of its original. */
export interface Fork {
  /** Where the original's tasks ran. */
  origin: TaskOrigin;
  descents: readonly Descent[];
  /** Tasks and calls of the original that are not run again: ids. */
  takenOver: readonly string[];
}

/** The descents of the copy on which a run stands. */
export interface OpenDescents extends Pick<Fork, 'origin' | 'descents'> {
  /** The copy's. */
  checkpointId: string;
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

/** The descents that are saved with the copy on which a run stands; null for a checkpoint that is no such copy. (I1) */
export function restoreDescents({ config, checkpoint, metadata, parentConfig }: CheckpointTuple): OpenDescents | null {
  const { descents, copied_from: original, step } = metadata;
  const { checkpoint_ns: namespace = ROOT_NAMESPACE } = config.configurable ?? {};
  const checkpointId = original?.checkpointId ?? parentConfig?.configurable?.checkpoint_id;
  if (!descents || checkpointId === undefined) return null;
  const origin = { checkpointId, namespace: original?.namespace ?? namespace, step };
  return { checkpointId: checkpoint.id, origin, descents };
}

/** The descents that go through one subgraph call of a task. (I2) @param kept the namespace of a graph that has one for all its calls */
export function descentsThrough({ run, task }: TaskFrame, call: number, kept: string | null): Descent[] {
  const { descents, state } = run;
  if (descents === null || descents.checkpointId !== state.checkpointId) return [];
  const { namespace, checkpointId, step } = descents.origin;
  const { name } = task.node;
  const namespaceOfOriginal = () =>
    childNamespace(namespace, name, taskId(checkpointId, namespace, step, name, task.path), call);
  const original = kept ?? namespaceOfOriginal();
  return descents.descents.filter(([first]) => first?.namespace === original);
}

/** @throws CheckpointNotFoundError when a descent leads through a node that none of the tasks runs */
export function refuseLostCalls({ blueprint }: Invocation, tasks: readonly Task[], { origin, descents }: Fork): void {
  const depth = nodesOf(origin.namespace).length;
  for (const [first] of descents) {
    const name = first && nodesOf(first.namespace)[depth]?.node;
    // What is no node of the graph is a task function, which a task calls or not.
    if (name === undefined || !blueprint.nodes.has(name) || tasks.some(({ node }) => node.name === name)) continue;
    throw new CheckpointNotFoundError(
      `No task of the enclosing checkpoint calls the subgraph "${first?.namespace}"; the graph has changed since it ran.`,
    );
  }
}

async function targetAt(
  saver: BaseCheckpointSaver,
  threadId: string,
  namespace: string,
  tuple: CheckpointTuple,
): Promise<SubgraphTarget> {
  const steps = Object.entries(tuple.metadata.parents)
    .map(([outer, checkpointId]): CheckpointPlace => ({ namespace: outer, checkpointId }))
    .sort((a, b) => levelsOf(a.namespace).length - levelsOf(b.namespace).length);
  steps.push({ namespace, checkpointId: tuple.checkpoint.id });
  let isCurrent = true;
  for (const step of steps) isCurrent &&= await isTipOfHead(saver, threadId, step.namespace, step.checkpointId);
  const questions = questionsIn(tuple.pendingWrites);
  if (isCurrent) return { steps, isCurrent, questions };
  const whole: DescentStep[] = [];
  for (const step of steps) {
    const { pendingWrites } = await tupleAround(saver, threadId, step, namespace);
    whole.push({ ...step, taken_over: finishedIn(pendingWrites, questions) });
  }
  return { steps: whole, isCurrent, questions };
}

/** With `exit`, and between milestones, a graph inside may be saved although the step around it is not. */
async function tupleAround(
  saver: BaseCheckpointSaver,
  threadId: string,
  { namespace, checkpointId }: CheckpointPlace,
  wanted: string,
): Promise<CheckpointTuple> {
  const configurable = { thread_id: threadId, checkpoint_ns: namespace, checkpoint_id: checkpointId };
  const tuple = await readTuple(saver, { configurable });
  if (tuple) return tuple;
  throw new CheckpointNotFoundError(
    `The checkpoint of "${wanted}" belongs to "${checkpointId}" ${namespace === ROOT_NAMESPACE ? 'of the root graph' : `of "${namespace}"`}, which is not there: it was removed, or not saved by a run that saves only at its end or at milestones. Fork from a step of the root graph that is there.`,
  );
}

/** Tasks and calls that wrote and are not what the questions came from: ids. */
function finishedIn(writes: readonly CheckpointPendingWrite[], questions: readonly string[]): string[] {
  const finished = new Set(writes.filter(([, channel]) => WRITE_INDEX[channel] === undefined).map(([task]) => task));
  for (const [task, channel, value] of writes) {
    if (channel === INTERRUPT && (value as Interrupt[]).some(({ id }) => questions.includes(id))) finished.delete(task);
  }
  return [...finished];
}

function questionsIn(writes: readonly CheckpointPendingWrite[]): string[] {
  return writes
    .filter(([, channel]) => channel === INTERRUPT)
    .flatMap(([, , value]) => (value as Interrupt[]).map(({ id }) => id));
}
