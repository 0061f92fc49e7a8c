import { AppError } from './app-error';
import type { RunsContext } from './context';
import { threadNotFound } from './served-thread';

/** Stops the thread's runs and removes everything of it. */
export async function deleteThread(context: RunsContext, threadId: string): Promise<void> {
  for (const record of await context.store.runs.live(threadId)) {
    const run = context.executor.get(record.runId);
    if (run === undefined) {
      throw new AppError(
        'RUN_ELSEWHERE',
        `Another server (${record.owner ?? 'unknown'}) runs this thread. Stop that run first.`,
      );
    }
    run.stop('cancelled');
    await run.ended;
  }
  if (!(await context.store.threads.delete(threadId))) throw threadNotFound(threadId);
  context.bus.publish({ type: 'thread-deleted', threadId });
  context.log.write('thread-deleted', { thread: threadId });
}
