import type { CheckpointRef } from '@/lib/contracts/protocol';

/** A checkpoint, or the tip when its id is null, of the graph in a namespace; the root's is empty. */
export interface CheckpointPlace {
  namespace: string;
  checkpointId: string | null;
}

export const ROOT: CheckpointPlace = { namespace: '', checkpointId: null };

/** A subgraph's checkpoint may be named by `checkpoint_map` alone, which has the ids of those around it, too. */
export function placeOf(checkpoint: CheckpointRef | null | undefined): CheckpointPlace {
  const namespace = checkpoint?.checkpoint_ns ?? '';
  const mapped = namespace === '' ? undefined : checkpoint?.checkpoint_map?.[namespace];
  return { namespace, checkpointId: checkpoint?.checkpoint_id ?? textOrNull(mapped) };
}

/** Empty text names nothing. */
export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
