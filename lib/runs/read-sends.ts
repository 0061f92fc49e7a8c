import { type CheckpointTuple, TASKS } from '@/engine';
import type { RunsContext } from './context';

export interface StoredSend {
  node: string;
  args?: unknown;
}

/** The Sends that a checkpoint holds, in the order in which they were made: a task's path names its own by the index. */
export function sendsOf({ checkpoint }: CheckpointTuple): readonly StoredSend[] {
  const sends = checkpoint.channel_values[TASKS];
  return Array.isArray(sends) ? sends : [];
}

/** The same, read. None for a checkpoint that is not there. */
export async function readSends(
  context: RunsContext,
  threadId: string,
  { checkpoint, namespace }: { checkpoint: string; namespace: string },
): Promise<readonly StoredSend[]> {
  const [tuple] = await context.store.saver.readTuples(threadId, [checkpoint], namespace);
  return tuple === undefined ? [] : sendsOf(tuple);
}
