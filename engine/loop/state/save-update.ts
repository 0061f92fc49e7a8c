import { detach } from '../../channels/detach';
import { COPY, INPUT } from '../../channels/names';
import type { CallMetadata, CheckpointMetadata, RunnableConfig } from '../../checkpoint/checkpoint';
import { placeByNames, ROOT_NAMESPACE } from '../../checkpoint/namespace';
import { isOverwrite } from '../../control/overwrite';
import { CheckpointNotFoundError, EngineError } from '../../errors';
import { silentSink } from '../../stream/stream-mode';
import { applyCommandWrites } from '../entry/command-writes';
import { forkInside } from '../entry/fork-inside';
import type { ForkWish, Position } from '../entry/position';
import { findPosition, forkWishOf, placementAfter, startOfFork, threadIdOf } from '../entry/position';
import type { RunOptions } from '../entry/start-run';
import type { Invocation, InvocationStore } from '../invocation';
import { configAt, newStore } from '../invocation';
import { checkpointIdOf, FIRST_INPUT_STEP, markAllUnsaved, restoreState } from '../loop-state';
import { planTasks } from '../plan';
import { readValues } from '../read';
import { saveStep } from '../save';
import type { Task } from '../task/task';
import { restoreTasks } from '../task/task';
import type { StateUpdate } from './update-state';
import { applyUpdates, asNodeChoices } from './update-state';

/** The config of the checkpoint that an update made, and what continuing from it would run. */
export interface UpdatedConfig extends RunnableConfig {
  /** Empty when continuing would run nothing: update as a node that has successors, or as START, to make it run. */
  next: string[];
  branchId?: string;
}

export interface UpdatePreview {
  asNode: string;
  asNodeChoices: string[];
  /** The state as it would be. */
  values: Record<string, unknown>;
  combined: { channel: string; how: 'replaced' | 'reduced' | 'overwritten' }[];
  next: string[];
  calledRouters: string[];
}

/** Updates that make one checkpoint together, each as the node that it names. */
export type UpdateStep = readonly StateUpdate[];

/**
 * Edits the state as new checkpoints, one a step: the first is a child of the one that the config names, else of the tip.
 * @param optionsAt of the graph in a namespace: those around a subgraph that is forked are copied
 */
export async function saveUpdates(
  options: RunOptions,
  steps: readonly UpdateStep[],
  optionsAt: (namespace: string) => RunOptions,
): Promise<UpdatedConfig> {
  const [first] = steps;
  if (!first) throw new EngineError('INVALID_INPUT', 'bulkUpdateState() needs at least one step of updates.');
  const { run, store, pending, position } = await openForUpdate(await withForkAround(options, steps, optionsAt));
  let open = pending;
  let next: Task[] = [];
  for (const updates of steps) {
    const [update] = updates;
    if (!update) throw new EngineError('INVALID_INPUT', 'A step of bulkUpdateState() needs at least one update.');
    if (update.asNode === COPY) {
      if (steps.length > 1 || updates.length > 1 || !isNothing(update.values)) throw copyTakesNothing();
      next = placeBeside(run, store, position, forkWishOf(options.config));
      await saveStep(run, { source: 'fork', ran: [], next });
      break;
    }
    const applied = await applyUpdates(run, open, updates);
    // On an empty thread it stands where START's own step would: the first node's is 1 all the same.
    if (applied.asNode !== INPUT) run.state.step = Math.max(run.state.step, FIRST_INPUT_STEP);
    await saveStep(run, { source: applied.asNode === INPUT ? 'input' : 'update', ran: [], next: applied.next });
    open = applied.next;
    next = applied.next;
  }
  return updatedConfig(run, store, next);
}

/** Of the checkpoint that was just saved. */
export function updatedConfig(run: Invocation, store: InvocationStore, next: readonly Task[]): UpdatedConfig {
  return {
    configurable: { ...configAt(store, checkpointIdOf(run.state)).configurable, ...checkpointMap(run) },
    next: next.map((task) => task.node.name),
    ...(store.branching && { branchId: store.placement.branchId }),
  };
}

/** A fork inside a subgraph is one of every graph around it, too: the edit is then made on the innermost copy. */
async function withForkAround(
  options: RunOptions,
  steps: readonly UpdateStep[],
  optionsAt: (namespace: string) => RunOptions,
): Promise<RunOptions> {
  const { checkpoint_ns: namespace = ROOT_NAMESPACE } = options.config.configurable ?? {};
  if (!forkWishOf(options.config) || namespace === ROOT_NAMESPACE) return options;
  // What would be refused is, before anything is written.
  const { run, pending } = await openForUpdate(options);
  let open = pending;
  for (const updates of steps) {
    if (updates[0] && updates[0].asNode !== COPY) open = (await applyUpdates(run, open, updates)).next;
  }
  const saver = options.saver as NonNullable<RunOptions['saver']>;
  return { ...options, config: await forkInside(saver, options.config, optionsAt) };
}

