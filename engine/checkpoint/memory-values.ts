import { isInternalChannel } from '../channels/names';
import type { ThreadSizes } from './branching';
import { ChannelValue } from './channel-value';
import { valueBytes } from './delta-size';
import type { Entry, MemoryLineage } from './memory-lineage';

/** Values that are kept: those that states hold or writes have become, and what these build on. */
export interface KeptValues {
  values: Set<ChannelValue>;
  /** Of these, the ones that build on values which are not kept. */
  cutOff: Set<ChannelValue>;
}

/** All that the entries need. Values between two needed ones of a chain are kept with them. */
export function valuesNeededBy(lineage: MemoryLineage, entries: Iterable<Entry>): KeptValues {
  const needed = new Set<ChannelValue>();
  for (const entry of entries) {
    for (const value of lineage.stateAt(entry.id).channels.values()) needed.add(value);
    for (const value of lineage.writes.storedAt(entry)) if (value instanceof ChannelValue) needed.add(value);
  }
  const kept: KeptValues = { values: new Set(needed), cutOff: new Set() };
  for (const value of needed) {
    const between: ChannelValue[] = [];
    let before = value.previous;
    for (; before !== null && !needed.has(before); before = before.previous) between.push(before);
    if (before !== null) for (const each of between) kept.values.add(each);
    else if (value.previous !== null) kept.cutOff.add(value);
  }
  return kept;
}

export function bytesOfValues({ values, cutOff }: KeptValues): number {
  let bytes = 0;
  for (const value of values) bytes += cutOff.has(value) ? value.wholeBytes() : value.sizeBytes();
  return bytes;
}

/** A write that has become its channel's value is kept there. */
export function bytesOfWrites(lineage: MemoryLineage, entries: Iterable<Entry>): number {
  let bytes = 0;
  for (const entry of entries) {
    for (const value of lineage.writes.storedAt(entry))
      if (!(value instanceof ChannelValue)) bytes += valueBytes(value);
  }
  return bytes;
}

export function sizesOf(threadId: string, lineages: readonly MemoryLineage[]): ThreadSizes {
  const byChannel = new Map<string, number>();
  const sizes: ThreadSizes = { threadId, checkpoints: 0, bytes: 0, channels: [] };
  for (const lineage of lineages) {
    sizes.checkpoints += lineage.order.length;
    sizes.bytes += bytesOfWrites(lineage, lineage.order);
    for (const value of valuesNeededBy(lineage, lineage.order).values) {
      const bytes = value.sizeBytes();
      sizes.bytes += bytes;
      if (!isInternalChannel(value.channel)) byChannel.set(value.channel, (byChannel.get(value.channel) ?? 0) + bytes);
    }
  }
  sizes.channels = [...byChannel]
    .map(([channel, bytes]) => ({ channel, bytes }))
    .sort((a, b) => b.bytes - a.bytes || (a.channel < b.channel ? -1 : 1));
  return sizes;
}
