import { ok } from 'node:assert/strict';
import type { Checkpoint, CheckpointMetadata, CheckpointTuple, RunnableConfig } from '../checkpoint/checkpoint';
import { nextCheckpointId, runId } from '../checkpoint/ids';

export interface Put {
  config: RunnableConfig;
  checkpoint: Checkpoint;
  metadata: CheckpointMetadata;
}

/** A checkpoint as another engine would put it, on a thread of its own. */
export function put(
  values: Record<string, unknown>,
  metadata: Record<string, unknown> = {},
  versions?: Checkpoint['channel_versions'],
): Put {
  const channel_versions = versions ?? Object.fromEntries(Object.keys(values).map((channel) => [channel, 1]));
  return {
    config: { configurable: { thread_id: runId() } },
    checkpoint: {
      v: 4,
      id: nextCheckpointId(),
      ts: new Date().toISOString(),
      channel_values: values,
      channel_versions,
      versions_seen: { __input__: {}, work: { a: 1 } },
    },
    metadata: { source: 'loop', step: 0, parents: {}, ...metadata },
  };
}

export async function read(
  saver: { getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> },
  config: RunnableConfig | undefined,
): Promise<CheckpointTuple> {
  const tuple = await saver.getTuple(config ?? {});
  ok(tuple, `no checkpoint at ${JSON.stringify(config)}`);
  return tuple;
}
