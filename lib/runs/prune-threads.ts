import type { PruneOptions, PruneReport } from '@/engine';
import type { RunsContext } from './context';

/** Removes checkpoints that nothing needs any more, and tells whoever watches. Threads with a live run are left alone. */
export async function pruneThreads(context: RunsContext, options: PruneOptions): Promise<PruneReport> {
  const report = await context.store.saver.prune(options);
  if (options.dryRun || report.threads.length === 0) return report;
  for (const { threadId, isGone } of report.threads) {
    context.bus.publish({ type: isGone ? 'thread-deleted' : 'thread-pruned', threadId });
  }
  const { threads, ...counts } = report;
  context.log.write('pruned', {
    threads: threads.length,
    gone: threads.filter(({ isGone }) => isGone).length,
    ...counts,
  });
  return report;
}
