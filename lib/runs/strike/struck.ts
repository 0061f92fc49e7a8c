import type { Struck, StruckKey } from '@/lib/contracts/strike';

const STRUCK: StruckKey = 'retrograph_struck';

/** What a fork's checkpoint says of the write that it leaves out. */
export function struckMetadata(struck: Struck): Record<string, unknown> {
  return { [STRUCK]: struck };
}

/** Null for an edit that strikes nothing. A client may write anything under the key: what is no such record is nothing. */
export function struckBy(metadata: Record<string, unknown>): Struck | null {
  const { checkpointId, step, node, channels } = (metadata[STRUCK] ?? {}) as Partial<Struck>;
  const isNode = node === null || typeof node === 'string';
  const isList = Array.isArray(channels) && channels.every((name) => typeof name === 'string');
  if (typeof checkpointId !== 'string' || typeof step !== 'number' || !isNode || !isList) return null;
  return { checkpointId, step, node, channels };
}
