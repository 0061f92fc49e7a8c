import { detach } from '../channels/isolation';
import { INPUT } from '../channels/names';
import type { RunnableConfig } from '../checkpoint/checkpoint';
import { isOverwrite } from '../control/overwrite';
import { EngineError } from '../errors';
import { silentSink } from '../stream/stream-mode';
import { applyCommandWrites } from './command-writes';
import type { Invocation, InvocationStore } from './invocation';
import { configAt } from './invocation';
import { checkpointIdOf, restoreState } from './loop-state';
import { planTasks } from './plan';
import { branchingOrNull, findPosition, placementAfter, threadIdOf } from './position';
import { readValues } from './read';
import { saveStep } from './save';
import type { RunOptions } from './start-run';
import type { Task } from './task';
import { restoreTasks } from './task';
import { applyUpdate, asNodeChoices } from './update-state';

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

/** Edits the state as a new checkpoint: a child of the one that the config names, else of the tip. */
export async function saveUpdate(
  options: RunOptions,
  values: unknown,
  asNode: string | undefined,
): Promise<UpdatedConfig> {
  const { run, store, pending } = await openForUpdate(options);
  const { next, asNode: actedAs } = await applyUpdate(run, pending, values, asNode);
  await saveStep(run, { source: actedAs === INPUT ? 'input' : 'update', ran: [], next });
  return {
    ...configAt(store.threadId, checkpointIdOf(run.state)),
    next: next.map((task) => task.node.name),
    ...(store.branching && { branchId: store.placement.branchId }),
  };
}

/** The same edit, on a state that is thrown away. */
export async function previewUpdate(
  options: RunOptions,
  values: unknown,
  asNode: string | undefined,
): Promise<UpdatePreview> {
  const { run, pending } = await openForUpdate(options);
  const applied = await applyUpdate(run, pending, values, asNode);
  return {
    asNode: applied.asNode,
    asNodeChoices: asNodeChoices(run.blueprint),
    values: detach(readValues(run.state.channels, run.blueprint.outputKeys)),
    combined: howCombined(run, values),
    next: applied.next.map((task) => task.node.name),
    calledRouters: applied.calledRouters,
  };
}

async function openForUpdate({
  saver,
  ...options
}: RunOptions): Promise<{ run: Invocation; store: InvocationStore; pending: Task[] }> {
  if (!saver) throw new EngineError('MISSING_CHECKPOINTER', 'Only a graph with a checkpointer has states to update.');
  const position = await findPosition(saver, options.config);
  const state = restoreState(options.blueprint, position.tuple);
  if (position.tuple && options.config.configurable?.checkpoint_id === undefined)
    applyCommandWrites(state, position.tuple);
  const pending = planTasks(options.blueprint, state);
  if (position.tuple) restoreTasks(state, pending, position.tuple.pendingWrites);
  const mustFork = options.config.configurable?.fork === true;
  const store: InvocationStore = {
    saver,
    branching: branchingOrNull(saver),
    threadId: threadIdOf(options.config),
    placement: placementAfter(position, mustFork, 'edit'),
    unsettled: [],
  };
  return { run: { ...options, sink: silentSink, state, store }, store, pending };
}

function howCombined(run: Invocation, values: unknown): UpdatePreview['combined'] {
  if (typeof values !== 'object' || values === null) return [];
  const entries = (Array.isArray(values) ? values : Object.entries(values)) as [string, unknown][];
  return entries.map(([channel, value]) => {
    if (isOverwrite(value)) return { channel, how: 'overwritten' };
    return { channel, how: run.blueprint.channels.get(channel)?.hasReducer ? 'reduced' : 'replaced' };
  });
}
