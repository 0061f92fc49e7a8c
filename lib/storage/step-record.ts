import type { TaskRecord, TaskStatus } from '@/engine';
import { CHECKPOINT_FORMAT } from '@/engine';
import { ByteReader } from './byte-reader';
import { ByteWriter } from './byte-writer';
import { formatOf } from './frame';
import { NameTable, readNames, readVersions, VersionTable } from './record-tables';
import type { RecordedWrite } from './recorded-writes';
import { unpackFirstRecord } from './step-record-1';
import { idText, storedId } from './stored-id';
import { readTaskPath, writeTaskPath } from './task-path';
import type { ChannelState, ValuePlace, VersionChange } from './version-state';

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

/** First byte. A record of format 1 is JSON: see step-record-1.ts. */
const FORMAT = 2;

/** Bits of the second byte. */
const FULL = 1;
const OTHER_FORMAT = 2;
const OTHER_TIME = 4;
const WRITES = 8;

/** Bits of a task's flags. */
const REUSED = 1;
const CACHED = 2;
const HANDLED = 4;

const STATUSES: TaskStatus[] = ['pending', 'running', 'done', 'failed', 'interrupted', 'cancelled'];

/** Kinds of places. */
const ROW = 0;
const FOUND = 1;
const INLINE = 2;
const EMPTY = 3;
/** A row in a chain of another branch. */
const SHARED_ROW = 4;

/** Kinds of recorded writes. */
const OWN_BYTES = 0;
const AS_VALUE = 1;
const AS_ADDED = 2;
const LIKE_ADDED = 3;

const body = new ByteWriter();
const head = new ByteWriter();

export function packStepRecord(record: StepRecord): Uint8Array {
  const { change, tasks, writes } = record;
  const names = new NameTable();
  const versions = new VersionTable();
  body.count(record.changedCount);
  body.count(change.channels.length);
  for (const [name, state] of change.channels) {
    body.count(names.position(name));
    body.count(versions.position(state.version));
    body.count(state.sizeBytes);
    writePlace(state.place, versions);
  }
  const seen = Object.entries(change.seen);
  body.count(seen.length);
  for (const [node, seenVersions] of seen) {
    const entries = Object.entries(seenVersions);
    body.count(names.position(node));
    body.count(entries.length);
    for (const [channel, version] of entries) {
      body.count(names.position(channel));
      body.count(versions.position(version));
    }
  }
  body.count(tasks.length);
  for (const task of tasks) writeTask(task, names);
  if (writes !== null) writeWrites(writes, names);

  head.byte(FORMAT);
  const hasOtherFormat = record.v !== CHECKPOINT_FORMAT;
  const bits = [
    change.isFull && FULL,
    hasOtherFormat && OTHER_FORMAT,
    record.ts !== null && OTHER_TIME,
    writes && WRITES,
  ];
  head.byte(bits.reduce((sum: number, bit) => sum | (bit || 0), 0));
  if (hasOtherFormat) head.count(record.v);
  if (record.ts !== null) head.text(record.ts);
  names.write(head);
  versions.write(head);
  return head.finishWith(body);
}

/** @throws EngineError NEWER_DATABASE for a row that a newer version wrote. */
export function unpackStepRecord(stored: Uint8Array): StepRecord & { tasks: TaskRecord[] } {
  if (formatOf(stored, FORMAT) === 1) return unpackFirstRecord(stored);
  const reader = new ByteReader(stored, 1);
  const bits = reader.byte();
  const v = bits & OTHER_FORMAT ? reader.count() : CHECKPOINT_FORMAT;
  const ts = bits & OTHER_TIME ? reader.text() : null;
  const name = readNames(reader);
  const version = readVersions(reader);
  const changedCount = reader.count();
  const channels = reader.list((): [string, ChannelState] => {
    const channel = name(reader.count());
    const state = { version: version(reader.count()), sizeBytes: reader.count() };
    return [channel, { ...state, place: readPlace(reader, version) }];
  });
  const seen = Object.fromEntries(
    reader.list(() => {
      const node = name(reader.count());
      return [node, Object.fromEntries(reader.list(() => [name(reader.count()), version(reader.count())]))];
    }),
  );
  const tasks = reader.list(() => readTask(reader, name));
  const writes = bits & WRITES ? reader.list(() => readWrite(reader, name)) : null;
  return { v, ts, tasks, changedCount, change: { isFull: (bits & FULL) !== 0, channels, seen }, writes };
}

function writePlace(place: ValuePlace, versions: VersionTable): void {
  switch (place.kind) {
    case 'row':
      body.count(place.weight === null ? SHARED_ROW : ROW);
      body.count(versions.position(place.chainId));
      body.count(place.sequence);
      if (place.weight === null) return;
      body.count(place.weight.heldBytes);
      body.count(place.weight.valueBytes);
      return;
    case 'found':
      body.count(FOUND);
      body.count(versions.position(place.chainId));
      body.count(place.sequence);
      return;
    case 'inline':
      body.count(INLINE);
      body.bytes(place.bytes);
      return;
    case 'empty':
      body.count(EMPTY);
  }
}

function readPlace(reader: ByteReader, version: ReturnType<typeof readVersions>): ValuePlace {
  const kind = reader.count();
  if (kind === EMPTY) return { kind: 'empty' };
  if (kind === INLINE) return { kind: 'inline', bytes: reader.bytes() };
  const chain = { chainId: String(version(reader.count())), sequence: reader.count() };
  if (kind === FOUND) return { kind: 'found', ...chain };
  if (kind === SHARED_ROW) return { kind: 'row', ...chain, weight: null };
  return { kind: 'row', ...chain, weight: { heldBytes: reader.count(), valueBytes: reader.count() } };
}

function writeTask(task: TaskRecord, names: NameTable): void {
  body.count(names.position(task.node));
  writeTaskPath(body, task);
  body.float(task.startMs);
  body.float(task.durationMs);
  body.count(task.attempts);
  body.count(STATUSES.indexOf(task.status));
  body.count((task.reused ? REUSED : 0) | (task.cached ? CACHED : 0) | (task.handled ? HANDLED : 0));
  body.bytes(storedId(task.id));
}

function readTask(reader: ByteReader, name: (position: number) => string): TaskRecord {
  const node = name(reader.count());
  const path = readTaskPath(reader, node);
  const [startMs, durationMs, attempts] = [reader.float(), reader.float(), reader.count()];
  const status = STATUSES[reader.count()] as TaskStatus;
  const flags = reader.count();
  return {
    id: idText(reader.bytes()),
    node,
    path,
    startMs,
    durationMs,
    attempts,
    status,
    ...(flags & REUSED && { reused: true }),
    ...(flags & CACHED && { cached: true }),
    ...(flags & HANDLED && { handled: true }),
  };
}

function writeWrites(writes: readonly RecordedWrite[], names: NameTable): void {
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

function readWrite(reader: ByteReader, name: (position: number) => string): RecordedWrite {
  const channel = name(reader.count());
  const kind = reader.count();
  if (kind === OWN_BYTES) return { channel, kind: 'bytes', bytes: reader.bytes() };
  if (kind === AS_VALUE) return { channel, kind: 'value' };
  return { channel, kind: 'added', delta: kind === AS_ADDED ? null : reader.bytes() };
}
