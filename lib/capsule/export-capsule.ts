import type { Readable } from 'node:stream';
import type { CapsulePreview, CapsuleRequest } from '@/lib/contracts/capsule';
import type { RunsContext } from '@/lib/runs/context';
import { threadNotFound } from '@/lib/runs/served-thread';
import { KeyTally } from './key-tally';
import { StagedThread } from './staged-thread';
import { patternsOf, writeCapsule } from './write-capsule';

/** The file, as it is made; nothing of it is kept once it was read or given up. @throws AppError THREAD_NOT_FOUND, INVALID_REQUEST */
export async function exportCapsule(
  context: RunsContext,
  threadId: string,
  request: CapsuleRequest,
): Promise<{ file: Readable; fileName: string }> {
  const patterns = patternsOf(request);
  const staged = await takeOut(context, threadId);
  const originalId = context.capsule?.originalId ?? threadId;
  const file = writeCapsule(staged, { threadId: originalId, patterns, leaveOut: request.leaveOut, listener: null });
  file.on('close', () => void staged.remove());
  context.log.write('capsule-exported', { thread: threadId, redacted: patterns.length });
  return { file, fileName: `${originalId.replace(/[^\w-]+/g, '_').slice(0, 80)}.capsule.jsonl.gz` };
}

/** What would leave: the file is made, looked at and thrown away. */
export async function previewCapsule(
  context: RunsContext,
  threadId: string,
  request: CapsuleRequest,
): Promise<CapsulePreview> {
  const patterns = patternsOf(request);
  const staged = await takeOut(context, threadId);
  try {
    const listener = new KeyTally();
    let fileBytes = 0;
    const file = writeCapsule(staged, { threadId, patterns, leaveOut: request.leaveOut, listener });
    for await (const chunk of file) fileBytes += (chunk as Uint8Array).length;
    return {
      threadId,
      counts: listener.counts,
      textBytes: listener.textBytes,
      fileBytes,
      ...listener.list(),
      opaque: listener.unseen,
      unmatched: listener.unmatched(patterns),
    };
  } finally {
    await staged.remove();
  }
}

async function takeOut({ store }: RunsContext, threadId: string): Promise<StagedThread> {
  const staged = await StagedThread.make(threadId);
  try {
    if (await store.transfer.takeOut(threadId, staged.database)) return staged;
  } catch (error) {
    await staged.remove();
    throw error;
  }
  await staged.remove();
  throw threadNotFound(threadId);
}
