import { nodeOfBranch } from '../channels/names';
import type {
  ChannelVersions,
  Checkpoint,
  CheckpointMetadata,
  CheckpointSource,
  TaskRecord,
} from '../checkpoint/checkpoint';
import { CHECKPOINT_FORMAT } from '../checkpoint/checkpoint';
import type { StepCommit } from '../checkpoint/saver';
import type { Invocation, InvocationStore } from './invocation';
import { configAt } from './invocation';
import type { LoopState } from './loop-state';
import { checkpointIdOf } from './loop-state';
import { readValues } from './read';
import type { Task } from './task';
import { idOf } from './task';
import { settleWrites, storableWrites } from './task-events';

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
  // Ids of the tasks that ran belong to the checkpoint that they ran on.
  const commit = store && { tasks: step.ran.map((task) => taskRecord(state, task)), lone: loneWritesOf(run, step.ran) };
  state.parentId = state.checkpointId;
  state.checkpointId = null;
  state.step += 1;
  if (!store || !commit) return announce(run, step);
  const checkpoint = checkpointOf(state);
  const metadata = metadataOf(run, step.source);
  const newVersions = takeNewVersions(state);
  if (!store.branching) return saveThroughContract(run, store, step, { checkpoint, metadata, newVersions });
  const request: StepCommit = {
    threadId: store.threadId,
    namespace: '',
    graphName: run.graphName,
    parentId: state.parentId,
    placement: store.placement,
    checkpoint,
    metadata,
    newVersions,
    next: step.next.map((task) => task.node.name),
    tasks: commit.tasks,
    ...(commit.lone && { loneWrites: commit.lone }),
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
  { saver, threadId }: InvocationStore,
  step: StepToSave,
  {
    checkpoint,
    metadata,
    newVersions,
  }: { checkpoint: Checkpoint; metadata: CheckpointMetadata; newVersions: ChannelVersions },
): Promise<void> {
  await settleWrites(run);
  await saver.put(configAt(threadId, run.state.parentId), checkpoint, metadata, newVersions);
  announce(run, step);
}

function announce(run: Invocation, step: StepToSave): void {
  if (!run.sink.wants('checkpoints')) return;
  const { state, store, blueprint } = run;
  const threadId = store?.threadId ?? '';
  run.sink.emit('checkpoints', {
    config: configAt(threadId, checkpointIdOf(state)),
    values: readValues(state.channels, blueprint.outputKeys),
    metadata: metadataOf(run, step.source),
    next: step.next.map((task) => task.node.name),
    tasks: step.next.map((task) => ({ id: idOf(state, task), name: task.node.name, path: task.path, interrupts: [] })),
    parentConfig: state.parentId === null ? undefined : configAt(threadId, state.parentId),
    branchId: store?.placement.branchId,
  });
}

function loneWritesOf(run: Invocation, ran: readonly Task[]): StepCommit['loneWrites'] {
  const [only] = ran;
  if (!only || ran.length > 1 || only.isReused) return undefined;
  return { taskId: idOf(run.state, only), writes: storableWrites(run, only.writes) };
}

function taskRecord(state: LoopState, task: Task): TaskRecord {
  return {
    id: idOf(state, task),
    node: task.node.name,
    path: task.path,
    startMs: task.startMs,
    durationMs: task.durationMs,
    attempts: 1,
    status: 'done',
    ...(task.isReused && { reused: true }),
  };
}

function checkpointOf(state: LoopState): Checkpoint {
  const values: Record<string, unknown> = {};
  for (const [name, channel] of state.channels) {
    if (channel.isSaved) values[name] = channel.save();
  }
  return {
    v: CHECKPOINT_FORMAT,
    id: checkpointIdOf(state),
    ts: new Date().toISOString(),
    channel_values: values,
    channel_versions: trackedVersions(state, Object.keys(state.versions)),
    versions_seen: { ...state.seen },
  };
}

function takeNewVersions(state: LoopState): ChannelVersions {
  const versions = trackedVersions(state, state.unsaved);
  state.unsaved.clear();
  return versions;
}

function trackedVersions(state: LoopState, names: Iterable<string>): ChannelVersions {
  const versions: ChannelVersions = {};
  for (const name of names) {
    // A state key that the graph no longer has keeps its version: a later graph may have it again. But a node that is
    // gone is not waited for any longer.
    if (!state.channels.has(name) && nodeOfBranch(name) !== null) continue;
    if (state.channels.get(name)?.isTracked !== false) versions[name] = state.versions[name] as string;
  }
  return versions;
}

/** The caller's metadata, below what the engine says itself. */
function metadataOf(run: Invocation, source: CheckpointSource): CheckpointMetadata {
  const { config, state } = run;
  return {
    ...config.metadata,
    ...(config.runId !== undefined && { run_id: config.runId }),
    source,
    step: state.step,
    parents: {},
  };
}
