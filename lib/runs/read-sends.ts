import type { RunsContext } from './context';

export interface StoredSend {
  node: string;
  args: unknown;
}

const SENDS_CHANNEL = '__pregel_tasks';

/** The Sends that a checkpoint holds, in the order in which they were made. None for a checkpoint that is not there. */
export async function readSends(
  context: RunsContext,
  threadId: string,
  { checkpoint, namespace }: { checkpoint: string; namespace: string },
): Promise<StoredSend[]> {
  const [tuple] = await context.store.saver.readTuples(threadId, [checkpoint], namespace);
  const sends = tuple?.checkpoint.channel_values[SENDS_CHANNEL];
  return Array.isArray(sends) ? sends.filter(isSend) : [];
}

function isSend(value: unknown): value is StoredSend {
  return typeof value === 'object' && value !== null && 'node' in value && 'args' in value;
}
