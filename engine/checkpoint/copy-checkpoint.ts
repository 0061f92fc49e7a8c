import { detach } from '../channels/detach';
import type { Checkpoint } from './checkpoint';
import { CHECKPOINT_FORMAT } from './checkpoint';
import { nextCheckpointId } from './ids';

/** A checkpoint without any channel, with an id and a time of its own. */
export function emptyCheckpoint(): Checkpoint {
  return {
    v: CHECKPOINT_FORMAT,
    id: nextCheckpointId(),
    ts: new Date().toISOString(),
    channel_values: {},
    channel_versions: {},
    versions_seen: {},
  };
}

/** A copy whose channels can be replaced and versions changed without changing the original; the values are shared. */
export function copyCheckpoint(checkpoint: Checkpoint): Checkpoint {
  return {
    ...checkpoint,
    channel_values: { ...checkpoint.channel_values },
    channel_versions: { ...checkpoint.channel_versions },
    versions_seen: detach(checkpoint.versions_seen),
  };
}
