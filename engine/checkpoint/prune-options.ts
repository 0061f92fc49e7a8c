import { EngineError } from '../errors';

export interface PruneOptions {
  /** Only in these threads. Default: in all. */
  threadIds?: readonly string[];
  /** Only checkpoints made before: a Date, or milliseconds since the epoch. */
  olderThan?: Date | number;
  /** Of each branch, so many of its last checkpoints stay. */
  keepLast?: number;
  /** The tip of each thread's head stays: the default. Without it, a thread of which nothing else has to stay goes whole. */
  keepHeads?: boolean;
  /** Nothing is removed; the report tells what would be. */
  dryRun?: boolean;
}

/** As the saver stores them. `bytes`: net of what the values that stay take more, since they can't build on lost ones. */
export interface PruneCounts {
  checkpoints: number;
  branches: number;
  writes: number;
  values: number;
  bytes: number;
}

export interface PrunedThread extends PruneCounts {
  threadId: string;
  /** Nothing of the thread is left. */
  isGone: boolean;
}

export interface PruneReport extends PruneCounts {
  /** Ordered by id; threads that lose nothing are left out. */
  threads: PrunedThread[];
}

/** Options that were checked. Times are milliseconds since the epoch. */
export interface PruneRule {
  /** Infinity: of any age. */
  olderThanMs: number;
  keepLast: number;
  keepHeads: boolean;
}

/** @throws EngineError INVALID_CONFIG for options that name nothing to go by, or that make no sense */
export function pruneRule({ olderThan, keepLast, keepHeads = true }: PruneOptions): PruneRule {
  if (olderThan === undefined && keepLast === undefined) {
    throw new EngineError(
      'INVALID_CONFIG',
      'prune needs olderThan or keepLast: which checkpoints may go. To keep only the latest of each branch, say keepLast: 1.',
    );
  }
  const olderThanMs = olderThan === undefined ? Number.POSITIVE_INFINITY : Number(olderThan);
  if (Number.isNaN(olderThanMs)) {
    throw new EngineError('INVALID_CONFIG', 'olderThan is no time; give a Date or milliseconds since the epoch.');
  }
  if (keepLast !== undefined && !(Number.isInteger(keepLast) && keepLast >= 1)) {
    throw new EngineError('INVALID_CONFIG', `keepLast is ${keepLast}; give a whole number from 1 on, or leave it out.`);
  }
  return { olderThanMs, keepLast: keepLast ?? 0, keepHeads };
}

export function pruneReport(threads: PrunedThread[]): PruneReport {
  const report: PruneReport = { checkpoints: 0, branches: 0, writes: 0, values: 0, bytes: 0, threads };
  for (const thread of threads) {
    report.checkpoints += thread.checkpoints;
    report.branches += thread.branches;
    report.writes += thread.writes;
    report.values += thread.values;
    report.bytes += thread.bytes;
  }
  return report;
}
