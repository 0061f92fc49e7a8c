import { detach } from '../channels/detach';
import { TASKS } from '../channels/names';
import type { CheckpointTuple } from './checkpoint';
import { CHECKPOINT_FORMAT } from './checkpoint';
import type { BranchingSaver } from './saver';
import { compareVersions } from './version';

/**
 * What LangGraph.js's contract hands out: the caller's own copy, nothing in it that changes once it is stored, and old
 * formats brought up to date.
 */
export async function contractTuple(saver: BranchingSaver, tuple: CheckpointTuple): Promise<CheckpointTuple> {
  // Where a checkpoint stands changes as its branch grows.
  const { position: _position, ...stored } = tuple;
  const own = detach(stored);
  if (own.checkpoint.v < CHECKPOINT_FORMAT && own.parentConfig) await takeOverSends(saver, own);
  return own;
}

/** Before format 4 LangGraph.js kept Sends as the parent's writes only, and in no channel. */
async function takeOverSends(saver: BranchingSaver, { checkpoint, parentConfig = {} }: CheckpointTuple): Promise<void> {
  const { pendingWrites = [] } = (await saver.readTuple(parentConfig)) ?? {};
  const sends = pendingWrites.filter(([, channel]) => channel === TASKS).map(([, , send]) => send);
  const newest = Object.values(checkpoint.channel_versions).sort(compareVersions).at(-1);
  checkpoint.channel_values[TASKS] = detach(sends);
  checkpoint.channel_versions[TASKS] = newest ?? saver.getNextVersion(undefined);
}
