import type { SQL } from 'drizzle-orm';
import { and, eq, sql } from 'drizzle-orm';
import type { PrunePlan } from '@/engine';
import type { Database } from './database';
import type { PruneChanges } from './prune-changes';
import type { StoredRow } from './prune-read';
import { assign, list, newRow } from './query';
import { hexOf, storedId, storedIdOrNull } from './stored-id';
import { storedMetadata } from './stored-metadata';
import { WHOLE } from './stored-value';

/** The deed, for a thread of which something stays. */
export function pruneStatements(
  database: Database,
  threadId: string,
  plan: PrunePlan<StoredRow>,
  changes: PruneChanges,
): SQL[] {
  return [
    ...removals(database, threadId, plan, changes),
    ...plan.changedBranches.map((branch) => changeBranch(database, threadId, branch)),
    ...changes.records.map((record) => changeRecord(database, threadId, record)),
    ...[...plan.hostBranches].map(([row, branchId]) => tellHostBranch(database, threadId, row, branchId)),
    ...changes.wholeValues.map((value) => makeWhole(database, threadId, value)),
    ...changes.keptWrites.flatMap((kept) => addWrites(database, threadId, kept)),
  ];
}

function removals(
  { sql: { keyTable, tables } }: Database,
  threadId: string,
  { removed, removedBranches }: PrunePlan<StoredRow>,
  { removedValues }: PruneChanges,
): SQL[] {
  const { branches, channelValues, checkpoints, checkpointWrites, notes } = tables;
  const ofRemoved = keyTable(
    sql`${JSON.stringify(removed.map((row) => ({ namespace: row.namespace, checkpoint: hexOf(storedId(row.checkpointId)) })))}`,
    { namespace: 'text', checkpoint: 'bytes' },
  );
  const values = keyTable(
    sql`${JSON.stringify(removedValues.map(({ namespace, channel, chainId: chain, sequence }) => ({ namespace, channel, chain, sequence })))}`,
    { namespace: 'text', channel: 'text', chain: 'text', sequence: 'integer' },
  );
  const names = keyTable(
    sql`${JSON.stringify(removedBranches.map(({ namespace, branchId: branch }) => ({ namespace, branch })))}`,
    { namespace: 'text', branch: 'text' },
  );
  return [
    ...[checkpoints, checkpointWrites, notes].map(
      (table) => sql`DELETE FROM ${table} WHERE ${eq(table.threadId, threadId)}
        AND (${list([table.namespace, table.checkpointId])}) IN (SELECT namespace, checkpoint FROM ${ofRemoved})`,
    ),
    sql`DELETE FROM ${channelValues} WHERE ${eq(channelValues.threadId, threadId)}
      AND (${list([channelValues.namespace, channelValues.channel, channelValues.chainId, channelValues.sequence])})
        IN (SELECT namespace, channel, chain, sequence FROM ${values})`,
    sql`DELETE FROM ${branches} WHERE ${eq(branches.threadId, threadId)}
      AND (${list([branches.namespace, branches.branchId])}) IN (SELECT namespace, branch FROM ${names})`,
  ];
}

function tellHostBranch(
  {
    sql: {
      tables: { checkpoints },
      value,
    },
  }: Database,
  threadId: string,
  { namespace, checkpointId, metadata }: StoredRow,
  host_branch: string,
): SQL {
  const told = value(storedMetadata({ ...metadata, host_branch }), checkpoints.metadata);
  return sql`UPDATE ${checkpoints} SET ${assign(checkpoints.metadata, told)} WHERE ${and(
    eq(checkpoints.threadId, threadId),
    eq(checkpoints.namespace, namespace),
    eq(checkpoints.checkpointId, storedId(checkpointId)),
  )}`;
}

function changeBranch(
  { sql: { tables, value } }: Database,
  threadId: string,
  { namespace, branchId, forkCheckpointId, tipId, isHead }: PrunePlan['changedBranches'][number],
): SQL {
  const { branches } = tables;
  const sets = [
    assign(branches.forkCheckpointId, value(storedIdOrNull(forkCheckpointId), branches.forkCheckpointId)),
    assign(branches.tipId, value(storedId(tipId), branches.tipId)),
    assign(branches.isHead, isHead ? sql`TRUE` : sql`FALSE`),
  ];
  return sql`UPDATE ${branches} SET ${list(sets)}
    WHERE ${and(eq(branches.threadId, threadId), eq(branches.namespace, namespace), eq(branches.branchId, branchId))}`;
}

function changeRecord(
  { sql: { tables, value } }: Database,
  threadId: string,
  { row, parentId, record }: PruneChanges['records'][number],
): SQL {
  const { checkpoints } = tables;
  const sets = [
    assign(checkpoints.parentId, value(storedIdOrNull(parentId), checkpoints.parentId)),
    assign(checkpoints.baseId, sql`${checkpoints.checkpointId}`),
    assign(checkpoints.record, value(record, checkpoints.record)),
  ];
  return sql`UPDATE ${checkpoints} SET ${list(sets)} WHERE ${eq(checkpoints.threadId, threadId)}
    AND ${eq(checkpoints.namespace, row.namespace)}
    AND ${checkpoints.checkpointId} = ${value(storedId(row.checkpointId), checkpoints.checkpointId)}`;
}

function makeWhole(
  { sql: { tables, value: typed } }: Database,
  threadId: string,
  { key, value }: PruneChanges['wholeValues'][number],
): SQL {
  const { channelValues } = tables;
  const sets = [assign(channelValues.kind, WHOLE), assign(channelValues.value, typed(value, channelValues.value))];
  return sql`UPDATE ${channelValues} SET ${list(sets)} WHERE ${and(
    eq(channelValues.threadId, threadId),
    eq(channelValues.namespace, key.namespace),
    eq(channelValues.channel, key.channel),
    eq(channelValues.chainId, key.chainId),
    eq(channelValues.sequence, key.sequence),
  )}`;
}

function addWrites(
  database: Database,
  threadId: string,
  { row, writes: { taskId, regular } }: PruneChanges['keptWrites'][number],
): SQL[] {
  if (regular === null) return [];
  const { into, values } = newRow(database, database.sql.tables.checkpointWrites, {
    threadId,
    namespace: row.namespace,
    checkpointId: storedId(row.checkpointId),
    taskId,
    position: regular.position,
    writes: regular.packed,
    createdAt: row.createdAt,
  });
  return [sql`INSERT INTO ${into} VALUES (${values}) ON CONFLICT DO NOTHING`];
}
