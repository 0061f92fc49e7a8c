import type { TupleRow } from './hot/reads';
import type { StepRecord } from './step-record';
import { unpackStepRecord } from './step-record';
import { idText, idTextOrNull } from './stored-id';

/** A row with its record unpacked and its names made, once, though versions, writes and the tuple itself are made of them. */
export interface OpenRow {
  row: TupleRow;
  id: string;
  parentId: string | null;
  /** What the checkpoint goes by among those of all threads. */
  key: string;
  parentKey: string | null;
  record: StepRecord;
}

export function openRow(row: TupleRow): OpenRow {
  const { threadId, namespace } = row;
  const id = idText(row.checkpointId);
  const parentId = idTextOrNull(row.parentId);
  return {
    row,
    id,
    parentId,
    key: checkpointKey(threadId, namespace, id),
    parentKey: parentId === null ? null : checkpointKey(threadId, namespace, parentId),
    record: unpackStepRecord(row.record),
  };
}

export function checkpointKey(threadId: string, namespace: string, checkpointId: string): string {
  return `${threadId}\0${namespace}\0${checkpointId}`;
}
