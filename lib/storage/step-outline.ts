import type { TaskRecord, TimelineRow } from '@/engine';
import { isInternalChannel } from '@/engine';
import { ByteReader } from './byte-reader';
import { formatOfHex } from './frame';
import { skipPlace } from './place-codec';
import { readNames, skipVersions } from './record-tables';
import type { StepRecord } from './step-record';
import { OTHER_FORMAT, OTHER_TIME, RECORD_FORMAT, WRITES } from './step-record';
import { unpackFirstRecord } from './step-record-1';
import { readTask } from './task-codec';

/** What a timeline draws of a step. */
export interface StepOutline extends Pick<TimelineRow, 'changed'> {
  tasks: TaskRecord[];
  /** The task whose writes on the parent the record holds, if any. */
  loneTaskId: string | null;
}

/** One for all: a page has thousands of records, and a reader for each would cost more than reading. */
const reader = new ByteReader(new Uint8Array());

/** Reads a record, given as hex, without what a timeline leaves out. @throws EngineError NEWER_DATABASE */
export function readStepOutline(hex: string): StepOutline {
  if (formatOfHex(hex, RECORD_FORMAT) === 1) return outlineOf(unpackFirstRecord(Buffer.from(hex, 'hex')));
  reader.openHex(hex);
  reader.byte();
  const bits = reader.byte();
  if (bits & OTHER_FORMAT) reader.count();
  if (bits & OTHER_TIME) reader.skipBytes();
  const name = readNames(reader);
  skipVersions(reader);
  const changed = readChanged(name);
  for (let left = reader.count(); left > 0; left--) {
    reader.count();
    for (let seen = reader.count(); seen > 0; seen--) {
      reader.count();
      reader.count();
    }
  }
  const tasks = reader.list(() => readTask(reader, name));
  return { tasks, changed, loneTaskId: (bits & WRITES && tasks[0]?.id) || null };
}

function readChanged(name: (position: number) => string): TimelineRow['changed'] {
  const changed: TimelineRow['changed'] = [];
  const changedCount = reader.count();
  const count = reader.count();
  for (let index = 0; index < count; index++) {
    const channel = name(reader.count());
    reader.count();
    const bytes = reader.count();
    skipPlace(reader);
    if (index < changedCount && !isInternalChannel(channel)) changed.push({ channel, bytes });
  }
  return changed;
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
