import type { ChannelVersions, Checkpoint, CheckpointMetadata, CheckpointSource } from '../checkpoint/checkpoint';
import type { StepCommit } from '../checkpoint/saver';
import { emitDetail, wantsDetail } from '../stream/debug-event';
import type { Invocation, InvocationStore } from './invocation';
import { configAt } from './invocation';
import { checkpointIdOf } from './loop-state';
import { readValues } from './read';
import { ranTasks, takeChanges, wholeCheckpoint } from './step-changes';
import type { Task } from './task';
import { idOf } from './task';
import { settleWrites } from './task-events';

export interface StepToSave {
  source: CheckpointSource;
  /** The tasks that made this state; none for an input, an edit or a copy. */
  ran: readonly Task[];
  /** The tasks that it makes possible. */
  next: readonly Task[];
}

/**
 * Moves the state on to a new checkpoint and saves it. A step is durable before the next begins (I4).
 * Without a saver it only counts on. Answers no promise when the saver needs none.
 * @throws ThreadConflictError when somebody else extended the branch meanwhile
 */
export function saveStep(run: Invocation, step: StepToSave): void | Promise<void> {
  const { state, store } = run;
  const ran = store && ranTasks(run, step.ran);
  state.parentId = state.checkpointId;
  state.checkpointId = null;
  state.step += 1;
  if (!store || !ran) return announce(run, step);
  const metadata = metadataOf(run, step.source);
  const createdAt = Date.now();
  const changes = takeChanges(state);
  if (!store.branching) {
    const checkpoint = wholeCheckpoint(state, createdAt);
    return saveThroughContract(run, store, step, { checkpoint, metadata, newVersions: changes.newVersions });
  }
  const request: StepCommit = {
    threadId: store.threadId,
    namespace: store.namespace,
    graphName: run.graphName,
    parentId: state.parentId,
    placement: store.placement,
    checkpointId: checkpointIdOf(state),
    createdAt,
    metadata,
    ...changes,
    next: step.next.map((task) => task.node.name),
    ...ran,
  };
  return commitWith(run, store, step, request);
}

function commitWith(
  run: Invocation,
  store: InvocationStore,
  step: StepToSave,
  request: StepCommit,
): void | Promise<void> {
  const finish = () => {
    store.placement = { kind: 'extend', branchId: store.placement.branchId };
    announce(run, step);
  };
  const commit = () => store.branching?.commitStep(request);
  if (store.unsettled.length > 0) return settleWrites(run).then(commit).then(finish);
  const saved = commit();
  return saved ? saved.then(finish) : finish();
}

/** For savers of other engines, which know neither branches nor steps. */
async function saveThroughContract(
  run: Invocation,
  store: InvocationStore,
  step: StepToSave,
  {
    checkpoint,
    metadata,
    newVersions,
  }: { checkpoint: Checkpoint; metadata: CheckpointMetadata; newVersions: ChannelVersions },
): Promise<void> {
  await settleWrites(run);
  await store.saver.put(configAt(store, run.state.parentId), checkpoint, metadata, newVersions);
  announce(run, step);
}

function announce(run: Invocation, step: StepToSave): void {
  const { state, store, blueprint } = run;
  if (!store || !wantsDetail(run.sink, 'checkpoints')) return;
  emitDetail(run.sink, 'checkpoints', state.step, {
    config: configAt(store, checkpointIdOf(state)),
    values: readValues(state.channels, blueprint.outputKeys),
    metadata: metadataOf(run, step.source),
    next: step.next.map((task) => task.node.name),
    tasks: step.next.map((task) => ({ id: idOf(state, task), name: task.node.name, path: task.path, interrupts: [] })),
    parentConfig: state.parentId === null ? undefined : configAt(store, state.parentId),
    branchId: store.placement.branchId,
  });
}

/** The caller's metadata, below what the engine says itself. */
function metadataOf(run: Invocation, source: CheckpointSource): CheckpointMetadata {
  const { config, state } = run;
  return {
    ...config.metadata,
    ...(config.runId !== undefined && { run_id: config.runId }),
    source,
    step: state.step,
    parents: run.parents,
  };
}
