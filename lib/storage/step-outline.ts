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
  const tasks: TaskRecord[] = [];
  for (let left = reader.count(); left > 0; left--) tasks.push(readTask(reader, names));
  return { tasks, changed, loneTaskId: (bits & WRITES && tasks[0]?.id) || null };
}

function readChanged(names: readonly string[]): Changed {
  const changed: Changed = [];
  const changedCount = reader.count();
  const count = reader.count();
  for (let index = 0; index < count; index++) {
    const channel = names[reader.count()] as string;
    reader.count();
    const bytes = reader.count();
    skipPlace(reader);
    if (index < changedCount && !isInternalChannel(channel)) changed.push({ channel, bytes });
  }
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
