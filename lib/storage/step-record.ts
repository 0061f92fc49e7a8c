import type { ChannelVersion, ChannelVersions, TaskRecord } from '@/engine';
import { CHECKPOINT_FORMAT, setKey } from '@/engine';
import { ByteReader } from './byte-reader';
import { ByteWriter } from './byte-writer';
import { formatOf } from './frame';
import { readPlace, writePlace } from './place-codec';
import { NameTable, readNames, readVersions, VersionTable } from './record-tables';
import type { RecordedWrite } from './recorded-writes';
import { unpackFirstRecord } from './step-record-1';
import { readTask, writeTask } from './task-codec';
import type { ChannelState, VersionChange } from './version-state';

/** What a checkpoint row keeps in its packed column: all that a timeline draws, what became of the versions, a lone task's writes. */
export interface StepRecord {
  /** The checkpoint's own format number and time. */
  v: number;
  ts: string | null;
  tasks: readonly TaskRecord[];
  /** How many of the change's channels, from the first on, the step itself changed. */
  changedCount: number;
  change: VersionChange;
  /** What the first of the tasks wrote on the parent, when it was the only one; null otherwise. */
  writes: readonly RecordedWrite[] | null;
}

/** First byte. A record of format 1 is JSON: see step-record-1.ts. In one of format 2 no task tells its routes. */
export const RECORD_FORMAT = 3;
const WITHOUT_ROUTES = 2;

/** Bits of the second byte. */
export const WHOLE_VERSIONS = 1;
export const OTHER_FORMAT = 2;
export const OTHER_TIME = 4;
export const WRITES = 8;

/** Kinds of recorded writes. */
const OWN_BYTES = 0;
const AS_VALUE = 1;
const AS_ADDED = 2;
const LIKE_ADDED = 3;

// One of each for all records: a step would spend more on making them than on filling them.
const body = new ByteWriter();
const head = new ByteWriter();
const names = new NameTable();
const versions = new VersionTable();

export function packStepRecord(record: StepRecord): Uint8Array {
  try {
    return pack(record);
  } catch (error) {
    for (const part of [body, head, names, versions]) part.clear();
    throw error;
  }
}

function pack({ v, ts, tasks, changedCount, change, writes }: StepRecord): Uint8Array {
  body.count(changedCount);
  body.count(change.channels.length);
  for (const [name, state] of change.channels) {
    body.count(names.position(name));
    body.count(versions.position(state.version));
    body.count(state.sizeBytes);
    writePlace(body, state.place, versions);
  }
  writeSeen(change.seen);
  body.count(tasks.length);
  for (const task of tasks) writeTask(body, task, names);
  if (writes !== null) writeWrites(writes);

  const isOtherFormat = v !== CHECKPOINT_FORMAT;
  head.byte(tasks.some(({ routes }) => routes) ? RECORD_FORMAT : WITHOUT_ROUTES);
  head.byte(
    (change.isFull ? WHOLE_VERSIONS : 0) |
      (isOtherFormat ? OTHER_FORMAT : 0) |
      (ts !== null ? OTHER_TIME : 0) |
      (writes !== null ? WRITES : 0),
  );
  if (isOtherFormat) head.count(v);
  if (ts !== null) head.text(ts);
  names.write(head);
  versions.write(head);
  return head.finishWith(body);
}

function writeSeen(seen: VersionChange['seen']): void {
  const nodes = Object.keys(seen);
  body.count(nodes.length);
  for (const node of nodes) {
    const seenVersions = seen[node] as ChannelVersions;
    const channels = Object.keys(seenVersions);
    body.count(names.position(node));
    body.count(channels.length);
    for (const channel of channels) {
      body.count(names.position(channel));
      body.count(versions.position(seenVersions[channel] as ChannelVersion));
    }
  }
}

/** @throws EngineError NEWER_DATABASE for a row that a newer version wrote. */
export function unpackStepRecord(stored: Uint8Array): StepRecord & { tasks: TaskRecord[] } {
  if (formatOf(stored, RECORD_FORMAT) === 1) return unpackFirstRecord(stored);
  const reader = new ByteReader(stored, 1);
  const bits = reader.byte();
  const v = bits & OTHER_FORMAT ? reader.count() : CHECKPOINT_FORMAT;
  const ts = bits & OTHER_TIME ? reader.text() : null;
  const names = readNames(reader);
  const versions = readVersions(reader);
  const changedCount = reader.count();
  const channels: [string, ChannelState][] = [];
  for (let left = reader.count(); left > 0; left--) {
    const channel = names[reader.count()] as string;
    const version = versions[reader.count()] as ChannelVersion;
    const sizeBytes = reader.count();
    channels.push([channel, { version, sizeBytes, place: readPlace(reader, versions) }]);
  }
  const seen = readSeen(reader, names, versions);
  const tasks = reader.list(() => readTask(reader, names));
  const writes = bits & WRITES ? reader.list(() => readWrite(reader, names)) : null;
  return { v, ts, tasks, changedCount, change: { isFull: (bits & WHOLE_VERSIONS) !== 0, channels, seen }, writes };
}

function readSeen(
  reader: ByteReader,
  names: readonly string[],
  versions: readonly ChannelVersion[],
): Record<string, ChannelVersions> {
  const seen: Record<string, ChannelVersions> = {};
  for (let left = reader.count(); left > 0; left--) {
    const node = names[reader.count()] as string;
    const seenVersions: ChannelVersions = {};
    for (let more = reader.count(); more > 0; more--) {
      const channel = names[reader.count()] as string;
      setKey(seenVersions, channel, versions[reader.count()] as ChannelVersion);
    }
    setKey(seen, node, seenVersions);
  }
  return seen;
}

function writeWrites(writes: readonly RecordedWrite[]): void {
  body.count(writes.length);
  for (const write of writes) {
    body.count(names.position(write.channel));
    switch (write.kind) {
      case 'bytes':
        body.count(OWN_BYTES);
        body.bytes(write.bytes);
        break;
      case 'value':
        body.count(AS_VALUE);
        break;
      case 'added':
        body.count(write.delta === null ? AS_ADDED : LIKE_ADDED);
        if (write.delta !== null) body.bytes(write.delta);
    }
  }
}

function readWrite(reader: ByteReader, names: readonly string[]): RecordedWrite {
  const channel = names[reader.count()] as string;
  const kind = reader.count();
  if (kind === OWN_BYTES) return { channel, kind: 'bytes', bytes: reader.bytes() };
  if (kind === AS_VALUE) return { channel, kind: 'value' };
  return { channel, kind: 'added', delta: kind === AS_ADDED ? null : reader.bytes() };
}
