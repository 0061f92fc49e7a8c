import { aliasedTable, and, eq, ne, sql } from 'drizzle-orm';
import type { BranchRow } from '@/engine';
import { EngineError } from '@/engine';
import type { Database } from './database';
import { assign, list, select } from './query';
import { idText, idTextOrNull } from './stored-id';

/** Of one namespace, oldest first. */
export async function readBranchRows(database: Database, threadId: string, namespace: string): Promise<BranchRow[]> {
  const { branches } = database.sql.tables;
  const { branchId, name, forkCheckpointId, tipId, isHead, origin, hidden, createdAt } = branches;
  const rows = await select(
    database,
    { branchId, name, forkCheckpointId, tipId, isHead, origin, hidden, createdAt },
    sql`FROM ${branches} WHERE ${and(eq(branches.threadId, threadId), eq(branches.namespace, namespace))}
      ORDER BY ${branches.position}`,
  );
  return rows.map((row) => ({
    ...row,
    namespace,
    forkCheckpointId: idTextOrNull(row.forkCheckpointId),
    tipId: idText(row.tipId),
    origin: row.origin as BranchRow['origin'],
  }));
}

export interface BranchChange {
  name?: string;
  hidden?: boolean;
  isHead?: true;
}

/** @throws EngineError BRANCH_NOT_FOUND */
export async function updateBranchRow(
  database: Database,
  threadId: string,
  branchId: string,
  change: BranchChange,
): Promise<void> {
  const { tables, compile } = database.sql;
  const { branches } = tables;
  const other = aliasedTable(branches, 'other');
  const isBranch = and(eq(branches.threadId, threadId), eq(branches.branchId, branchId));
  const sets = [assign(branches.updatedAt, Date.now()), assign(branches.writer, database.writer)];
  if (change.name !== undefined) sets.push(assign(branches.name, change.name));
  if (change.hidden !== undefined) sets.push(assign(branches.hidden, change.hidden ? sql`TRUE` : sql`FALSE`));
  const isNamespace = sql`${branches.namespace} = (SELECT ${other.namespace} FROM ${branches} ${other}
    WHERE ${and(eq(other.threadId, threadId), eq(other.branchId, branchId))})`;
  const takeHead = [
    sql`UPDATE ${branches} SET ${assign(branches.isHead, sql`FALSE`)}
      WHERE ${and(eq(branches.threadId, threadId), isNamespace, ne(branches.branchId, branchId))} AND ${branches.isHead}`,
    sql`UPDATE ${branches} SET ${assign(branches.isHead, sql`TRUE`)} WHERE ${isBranch}`,
  ];
  const update = sql`UPDATE ${branches} SET ${list(sets)} WHERE ${isBranch} RETURNING 1 AS updated`;
  const [updated] = await database.transact([update, ...(change.isHead ? takeHead : [])].map(compile));
  if (updated?.length === 0) {
    throw new EngineError('BRANCH_NOT_FOUND', `Thread "${threadId}" has no branch "${branchId}".`);
  }
}
