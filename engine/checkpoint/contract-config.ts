import { EngineError } from '../errors';
import type { CheckpointConfig, RunnableConfig } from './checkpoint';

// The configs of the saver contract: what they name, and the one of a checkpoint.

interface NamedPlace {
  threadId: string;
  namespace: string;
  checkpointId: string | null;
}

/** @throws EngineError MISSING_THREAD_ID */
export function requireThread(config: RunnableConfig, verb: string): NamedPlace {
  const { thread_id: threadId, checkpoint_ns: namespace = '', checkpoint_id } = config.configurable ?? {};
  if (threadId === undefined) {
    throw new EngineError(
      'MISSING_THREAD_ID',
      `${verb} needs configurable.thread_id: the thread that the checkpoint belongs to.`,
    );
  }
  return { threadId, namespace, checkpointId: checkpoint_id || null };
}

/** @throws EngineError MISSING_THREAD_ID or INVALID_CONFIG */
export function requireCheckpoint(config: RunnableConfig, verb: string): NamedPlace & { checkpointId: string } {
  const { checkpointId, ...place } = requireThread(config, verb);
  if (checkpointId === null) {
    throw new EngineError('INVALID_CONFIG', `${verb} needs configurable.checkpoint_id: writes belong to a checkpoint.`);
  }
  return { ...place, checkpointId };
}

export function configOf(threadId: string, namespace: string, checkpointId: string): CheckpointConfig {
  return { configurable: { thread_id: threadId, checkpoint_ns: namespace, checkpoint_id: checkpointId } };
}
