import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import { rowText } from '@/lib/storage/database';
import { sqliteDialect } from '@/lib/storage/sqlite-dialect';
import { DELTA } from '@/lib/storage/stored-value';
import { refused } from './capsule-error';
import type { PartCounts } from './format';
import type { StagedThread } from './staged-thread';

/**
 * Looks whether the parts of a staged thread fit together, as far as reading it counts on it: whatever else may be missing
 * of a thread has its message where it is shown.
 */
export function checkStaged({ database }: StagedThread, counts: PartCounts): void {
  if (counts.thread !== 1) throw refused('invalid', `The capsule has ${counts.thread} threads; it must have one.`);
  for (const { query, tell } of CHECKS) {
    const found = database.first(query, []);
    if (found !== undefined)
      throw refused('invalid', `${tell(rowText(found, 'what'))} No export of Retrograph writes that.`);
  }
}

interface Check {
  /** A row with the text `what` when something is wrong. */
  query: string;
  tell(what: string): string;
}

const { branches, checkpoints, channelValues } = sqliteDialect.tables;

const CHECKS: readonly Check[] = [
  {
    query: text(sql`SELECT ${branches.branchId} AS what FROM ${branches}
      WHERE NOT EXISTS (SELECT 1 FROM ${checkpoints} WHERE ${checkpoints.namespace} = ${branches.namespace}
        AND ${checkpoints.checkpointId} = ${branches.tipId})`),
    tell: (branch) => `The branch ${branch} of the capsule ends at a checkpoint that is not in it.`,
  },
  {
    query: text(sql`SELECT ${checkpoints.branchId} AS what FROM ${checkpoints}
      WHERE NOT EXISTS (SELECT 1 FROM ${branches} WHERE ${branches.namespace} = ${checkpoints.namespace}
        AND ${branches.branchId} = ${checkpoints.branchId})`),
    tell: (branch) => `Checkpoints of the capsule are on a branch ${branch} that is not in it.`,
  },
  {
    // Read from its base on (lib/storage/version-reader.ts), which pruning may have taken.
    query: text(sql`SELECT lower(hex(${checkpoints.checkpointId})) AS what FROM ${checkpoints}
      WHERE ${checkpoints.baseId} > ${checkpoints.checkpointId}`),
    tell: (checkpoint) => `The checkpoint ${checkpoint} of the capsule builds on a later one.`,
  },
  {
    query: text(sql`SELECT ${channelValues.channel} AS what FROM ${channelValues}
      GROUP BY ${channelValues.namespace}, ${channelValues.channel}, ${channelValues.chainId}
      HAVING COUNT(*) <> MAX(${channelValues.sequence}) - MIN(${channelValues.sequence}) + 1
        OR MIN(${channelValues.sequence} * 2 + (${channelValues.kind} = ${sql.raw(String(DELTA))})) % 2 = 1`),
    tell: (channel) => `Of the values of "${channel}" in the capsule some are missing.`,
  },
];

/** The file holds nothing but the one thread. */
function text(query: SQL): string {
  return sqliteDialect.compile(sql`${query} LIMIT 1`).text;
}
