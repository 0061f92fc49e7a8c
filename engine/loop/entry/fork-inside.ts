import type { CallMetadata, CheckpointTuple, DescentStep, RunnableConfig } from '../../checkpoint/checkpoint';
import { childNamespace, keepsState, nodesOf, placeByNames, ROOT_NAMESPACE } from '../../checkpoint/namespace';
import type { BaseCheckpointSaver } from '../../checkpoint/saver';
import { readTuple } from '../../checkpoint/shared-reads';
import { CheckpointNotFoundError, EngineError } from '../../errors';
import { silentSink } from '../../stream/stream-mode';
import type { Invocation } from '../invocation';
import { newStore } from '../invocation';
import { checkpointIdOf, markAllUnsaved, restoreState } from '../loop-state';
import { planTasks } from '../plan';
import type { Task } from '../task/task';
import { idOf, originOf, restoreTasks } from '../task/task';
import { subgraphTarget } from './descent';
import { saveForkCopy } from './fork-copy';
import { refuseLostNodes } from './lost-nodes';
import { forkWishOf, startOfFork, threadIdOf } from './position';
import type { RunOptions } from './start-run';

// What a replay inside a subgraph writes on its way down, before any node runs: a copy of each checkpoint from the root
// graph's to the one named, each in the namespace of the copy around it. A run of the root's copy goes on with them, as it
// does after a crash on the way. Nothing is written into the originals' branches, in whichever namespace.

/** One graph on the way: where the copy of its checkpoint lies, and how its tasks were before. */
interface CopiedLevel {
  run: Invocation;
  originals: readonly Task[];
  copies: readonly Task[];
  /** The original's, with the ids of its tasks. */
  original: ReturnType<typeof restoreState>;
}

/**
 * Copies the checkpoint that the config names inside a subgraph, and those around it, as a branch of the root graph.
 * Answers the config of the innermost copy.
 * @param optionsAt of the graph in a namespace
 * @throws CheckpointNotFoundError; EngineError INVALID_CONFIG where a task function, whose calls no state plans, leads inside
 */
export async function forkInside(
  saver: BaseCheckpointSaver,
  config: RunnableConfig,
  optionsAt: (namespace: string) => RunOptions,
): Promise<RunnableConfig> {
  const threadId = threadIdOf(config);
  const target = await subgraphTarget(saver, config);
  if (!target) {
    throw new EngineError(
      'INVALID_CONFIG',
      'A fork inside a subgraph needs to know from where: name its checkpoint_id beside the checkpoint_ns.',
    );
  }
  const read = await Promise.all(target.steps.map((step) => readOriginal(saver, threadId, step)));
  const levels = target.steps.map((step, index) => ({ step, tuple: read[index] as CheckpointTuple }));
  // All that can be refused is, before the first copy is written.
  for (const [index, { step, tuple }] of levels.entries()) {
    const { blueprint } = optionsAt(step.namespace);
    refuseLostNodes(blueprint, tuple);
    const inner = levels[index + 1];
    if (inner) callerOf(planned(blueprint, tuple, step), inner);
  }
  let outer: CopiedLevel | null = null;
  for (const [index, level] of levels.entries()) {
    const below = target.steps.slice(index + 1).map(({ namespace, checkpointId }) => ({ namespace, checkpointId }));
    outer = await copyLevel(saver, config, optionsAt(level.step.namespace), level, outer, below);
  }
  const { state } = (outer as CopiedLevel).run;
  const configurable = { thread_id: threadId, checkpoint_ns: state.namespace, checkpoint_id: checkpointIdOf(state) };
  return { ...config, configurable };
}

interface Level {
  step: DescentStep;
  tuple: CheckpointTuple;
}

