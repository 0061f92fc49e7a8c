import type { Delta, PendingWrite, Serializer } from '@/engine';
import { applyDelta, decodeDelta, deltaOf, encodeDelta, namingChannel, seal, WRITE_INDEX } from '@/engine';
import { decodeValue } from './stored-value';
import type { StoredValue } from './value-chain';

// A lone task's writes are kept in the record of the step that it made. What it wrote is most often what the channel
// became, or what was added to it, perhaps with an id: then the record refers to that, and a payload is stored once.

export type RecordedWrite =
  | { channel: string; kind: 'bytes'; bytes: Uint8Array }
  /** As the channel's new value. */
  | { channel: string; kind: 'value' }
  /** As what the channel's delta adds, or a delta to that. */
  | { channel: string; kind: 'added'; delta: Uint8Array | null };

/** A write that refers takes no bytes, or few: below this there is nothing to save. */
const MIN_REFERRED_BYTES = 64;

/** Null when they can't be told by their places in the list: reserved ones have places of their own. */
export function recordWrites(
  writes: readonly PendingWrite[],
  became: ReadonlyMap<string, StoredValue>,
  serializer: Serializer,
): RecordedWrite[] | null {
  if (writes.some(([channel]) => channel in WRITE_INDEX)) return null;
  return writes.map(([channel, value]) => recordWrite(channel, value, became.get(channel), serializer));
}

function recordWrite(
  channel: string,
  value: unknown,
  became: StoredValue | undefined,
  serializer: Serializer,
): RecordedWrite {
  const bytes = (): RecordedWrite => ({
    channel,
    kind: 'bytes',
    bytes: namingChannel(channel, () => serializer.encode(value)),
  });
  if (became === undefined) return bytes();
  const isPlain = typeof value !== 'object' || value === null;
  if (isPlain && Object.is(became.sealed, value)) return { channel, kind: 'value' };
  const isSmall = typeof value === 'string' ? value.length < MIN_REFERRED_BYTES : isPlain;
  if (isSmall) return bytes();
  const sealed = namingChannel(channel, () => seal(value, serializer));
  const added = became.delta && addedBy(became.delta);
  if (!added) return deltaOf(became.sealed, sealed) === null ? { channel, kind: 'value' } : bytes();
  const delta = deltaOf(added, sealed);
  if (delta === null) return { channel, kind: 'added', delta };
  return delta.op === 'set' ? bytes() : { channel, kind: 'added', delta: encodeDelta(delta, serializer) };
}

/** What the channel became, read on demand. */
interface Became {
  value: () => unknown;
  delta: () => Delta | null | undefined;
}

/** The value of a recorded write, sealed. */
export function readRecordedWrite(write: RecordedWrite, became: Became, serializer: Serializer): unknown {
  switch (write.kind) {
    case 'bytes':
      return decodeValue(write.bytes, serializer);
    case 'value':
      return became.value();
    case 'added': {
      const delta = became.delta();
      if (!delta) throw new Error('the row that it refers to is gone');
      const added = addedBy(delta);
      return write.delta === null ? added : applyDelta(added, decodeDelta(write.delta, serializer));
    }
  }
}

/** What a delta puts behind a list or a text; undefined when it does anything else. */
function addedBy(delta: Delta): unknown {
  if (delta.op === 'text') return delta.add;
  return delta.op === 'list' && delta.end === undefined && delta.edit === undefined ? delta.add : undefined;
}
