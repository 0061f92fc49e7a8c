import type { ChannelVersion } from '@/engine';
import type { ByteReader } from './byte-reader';
import type { ByteWriter } from './byte-writer';
import type { VersionTable } from './record-tables';
import type { ValuePlace } from './version-state';

/** Kinds of places. */
const ROW = 0;
const FOUND = 1;
const INLINE = 2;
const EMPTY = 3;
/** A row in a chain of another branch. */
const SHARED_ROW = 4;

export function writePlace(writer: ByteWriter, place: ValuePlace, versions: VersionTable): void {
  switch (place.kind) {
    case 'row':
      writer.count(place.weight === null ? SHARED_ROW : ROW);
      writer.count(versions.position(place.chainId));
      writer.count(place.sequence);
      if (place.weight === null) return;
      writer.count(place.weight.heldBytes);
      writer.count(place.weight.valueBytes);
      return;
    case 'found':
      writer.count(FOUND);
      writer.count(versions.position(place.chainId));
      writer.count(place.sequence);
      return;
    case 'inline':
      writer.count(INLINE);
      writer.bytes(place.bytes);
      return;
    case 'empty':
      writer.count(EMPTY);
  }
}

export function readPlace(reader: ByteReader, versions: readonly ChannelVersion[]): ValuePlace {
  const kind = reader.count();
  if (kind === EMPTY) return { kind: 'empty' };
  // A copy: versions are remembered, and a record lies among all those of its page.
  if (kind === INLINE) return { kind: 'inline', bytes: reader.bytes().slice() };
  const chain = { chainId: String(versions[reader.count()]), sequence: reader.count() };
  if (kind === FOUND) return { kind: 'found', ...chain };
  if (kind === SHARED_ROW) return { kind: 'row', ...chain, weight: null };
  return { kind: 'row', ...chain, weight: { heldBytes: reader.count(), valueBytes: reader.count() } };
}

export function skipPlace(reader: ByteReader): void {
  const kind = reader.count();
  if (kind === INLINE) reader.skipBytes();
  const counts = kind === ROW ? 4 : kind === FOUND || kind === SHARED_ROW ? 2 : 0;
  for (let left = counts; left > 0; left--) reader.count();
}