async function readOriginal(saver: BaseCheckpointSaver, threadId: string, step: DescentStep): Promise<CheckpointTuple> {
  const { namespace, checkpointId } = step;
  const configurable = { thread_id: threadId, checkpoint_ns: namespace, checkpoint_id: checkpointId };
  const tuple = await readTuple(saver, { configurable });
  if (tuple) return tuple;
  throw new CheckpointNotFoundError(
    `The checkpoint "${checkpointId}" of ${namespace === ROOT_NAMESPACE ? 'the root graph' : `"${namespace}"`}, around the one that is to be forked, is not there; fork from a step of the root graph.`,
  );
}

function planned(blueprint: RunOptions['blueprint'], tuple: CheckpointTuple, { namespace }: DescentStep) {
  const state = restoreState(blueprint, tuple, namespace);
  const tasks = planTasks(blueprint, state);
  restoreTasks(state, tasks, tuple.pendingWrites);
  return { state, tasks };
}

/** Which of a graph's tasks called the graph inside, and as which of its calls. @throws EngineError INVALID_CONFIG */
function callerOf({ state, tasks }: ReturnType<typeof planned>, { step, tuple }: Level): { at: number; call: number } {
  const { namespace } = step;
  const call = nodesOf(namespace).at(-1)?.call ?? 0;
  const at = tasks.findIndex((task) => {
    const id = idOf(state, task);
    if (keepsState(namespace, tuple.metadata)) return tuple.metadata.called_by === id;
    return childNamespace(state.namespace, task.node.name, id, call) === namespace;
  });
  if (at >= 0) return { at, call };
  throw new EngineError(
    'INVALID_CONFIG',
    `No node of the graph around it calls the subgraph "${namespace}" from the checkpoint that is to be forked: a task function does, or the graph has changed since. Run on from there, or fork from a step of the graph around it.`,
  );
}

async function copyLevel(
  saver: BaseCheckpointSaver,
  config: RunnableConfig,
  options: RunOptions,
  level: Level,
  outer: CopiedLevel | null,
  below: readonly DescentStep[],
): Promise<CopiedLevel> {
  const { step, tuple } = level;
  const { state: original, tasks: originals } = planned(options.blueprint, tuple, step);
  const { namespace, callMetadata } = placeOfCopy(level, outer);
  const state = restoreState(options.blueprint, tuple, namespace);
  const isTransplant = namespace !== step.namespace;
  if (isTransplant) {
    state.checkpointId = null;
    markAllUnsaved(state);
  }
  const placement = startOfFork(forkWishOf(config), 'edit', isTransplant);
  const run: Invocation = {
    ...options,
    host: null,
    place: callMetadata?.place ?? placeByNames(namespace),
    parents: outer ? { ...outer.run.parents, [outer.run.state.namespace]: checkpointIdOf(outer.run.state) } : {},
    callMetadata,
    durability: 'sync',
    savesAll: true,
    sink: silentSink,
    trace: null,
    descents: null,
    state,
    store: newStore(saver, { threadId: threadIdOf(config), namespace }, placement, state.checkpointId),
  };
  const copies = await saveForkCopy(run, {
    origin: originOf(original),
    descents: below.length > 0 ? [below] : [],
    takenOver: [],
  });
  return { run, original, originals, copies };
}

/** A call with a fresh state has the namespace of its task, which is another one in the copy; one that keeps its state has its own. */
function placeOfCopy(
  level: Level,
  outer: CopiedLevel | null,
): { namespace: string; callMetadata: CallMetadata | null } {
  const { step, tuple } = level;
  if (!outer) return { namespace: step.namespace, callMetadata: null };
  const { at, call } = callerOf({ state: outer.original, tasks: [...outer.originals] }, level);
  const task = outer.copies[at] as Task;
  const { state } = outer.run;
  const callerId = idOf(state, task);
  const isKept = keepsState(step.namespace, tuple.metadata);
  const namespace = isKept ? step.namespace : childNamespace(state.namespace, task.node.name, callerId, call);
  const { place } = tuple.metadata;
  if (!isKept && place === undefined) return { namespace, callMetadata: null };
  return { namespace, callMetadata: { ...(place !== undefined && { place }), ...(isKept && { called_by: callerId }) } };
}
