import type { CheckpointPendingWrite, RunnableConfig } from './checkpoint';
import type { BaseCheckpointSaver } from './saver';

/** What one channel got on the way to a checkpoint. */
export interface DeltaChannelHistory {
  /** Oldest first; those stored at the checkpoint itself are still to come. */
  writes: CheckpointPendingWrite[];
  /** The nearest ancestor's value, which `writes` come on top of; missing when no ancestor has one. */
  seed?: unknown;
}

/**
 * What LangGraph.js's DeltaChannels are made of again: its engine stores such a channel's value now and then, and asks for
 * the writes since. (Ours stores every channel by what changed.)
 */
export async function readDeltaChannelHistory(
  saver: Pick<BaseCheckpointSaver, 'getTuple'>,
  config: RunnableConfig,
  channels: readonly string[],
): Promise<Record<string, DeltaChannelHistory>> {
  const histories = new Map(channels.map((channel): [string, DeltaChannelHistory] => [channel, { writes: [] }]));
  const open = new Map(histories);
  let at = open.size === 0 ? undefined : (await saver.getTuple(config))?.parentConfig;
  while (at !== undefined && open.size > 0) {
    const tuple = await saver.getTuple(at);
    if (tuple === undefined) break;
    const { channel_values: values } = tuple.checkpoint;
    for (const write of tuple.pendingWrites?.toReversed() ?? []) open.get(write[1])?.writes.push(write);
    for (const [channel, history] of open) {
      if (!Object.hasOwn(values, channel)) continue;
      history.seed = values[channel];
      open.delete(channel);
    }
    at = tuple.parentConfig;
  }
  for (const { writes } of histories.values()) writes.reverse();
  return Object.fromEntries(histories);
}
