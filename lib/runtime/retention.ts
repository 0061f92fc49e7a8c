import type { RunsContext } from '@/lib/runs/context';
import { pruneThreads } from '@/lib/runs/prune-threads';

const PERIOD_MS = 3_600_000;

export interface Retention {
  /** Settles what is under way. */
  close(): Promise<void>;
}

/** Removes what is older than the person wants to keep: now, and then every hour. Of servers on one database, one at a time. */
export function startRetention(context: RunsContext, retentionMs: number, periodMs = PERIOD_MS): Retention {
  let current = pruneOnce(context, retentionMs);
  const timer = setInterval(() => {
    current = current.then(() => pruneOnce(context, retentionMs));
  }, periodMs);
  return {
    async close() {
      clearInterval(timer);
      await current;
    },
  };
}

async function pruneOnce(context: RunsContext, retentionMs: number): Promise<void> {
  try {
    await context.store.alone(async () => {
      await pruneThreads(context, { olderThan: Date.now() - retentionMs });
    });
  } catch (error) {
    context.log.problem('checkpoints past their time could not be removed', error);
  }
}
