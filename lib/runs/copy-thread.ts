import { v7 } from 'uuid';
import type { ThreadRecord } from '@/lib/storage/store';
import type { RunsContext } from './context';
import { requireThread } from './served-thread';

/** A new thread with the history of another. */
export async function copyThread(context: RunsContext, threadId: string): Promise<ThreadRecord> {
  await requireThread(context, threadId);
  const copyId = v7();
  await context.store.saver.copyThread(threadId, copyId);
  context.bus.publish({ type: 'thread', threadId: copyId });
  context.log.write('thread-copied', { thread: threadId, copy: copyId });
  return requireThread(context, copyId);
}
