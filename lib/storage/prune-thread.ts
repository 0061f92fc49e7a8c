import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type {
  BranchRemoval,
  CheckpointTuple,
  PrunedThread,
  PruneOptions,
  PrunePlan,
  PruneReport,
  PruneRule,
  Serializer,
} from '@/engine';
import { headAfter, planBranchRemoval, planPrune, pruneReport, pruneRule, ThreadConflictError } from '@/engine';
import type { Database, Row, Statement } from './database';
import { rowBytes } from './database';
import type { Dialect } from './dialect';
import type { PruneChanges } from './prune-changes';
import { changesOf } from './prune-changes';
import type { StoredRow, StoredThread } from './prune-read';
import { prunableThreads, readStoredThread } from './prune-read';
import { pruneStatements } from './prune-statements';
import { selection } from './query';
import { idText } from './stored-id';
import { threadRemoval } from './thread-removal';
import { LIVE } from './thread-table';
import type { TupleReader } from './tuple-reader';

const MAX_ATTEMPTS = 3;

export interface PruneContext {
  database: Database;
  reader: TupleReader;
  serializer: Serializer;
  readTuples: (threadId: string, ids: string[], namespace: string) => Promise<CheckpointTuple[]>;
}

/** The contract's `deleteThread`, telling whether there was such a thread. */
export async function removeThread(context: PruneContext, threadId: string): Promise<boolean> {
  const removed = await context.database.transact(threadRemoval(context.database, threadId));
  tellRemoved(context, threadId);
  return removed.at(-1)?.length === 1;
}

/** The contract's `prune`: thread after thread, each in one transaction. */
export async function pruneThreads(context: PruneContext, options: PruneOptions): Promise<PruneReport> {
  const rule = pruneRule(options);
  const { dryRun = false } = options;
  const threads: PrunedThread[] = [];
  for (const threadId of await prunableThreads(context.database, options.threadIds)) {
    const pruned = await pruneThread(context, threadId, { rule, dryRun });
    if (pruned !== null) threads.push(pruned);
  }
  return pruneReport(threads);
}

/** Null when there is nothing to remove, or others write to the thread all the time. */
async function pruneThread(
  context: PruneContext,
  threadId: string,
  { rule, dryRun }: { rule: PruneRule; dryRun: boolean },
): Promise<PrunedThread | null> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const thread = await readStoredThread(context.database, threadId);
    const plan = planPrune(thread.rows, thread.branches, ({ branchId }) => thread.waiting.has(branchId), rule);
    if (plan.removed.length === 0) return null;
    const changes = await changesFor(context, thread, plan);
    const isGone = plan.kept.length === 0;
    const pruned = { threadId, ...(isGone ? allOf(thread, changes) : changes.counts), isGone };
    if (dryRun) return pruned;
    const statements = isGone
      ? threadRemoval(context.database, threadId)
      : pruneStatements(context.database, threadId, plan, changes).map(context.database.sql.compile);
    if (await removeUnlessChanged(context, thread, statements)) return pruned;
  }
  return null;
}

/** The contract's `deleteBranch`. @throws EngineError */
export async function deleteBranch(
  context: PruneContext,
  { threadId, branchId, dryRun }: { threadId: string; branchId: string; dryRun: boolean },
): Promise<BranchRemoval> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const thread = await readStoredThread(context.database, threadId);
    const plan = planBranchRemoval(threadId, thread.rows, thread.branches, branchId);
    const changes = await changesFor(context, thread, plan);
    const removal = { ...changes.counts, headBranchId: headAfter(thread.branches, plan) };
    if (dryRun) return removal;
    const statements = pruneStatements(context.database, threadId, plan, changes).map(context.database.sql.compile);
    if (await removeUnlessChanged(context, thread, statements)) return removal;
  }
  throw new ThreadConflictError(
    `Thread "${threadId}" is being written to, so that its branch "${branchId}" can't be removed. Stop its runs, then delete the branch.`,
  );
}

function changesFor(context: PruneContext, thread: StoredThread, plan: PrunePlan<StoredRow>): Promise<PruneChanges> {
  return changesOf(thread, plan, {
    ...context,
    readWrites: async ({ namespace, checkpointId }, taskId) => {
      const [tuple] = await context.readTuples(thread.threadId, [checkpointId], namespace);
      return (tuple?.pendingWrites ?? []).flatMap(([task, ...write]) => (task === taskId ? [write] : []));
    },
  });
}

/** Of a thread of which nothing stays, writes that belong to no checkpoint go as well. */
function allOf({ writes }: StoredThread, { counts }: PruneChanges): PruneChanges['counts'] {
  return { ...counts, writes: Math.max(counts.writes, writes.length) };
}

/** False when the thread is not as it was read any more, or a run has begun on it. */
async function removeUnlessChanged(
  { database, reader }: PruneContext,
  { threadId, branches: known }: StoredThread,
  statements: Statement[],
): Promise<boolean> {
  const { tables, compile } = database.sql;
  const { branches, runs } = tables;
  const tips = sql`SELECT ${selection({ branchId: branches.branchId, tipId: branches.tipId })}
    FROM ${branches} WHERE ${eq(branches.threadId, threadId)} ${database.sql.lockRows}`;
  const live = sql`SELECT 1 AS live FROM ${runs} WHERE ${and(eq(runs.threadId, threadId), inArray(runs.status, LIVE))}`;
  const expected = new Set(known.map(({ branchId, tipId }) => `${branchId} ${tipId}`));
  const isAsRead = (found: Row[]) =>
    found.length === expected.size &&
    found.every((row) => expected.has(`${row.branchId} ${idText(rowBytes(row, 'tipId'))}`));
  const isRemoved = await database.decide(
    [lockThread(database.sql, threadId), tips, live].map(compile),
    ([, found = [], running = []]) => (running.length === 0 && isAsRead(found) ? statements : null),
  );
  if (isRemoved) tellRemoved({ database, reader }, threadId);
  return isRemoved;
}

/** Whoever starts a run locks the thread's row first. */
export function lockThread({ tables: { threads } }: Dialect, threadId: string): SQL {
  return sql`UPDATE ${threads} SET updated_at = updated_at WHERE ${eq(threads.threadId, threadId)}`;
}

export function tellRemoved({ database, reader }: Pick<PruneContext, 'database' | 'reader'>, threadId: string): void {
  reader.forget(threadId);
  database.announce(threadId);
}
