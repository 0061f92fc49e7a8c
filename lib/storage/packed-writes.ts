import type { PendingWrite, Serializer } from '@/engine';
import { namingChannel, WRITE_INDEX } from '@/engine';
import { frame, unframe } from './frame';

/** A task's write with its index: below 0 for the reserved ones (WRITE_INDEX), else its place in the task's list. */
export interface IndexedWrite {
  index: number;
  channel: string;
  /** Null for a reserved write that takes back what was there. */
  bytes: Uint8Array | null;
}

/** A write as it is read. */
export type ReadWrite = IndexedWrite & { bytes: Uint8Array };

/** One row of `checkpoint_writes`: all regular writes of a task together, or one reserved write; empty when that was taken back. */
export interface WriteRow {
  position: number;
  packed: Uint8Array;
}

type PackedWrite = [index: number, channel: string, sizeBytes: number];

export function encodeWrites(writes: readonly PendingWrite[], serializer: Serializer): IndexedWrite[] {
  return writes.map(([channel, value], place) => {
    const reserved = WRITE_INDEX[channel];
    const isTakenBack = reserved !== undefined && value === null;
    const bytes = isTakenBack ? null : namingChannel(channel, () => serializer.encode(value));
    return { index: reserved ?? place, channel, bytes };
  });
}

/** The row of the regular writes; null when there are none. */
export function regularRow(writes: readonly IndexedWrite[]): WriteRow | null {
  const regular = writes.filter(({ index }) => index >= 0);
  return regular.length === 0 ? null : packRow(regular);
}

export function reservedRows(writes: readonly IndexedWrite[]): WriteRow[] {
  // Of several under one reserved channel the last one counts.
  const byIndex = new Map(writes.filter(({ index }) => index < 0).map((write) => [write.index, write]));
  return [...byIndex.values()].map((write) => packRow([write]));
}

/** Of the regular writes, those at an index that no row which is there has taken. */
export function remainingWrites(row: WriteRow, there: readonly Uint8Array[]): WriteRow | null {
  if (there.length === 0) return row;
  const taken = new Set(there.flatMap((packed) => unpackWrites(packed).map(({ index }) => index)));
  return regularRow(unpackWrites(row.packed).filter(({ index }) => !taken.has(index)));
}

export function unpackWrites(packed: Uint8Array): ReadWrite[] {
  if (packed.length === 0) return [];
  const { text, take } = unframe<PackedWrite[]>(packed);
  return text.map(([index, channel, sizeBytes]) => ({ index, channel, bytes: take(sizeBytes) }));
}

export function packRow(writes: readonly IndexedWrite[]): WriteRow {
  const position = (writes[0] as IndexedWrite).index;
  const kept = writes.filter((write): write is ReadWrite => write.bytes !== null);
  if (kept.length === 0) return { position, packed: new Uint8Array() };
  const text = kept.map(({ index, channel, bytes }): PackedWrite => [index, channel, bytes.length]);
  return {
    position,
    packed: frame(
      text,
      kept.map(({ bytes }) => bytes),
    ),
  };
}
