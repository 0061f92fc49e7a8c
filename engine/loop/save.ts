import type { StepCommit } from '../checkpoint/branching';
import type { CheckpointMetadata, CheckpointSource, PendingWrite, TaskRecord } from '../checkpoint/checkpoint';
import { emitDetail, wantsDetail } from '../stream/debug-event';
import type { Invocation, InvocationStore } from './invocation';
import { configAt } from './invocation';
import { checkpointIdOf } from './loop-state';
import { isMilestone } from './milestones';
import { readShown } from './output';
import { changesOf, countAsSaved, ranTasks, wholeCheckpoint } from './step-changes';
import type { Task } from './task/task';
import { idOf } from './task/task';

export interface StepToSave {
  source: CheckpointSource;
  /** The tasks that made this state; none for an input, an edit or a copy. */
  ran: readonly Task[];
  /** The tasks that it makes possible. */
  next: readonly Task[];
  /** Of a copy: what its metadata keeps of its original. */
  copied?: Pick<CheckpointMetadata, 'descents' | 'taken_over' | 'copied_from'>;
}

interface RanTasks {
  tasks: readonly TaskRecord[];
  loneWrites: PendingWrite[] | undefined;
}

/**
 * Moves the state on to a new checkpoint and saves it as soon as the run's durability says (I4). Without a saver it only
 * counts on. Answers no promise when there is nothing to wait for.
 * @throws ThreadConflictError when somebody else extended the branch meanwhile
 */
export function saveStep(run: Invocation, step: StepToSave): void | Promise<void> {
  const { state, store } = run;
  const ran = store && ranTasks(run, step.ran);
  state.parentId = state.checkpointId;
  state.checkpointId = null;
  state.step += 1;
  if (!store || !ran) return announce(run, step);
  if (isKeptBack(run, step)) return keepBack(run, store, step, ran);
  const save = preparedSave(run, store, step, withHeldTasks(store, ran));
  countAsSaved(state);
  markSaved(run, store);
  return mayLag(run, step) ? saveMeanwhile(run, store, step, save) : saveNow(run, store, step, save);
}

/** The next step may run while this one is saved. */
function mayLag({ durability }: Invocation, { source }: StepToSave): boolean {
  return durability === 'async' && (source === 'loop' || source === 'input');
}

/** Edits and copies are saved at once: what follows writes upon them. */
function isKeptBack({ durability, savesAll }: Invocation, { source, ran, next }: StepToSave): boolean {
  if (source === 'fork' || source === 'update') return false;
  if (durability === 'exit') return true;
  return !savesAll && source === 'loop' && next.length > 0 && !isMilestone(ran, next);
}

/** The state as it is now may have to be saved after a later step has spoilt it by failing, so it is taken at once. */
function keepBack(run: Invocation, store: InvocationStore, step: StepToSave, ran: RanTasks): void {
  const { progress } = store;
  progress.heldTasks.push(...ran.tasks);
  progress.heldIds.add(checkpointIdOf(run.state));
  const save = preparedSave(run, store, step, { tasks: progress.heldTasks, loneWrites: undefined });
  progress.held = { save, writes: [] };
}

/** Tasks of steps that were kept back count to the step that is saved after them. */
function withHeldTasks({ progress: { held, heldTasks } }: InvocationStore, ran: RanTasks): RanTasks {
  return held ? { tasks: heldTasks.concat(ran.tasks), loneWrites: undefined } : ran;
}

function markSaved(run: Invocation, { progress }: InvocationStore): void {
  progress.savedId = checkpointIdOf(run.state);
  progress.held = null;
  if (progress.heldTasks.length > 0) progress.heldTasks = [];
}

function preparedSave(
  run: Invocation,
  store: InvocationStore,
  step: StepToSave,
  ran: RanTasks,
): () => void | Promise<void> {
  const { state } = run;
  const parentId = store.progress.savedId;
  const metadata = metadataOf(run, step);
  const createdAt = Date.now();
  const changes = changesOf(state);
  const { branching } = store;
  if (!branching) {
    const checkpoint = wholeCheckpoint(state, createdAt);
    return async () => {
      await store.saver.put(configAt(store, parentId), checkpoint, metadata, changes.newVersions);
    };
  }
  const request: StepCommit = {
    threadId: store.threadId,
    namespace: store.namespace,
    graphName: run.graphName,
    parentId,
    placement: store.placement,
    checkpointId: checkpointIdOf(state),
    createdAt,
    metadata,
    newVersions: changes.newVersions,
    newValues: changes.newValues,
    newSeen: changes.newSeen,
    dropped: changes.dropped,
    next: step.next.map((task) => task.node.name),
    tasks: ran.tasks,
    loneWrites: ran.loneWrites,
    mayWait: mayLag(run, step),
  };
  return () => branching.commitStep(request);
}