/** `asNode: "__copy__"`: the same state once more, as a sibling of the checkpoint. */
function placeBeside(run: Invocation, store: InvocationStore, { tuple }: Position, fork: ForkWish): Task[] {
  if (!tuple) throw new EngineError('EMPTY_INPUT', `Thread "${store.threadId}" has no checkpoint to copy.`);
  run.state.checkpointId = run.state.parentId;
  store.progress.savedId = run.state.parentId;
  markAllUnsaved(run.state);
  store.placement = startOfFork(fork, 'edit', false);
  return planTasks(run.blueprint, run.state);
}

function checkpointMap({ state, parents }: Invocation): { checkpoint_map?: Record<string, string> } {
  if (state.namespace === ROOT_NAMESPACE) return {};
  return { checkpoint_map: { ...parents, [state.namespace]: checkpointIdOf(state) } };
}

function isNothing(values: unknown): boolean {
  return values === null || values === undefined;
}

function copyTakesNothing(): EngineError {
  return new EngineError(
    'INVALID_INPUT',
    'An update as "__copy__" takes no values and stands alone: it copies the checkpoint. Pass null, and edit the copy next.',
  );
}

/** The same edit, on a state that is thrown away. */
export async function previewUpdate(
  options: RunOptions,
  values: unknown,
  asNode: string | undefined,
): Promise<UpdatePreview> {
  const { run, pending } = await openForUpdate(options);
  const applied = await applyUpdates(run, pending, [{ values, asNode }]);
  return {
    asNode: applied.asNode,
    asNodeChoices: asNodeChoices(run.blueprint),
    values: detach(readValues(run.state.channels, run.blueprint.stateKeys)),
    combined: howCombined(run, values),
    next: applied.next.map((task) => task.node.name),
    calledRouters: applied.calledRouters,
  };
}

/** The state that a config names, as it is before an edit of it. */
export async function openForUpdate({
  saver,
  ...options
}: RunOptions): Promise<{ run: Invocation; store: InvocationStore; pending: Task[]; position: Position }> {
  if (!saver) throw new EngineError('MISSING_CHECKPOINTER', 'Only a graph with a checkpointer has states to update.');
  const position = await findPosition(saver, options.config);
  const namespace = options.config.configurable?.checkpoint_ns ?? ROOT_NAMESPACE;
  if (!position.tuple && namespace !== ROOT_NAMESPACE) throw emptyNamespace(namespace);
  const state = restoreState(options.blueprint, position.tuple, namespace);
  if (position.tuple && options.config.configurable?.checkpoint_id === undefined)
    applyCommandWrites(state, position.tuple);
  const pending = planTasks(options.blueprint, state);
  if (position.tuple) restoreTasks(state, pending, position.tuple.pendingWrites);
  const place = { threadId: threadIdOf(options.config), namespace };
  const placement = placementAfter(position, forkWishOf(options.config), 'edit');
  const store = newStore(saver, place, placement, position.tuple?.checkpoint.id ?? null);
  const parents = position.tuple?.metadata.parents ?? {};
  const callMetadata = position.tuple ? callMetadataOf(position.tuple.metadata) : null;
  const run: Invocation = {
    ...options,
    place: callMetadata?.place ?? placeByNames(namespace),
    parents,
    callMetadata,
    durability: 'sync',
    savesAll: true,
    sink: silentSink,
    trace: null,
    descents: null,
    state,
    store,
  };
  return { run, store, pending, position };
}

function callMetadataOf({ place, called_by: caller }: CheckpointMetadata): CallMetadata {
  return { ...(place !== undefined && { place }), ...(caller !== undefined && { called_by: caller }) };
}

function emptyNamespace(namespace: string): CheckpointNotFoundError {
  return new CheckpointNotFoundError(
    `The thread has no checkpoint in the subgraph "${namespace}", so there is nothing to update; its first step makes one.`,
  );
}

function howCombined(run: Invocation, values: unknown): UpdatePreview['combined'] {
  if (typeof values !== 'object' || values === null) return [];
  const entries = (Array.isArray(values) ? values : Object.entries(values)) as [string, unknown][];
  return entries.map(([channel, value]) => {
    if (isOverwrite(value)) return { channel, how: 'overwritten' };
    return { channel, how: run.blueprint.channels.get(channel)?.hasReducer ? 'reduced' : 'replaced' };
  });
}
