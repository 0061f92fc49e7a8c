import { detach } from '../channels/detach';
import { TASKS } from '../channels/names';
import type { ChannelVersions, CheckpointConfig, CheckpointTuple } from './checkpoint';
import { CHECKPOINT_FORMAT } from './checkpoint';
import { setKey } from './record-key';
import type { BranchingSaver } from './saver';
import { compareVersions } from './version';

/**
 * What LangGraph.js's contract hands out: the caller's own copy, nothing in it that changes once it is stored, and old
 * formats brought up to date.
 */
export function contractTuple(
  saver: BranchingSaver,
  tuple: CheckpointTuple,
): CheckpointTuple | Promise<CheckpointTuple> {
  const own = ownTuple(tuple);
  return own.checkpoint.v < CHECKPOINT_FORMAT && own.parentConfig ? withSends(saver, own) : own;
}

/** Part by part, since lists of thousands are copied. Where a checkpoint stands is left out: that changes as its branch grows. */
function ownTuple({ config, checkpoint, metadata, parentConfig, pendingWrites }: CheckpointTuple): CheckpointTuple {
  const { v, id, ts, channel_values, channel_versions, versions_seen } = checkpoint;
  const own: CheckpointTuple = {
    config: ownConfig(config),
    checkpoint: {
      v,
      id,
      ts,
      channel_values: detach(channel_values),
      channel_versions: { ...channel_versions },
      versions_seen: ownSeen(versions_seen),
    },
    metadata: detach(metadata),
    pendingWrites: pendingWrites.map(([taskId, channel, value]) => [taskId, channel, detach(value)]),
  };
  if (parentConfig !== undefined) own.parentConfig = ownConfig(parentConfig);
  return own;
}

function ownConfig({ configurable }: CheckpointConfig): CheckpointConfig {
  return { configurable: { ...configurable } };
}

function ownSeen(seen: Record<string, ChannelVersions>): Record<string, ChannelVersions> {
  const own: Record<string, ChannelVersions> = {};
  for (const node of Object.keys(seen)) setKey(own, node, { ...seen[node] });
  return own;
}

/** Before format 4 LangGraph.js kept Sends as the parent's writes only, and in no channel. */
async function withSends(saver: BranchingSaver, own: CheckpointTuple): Promise<CheckpointTuple> {
  const { checkpoint, parentConfig = {} } = own;
  const { pendingWrites = [] } = (await saver.readTuple(parentConfig)) ?? {};
  const sends = pendingWrites.filter(([, channel]) => channel === TASKS).map(([, , send]) => send);
  const newest = Object.values(checkpoint.channel_versions).sort(compareVersions).at(-1);
  checkpoint.channel_values[TASKS] = detach(sends);
  checkpoint.channel_versions[TASKS] = newest ?? saver.getNextVersion(undefined);
  return own;
}
