import { ByteReader } from './byte-reader';
import { formatOf } from './frame';
import { readPlace, skipPlace } from './place-codec';
import { readNames, readVersions } from './record-tables';
import { OTHER_FORMAT, OTHER_TIME, RECORD_FORMAT, WHOLE_VERSIONS } from './step-record';
import { unpackFirstRecord } from './step-record-1';
import type { ValuePlace } from './version-state';

/** Where a step's record says that values are; of channels that it does not name, they are where they were. */
export type StepPlaces = ReadonlyMap<string, StoredAt>;

export interface StoredAt {
  place: ValuePlace;
  /** Of what is stored there. */
  sizeBytes: number;
}

const NOTHING: StepPlaces = new Map();
const EMPTY: StoredAt = { place: { kind: 'empty' }, sizeBytes: 0 };
const reader = new ByteReader(new Uint8Array());

/** Of the wanted channels alone: most records name none of them, and are left after their names. @throws EngineError NEWER_DATABASE */
export function readStepPlaces(record: Buffer, wanted: ReadonlySet<string>): StepPlaces {
  if (formatOf(record, RECORD_FORMAT) === 1) {
    const { change } = unpackFirstRecord(record);
    const named = change.channels.filter(([name]) => wanted.has(name));
    return withAbsent(new Map(named), change.isFull, wanted);
  }
  reader.open(record, 1);
  const bits = reader.byte();
  const isFull = (bits & WHOLE_VERSIONS) !== 0;
  if (bits & OTHER_FORMAT) reader.count();
  if (bits & OTHER_TIME) reader.skipBytes();
  const names = readNames(reader);
  if (!names.some((name) => wanted.has(name))) return withAbsent(NOTHING, isFull, wanted);
  const versions = readVersions(reader);
  const places = new Map<string, StoredAt>();
  reader.count();
  for (let left = reader.count(); left > 0; left--) {
    const name = names[reader.count()] as string;
    reader.count();
    const sizeBytes = reader.count();
    if (wanted.has(name)) places.set(name, { place: readPlace(reader, versions), sizeBytes });
    else skipPlace(reader);
  }
  return withAbsent(places, isFull, wanted);
}

/** A record that tells all versions tells also which channels have none. */
function withAbsent(places: StepPlaces, isFull: boolean, wanted: ReadonlySet<string>): StepPlaces {
  if (!isFull) return places;
  const all = new Map(places);
  for (const name of wanted) if (!all.has(name)) all.set(name, EMPTY);
  return all;
}

export function isSamePlace(a: ValuePlace, b: ValuePlace): boolean {
  if (a.kind === 'inline') return b.kind === 'inline' && Buffer.compare(a.bytes, b.bytes) === 0;
  if (a.kind === 'empty' || b.kind === 'inline' || b.kind === 'empty') return a.kind === b.kind;
  return a.chainId === b.chainId && a.sequence === b.sequence;
}
