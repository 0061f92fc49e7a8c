import { ok } from 'node:assert/strict';
import type { CheckpointTuple } from '../checkpoint/checkpoint';
import type { BranchingSaver } from '../checkpoint/saver';

/** A checkpoint of the root namespace that must be there: the one named, else the latest. */
export async function tupleOf(
  saver: BranchingSaver,
  thread_id: string,
  checkpoint_id?: string,
): Promise<CheckpointTuple> {
  const tuple = await saver.getTuple({ configurable: { thread_id, ...(checkpoint_id && { checkpoint_id }) } });
  ok(tuple, `no checkpoint at ${thread_id} ${checkpoint_id ?? 'latest'}`);
  return tuple;
}
