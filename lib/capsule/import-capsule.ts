import { v7 } from 'uuid';
import type { CapsuleAnswer } from '@/lib/contracts/capsule';
import { threadId as threadIdShape } from '@/lib/contracts/protocol';
import { AppError } from '@/lib/runs/app-error';
import type { RunsContext } from '@/lib/runs/context';
import { refused } from './capsule-error';
import { checkStaged } from './check-staged';
import type { CapsuleHeader, PartCounts } from './format';
import { CAPSULE_LIMITS, type CapsuleLimits } from './limits';
import { readCapsule } from './read-capsule';
import { StagedThread } from './staged-thread';

export type CapsuleFile = AsyncIterable<Uint8Array>;

/** Under which id the thread is imported: its own, or a new one, which all its rows then carry. */
export type ImportAs = 'same' | 'new';

/**
 * Adds the thread of a capsule: all of it, in one transaction, or nothing.
 * @throws AppError CAPSULE_REFUSED, TOO_LARGE, THREAD_EXISTS
 */
export async function importCapsule(
  context: RunsContext,
  file: CapsuleFile,
  as: ImportAs,
  limits: CapsuleLimits = CAPSULE_LIMITS,
): Promise<CapsuleAnswer> {
  const { staged, header, counts } = await stageCapsule(file, limits, async ({ threadId }) => {
    if (as === 'new') return v7();
    if ((await context.store.threads.get(threadId)) !== null) throw threadExists(threadId);
    return threadId;
  });
  const { threadId } = staged;
  try {
    if (!(await context.store.transfer.putIn(threadId, staged.database))) throw threadExists(threadId);
  } finally {
    await staged.remove();
  }
  context.bus.publish({ type: 'thread', threadId });
  context.log.write('capsule-imported', { thread: threadId, checkpoints: counts.checkpoint });
  return {
    thread_id: threadId,
    original_id: header.threadId,
    checkpoints: counts.checkpoint,
    redacted: header.redacted,
  };
}

/** The thread of a capsule in a file of its own, whole and looked at. `idOf` says under which id. */
export async function stageCapsule(
  file: CapsuleFile,
  limits: CapsuleLimits,
  idOf: (header: CapsuleHeader) => string | Promise<string>,
): Promise<{ staged: StagedThread; header: CapsuleHeader; counts: PartCounts }> {
  let header: CapsuleHeader | undefined;
  let staged: StagedThread | undefined;
  try {
    const counts = await readCapsule(file, limits, {
      async header(read) {
        const named = threadIdShape.safeParse(read.threadId);
        if (!named.success) {
          throw refused('invalid', `The id of the thread in the capsule ${named.error.issues[0]?.message}.`);
        }
        header = read;
        staged = await StagedThread.make(await idOf(read));
      },
      part: (part, weight) => (staged as StagedThread).add(part, weight),
    });
    const whole = { staged: staged as unknown as StagedThread, header: header as unknown as CapsuleHeader, counts };
    whole.staged.flush();
    checkStaged(whole.staged, counts);
    return whole;
  } catch (error) {
    await staged?.remove();
    throw error;
  }
}

function threadExists(threadId: string): AppError {
  return new AppError(
    'THREAD_EXISTS',
    `There is a thread "${threadId}" already. Import the capsule under a new id (?as=new), or delete that thread first. Nothing was imported.`,
  );
}
