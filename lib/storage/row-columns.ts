import type { Tables } from './dialect';
import type { WriteRow } from './packed-writes';
import type { ColumnValues } from './query';
import type { PlacedWrites } from './step-group';
import type { StepRows } from './step-rows';

// Rows by the columns of the schema: statements that add many rows are made from the schema, and filled from here.

type WriteColumns = ColumnValues<Tables['checkpointWrites']>;

export function checkpointColumns(rows: StepRows): ColumnValues<Tables['checkpoints']> {
  return {
    threadId: rows.threadId,
    namespace: rows.namespace,
    checkpointId: rows.checkpointId,
    parentId: rows.parentId,
    branchId: rows.place.branchId,
    baseId: rows.baseId,
    source: rows.source,
    step: rows.step,
    runId: rows.runId,
    createdAt: rows.createdAt,
    nodes: rows.nodes,
    next: rows.next,
    metadata: rows.metadata,
    record: rows.record,
  };
}

export function valueColumns(rows: StepRows): ColumnValues<Tables['channelValues']>[] {
  const { threadId, namespace, createdAt } = rows;
  return rows.values.map((row) => ({ threadId, namespace, ...row, createdAt }));
}

export function regularColumns(placed: PlacedWrites, createdAt: number): WriteColumns[] {
  const { regular } = placed.writes;
  return regular === null ? [] : [writeColumns(placed, regular, createdAt)];
}

export function reservedColumns(placed: PlacedWrites, createdAt: number): WriteColumns[] {
  return placed.writes.reserved.map((row) => writeColumns(placed, row, createdAt));
}

function writeColumns(
  { place, writes }: PlacedWrites,
  { position, packed }: WriteRow,
  createdAt: number,
): WriteColumns {
  const { threadId, namespace, checkpointId } = place;
  return { threadId, namespace, checkpointId, taskId: writes.taskId, position, writes: packed, createdAt };
}
