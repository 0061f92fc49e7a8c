import type { CheckpointMetadata, CheckpointTuple, ForeignTuple, RunnableConfig } from './checkpoint';
import type { BaseCheckpointSaver, CheckpointListOptions, TupleReading } from './saver';
import { isBranchingSaver } from './saver';

// How the engine reads any saver: it changes nothing of what it is given, so it needs no copy where the saver can share.

export async function readTuple(
  saver: BaseCheckpointSaver,
  config: RunnableConfig,
  reading?: TupleReading,
): Promise<CheckpointTuple | undefined> {
  if (isBranchingSaver(saver)) return saver.readTuple(config, reading);
  const tuple = await saver.getTuple(config);
  return tuple && completeTuple(tuple);
}

export async function* readList(
  saver: BaseCheckpointSaver,
  config: RunnableConfig,
  options?: CheckpointListOptions,
): AsyncGenerator<CheckpointTuple> {
  if (isBranchingSaver(saver)) yield* saver.readList(config, options);
  else for await (const tuple of saver.list(config, options)) yield completeTuple(tuple);
}

const NO_METADATA: CheckpointMetadata = { source: 'loop', step: -1, parents: {} };

function completeTuple(tuple: ForeignTuple): CheckpointTuple {
  return { ...tuple, metadata: tuple.metadata ?? NO_METADATA, pendingWrites: tuple.pendingWrites ?? [] };
}
