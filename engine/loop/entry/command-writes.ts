import { INPUT, NULL_TASK_ID } from '../../channels/names';
import type { CheckpointPendingWrite, CheckpointTuple, PendingWrite } from '../../checkpoint/checkpoint';
import { applyWrites } from '../apply';
import type { Invocation } from '../invocation';
import { configAt } from '../invocation';
import type { LoopState } from '../loop-state';
import { checkpointIdOf } from '../loop-state';

// A Command given as input writes on a checkpoint without making one: its writes belong to no task. They are stored under
// NULL_TASK_ID in the order in which they came. A second Command on the same checkpoint adds a batch of its own, because
// each was a step of its own for the channels: two Commands may both write a last-value key.

/** Begins every batch but the first. */
const NEXT_BATCH: PendingWrite = [INPUT, null];

/** Applies what Commands wrote on this checkpoint. */
export function applyCommandWrites(state: LoopState, { pendingWrites }: CheckpointTuple): void {
  for (const batch of commandBatches(pendingWrites)) applyBatch(state, batch);
}

/** Of a checkpoint's writes those of each Command, in the order in which they came. */
export function commandBatches(writes: readonly CheckpointPendingWrite[]): PendingWrite[][] {
  const batches: PendingWrite[][] = [[]];
  for (const [taskId, channel, value] of writes) {
    if (taskId !== NULL_TASK_ID) continue;
    if (channel === INPUT) batches.push([]);
    else batches.at(-1)?.push([channel, value]);
  }
  return batches;
}

/**
 * Applies a Command's writes and stores them, behind those that the checkpoint has already.
 * Applied first: writes that can't be combined must not be stored, or nobody could continue from there.
 */
export async function addCommandWrites(run: Invocation, stored: PendingWrite[], writes: PendingWrite[]): Promise<void> {
  const { store, state } = run;
  applyBatch(state, writes);
  if (!store) return;
  const all = stored.length > 0 ? [...stored, NEXT_BATCH, ...writes] : writes;
  await store.saver.putWrites(configAt(store, checkpointIdOf(state)), all, NULL_TASK_ID);
}

export function storedCommandWrites({ pendingWrites }: CheckpointTuple): PendingWrite[] {
  return pendingWrites.filter(([task]) => task === NULL_TASK_ID).map(([, channel, value]) => [channel, value]);
}

function applyBatch(state: LoopState, writes: PendingWrite[]): void {
  if (writes.length > 0) applyWrites(state, [{ node: { name: INPUT }, triggers: [], writes }]);
}