function saveNow(
  run: Invocation,
  store: InvocationStore,
  step: StepToSave,
  save: () => void | Promise<void>,
): void | Promise<void> {
  const finish = () => {
    extendNext(store);
    announce(run, step);
  };
  const { account } = store.progress;
  if (!account.isClear && !mayJoin(store)) return account.settle().then(save).then(finish);
  const saved = save();
  return saved ? saved.then(finish) : finish();
}

/** As far behind as the saver takes it: one group where it keeps the order, else one step. Events wait for their step. */
function saveMeanwhile(
  run: Invocation,
  store: InvocationStore,
  step: StepToSave,
  save: () => void | Promise<void>,
): void | Promise<void> {
  const { account } = store.progress;
  const ready = account.isBlocked ? account.settleSteps() : store.branching?.room();
  if (ready) return ready.then(() => saveMeanwhile(run, store, step, save));
  const mayBeFollowed = mayJoin(store) && !isFork(run, store);
  const saved = account.hasDelayed ? account.settleWrites().then(save) : save();
  extendNext(store);
  if (saved && account.add(saved, { mayBeFollowed })) run.sink.after(saved);
  announce(run, step);
}

/** What is handed over now is saved behind, or together with, what was handed over before. */
function mayJoin({ branching, progress: { account } }: InvocationStore): boolean {
  return branching?.keepsOrder === true && !account.isBlocked && !account.hasDelayed;
}

/** The step starts a branch beside others, which the saver does on its own. */
function isFork({ state }: Invocation, { placement }: InvocationStore): boolean {
  return placement.kind === 'start' && !(placement.isFirst && state.parentId === null);
}

function extendNext(store: InvocationStore): void {
  store.placement = { kind: 'extend', branchId: store.placement.branchId };
}

/** The run ends or pauses here: what was kept back is saved, and all of it is durable. @throws the first failure */
export async function settleRun(run: Invocation): Promise<void> {
  const { store } = run;
  if (!store) return;
  const { held, account } = store.progress;
  if (held) {
    await account.settle();
    await held.save();
    countAsSaved(run.state);
    markSaved(run, store);
    extendNext(store);
    const config = configAt(store, store.progress.savedId);
    for (const { taskId, writes } of held.writes) await store.saver.putWrites(config, writes, taskId);
  }
  await account.settle();
}

function announce(run: Invocation, step: StepToSave): void {
  const { state, store, blueprint } = run;
  if (!store || !wantsDetail(run.sink, 'checkpoints')) return;
  emitDetail(run.sink, 'checkpoints', state.step, {
    config: configAt(store, checkpointIdOf(state)),
    values: readShown(blueprint, state.channels),
    metadata: metadataOf(run, step),
    next: step.next.map((task) => task.node.name),
    tasks: step.next.map((task) => ({ id: idOf(state, task), name: task.node.name, path: task.path, interrupts: [] })),
    parentConfig: state.parentId === null ? undefined : configAt(store, state.parentId),
    branchId: store.placement.branchId,
  });
}

/** The caller's metadata, below what the engine says itself. */
function metadataOf(
  { blueprint, config, state, parents, callMetadata }: Invocation,
  { source, ran, next, copied }: StepToSave,
): CheckpointMetadata {
  const own = { source, step: state.step, parents };
  const { metadata, runId } = config;
  const isMarked = blueprint.hasMilestones && isMilestone(ran, next);
  if (metadata === undefined && runId === undefined && !isMarked && !callMetadata && !copied) return own;
  return {
    ...metadata,
    ...(runId !== undefined && { run_id: runId }),
    ...own,
    ...callMetadata,
    ...copied,
    ...(isMarked && { milestone: true }),
  };
}
