import type { TupleRow } from './hot-reads';
import type { StepRecord } from './step-record';
import { unpackStepRecord } from './step-record';

const unpacked = new WeakMap<TupleRow, StepRecord>();

/** A row's record, unpacked once, though versions, writes and the tuple itself are made of it. */
export function recordOf(row: TupleRow): StepRecord {
  let record = unpacked.get(row);
  if (record === undefined) {
    record = unpackStepRecord(row.record);
    unpacked.set(row, record);
  }
  return record;
}
