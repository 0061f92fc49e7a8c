import type { TaskRecord, TimelineRow } from '@/engine';
import { isInternalChannel } from '@/engine';
import { ByteReader } from './byte-reader';
import { formatOf } from './frame';
import { skipPlace } from './place-codec';
import { readNames, skipVersions } from './record-tables';
import type { StepRecord } from './step-record';
import { OTHER_FORMAT, OTHER_TIME, RECORD_FORMAT, WRITES } from './step-record';
import { unpackFirstRecord } from './step-record-1';
import { readTask } from './task-codec';

type Changed = TimelineRow['changed'];

/** What a timeline draws of a step. */
export interface StepOutline {
  tasks: TaskRecord[];
  changed: Changed;
  /** The task whose writes on the parent the record holds, if any. */
  loneTaskId: string | null;
}

/** One for all: a page has thousands of records, and a reader for each would cost more than reading. */
const reader = new ByteReader(new Uint8Array());

/** Reads a record, which lies among others, without what a timeline leaves out. @throws EngineError NEWER_DATABASE */
export function readStepOutline(bytes: Buffer, start: number, end: number): StepOutline {
  if (formatOf(bytes, RECORD_FORMAT, start) === 1) return outlineOf(unpackFirstRecord(bytes.subarray(start, end)));
  reader.open(bytes, start + 1);
  const bits = reader.byte();
  if (bits & OTHER_FORMAT) reader.count();
  if (bits & OTHER_TIME) reader.skipBytes();
  const names = readNames(reader);
  skipVersions(reader);
  const changed = readChanged(names);
  skipSeen();
  const tasks = readTasks(names);
  return { tasks, changed, loneTaskId: (bits & WRITES && tasks[0]?.id) || null };
}

/** A list that grows has room for many: most steps have one task. */
function readTasks(names: readonly string[]): TaskRecord[] {
  const count = reader.count();
  if (count === 1) return [readTask(reader, names)];
  const tasks = new Array<TaskRecord>(count);
  for (let at = 0; at < count; at++) tasks[at] = readTask(reader, names);
  return tasks;
}

/** Of the step that is being read. */
const channels: string[] = [];
const sizes: number[] = [];
/** Of the step that was read before: a loop changes the same channels by as many bytes again and again. */
let known: Changed = [];

function readChanged(names: readonly string[]): Changed {
  const changedCount = reader.count();
  let length = 0;
  for (let index = 0, count = reader.count(); index < count; index++) {
    const channel = names[reader.count()] as string;
    reader.count();
    const bytes = reader.count();
    skipPlace(reader);
    if (index >= changedCount || isInternalChannel(channel)) continue;
    channels[length] = channel;
    sizes[length++] = bytes;
  }
  if (!isKnown(length)) known = changedOf(length);
  return known;
}

function isKnown(length: number): boolean {
  if (known.length !== length) return false;
  for (let at = 0; at < length; at++) {
    const { channel, bytes } = known[at] as Changed[number];
    if (channel !== channels[at] || bytes !== sizes[at]) return false;
  }
  return true;
}

function changedOf(length: number): Changed {
  const changed = new Array<Changed[number]>(length);
  for (let at = 0; at < length; at++) {
    changed[at] = { channel: channels[at] as string, bytes: sizes[at] as number };
    Object.freeze(changed[at]);
  }
  Object.freeze(changed);
  return changed;
}

function skipSeen(): void {
  for (let nodes = reader.count(); nodes > 0; nodes--) {
    reader.count();
    for (let seen = reader.count(); seen > 0; seen--) {
      reader.count();
      reader.count();
    }
  }
}

export function outlineOf({ tasks, change, changedCount, writes }: StepRecord): StepOutline {
  return {
    tasks: [...tasks],
    changed: change.channels
      .slice(0, changedCount)
      .filter(([channel]) => !isInternalChannel(channel))
      .map(([channel, { sizeBytes }]) => ({ channel, bytes: sizeBytes })),
    loneTaskId: (writes && tasks[0]?.id) ?? null,
  };
}
