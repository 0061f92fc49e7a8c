import { EngineError } from '@/engine';

/** First byte of every packed column that has a JSON part. A reader that meets a greater one is older than the row. */
const FORMAT = 1;
const HEADER_BYTES = 5;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A packed column: the format, the length of a JSON part, the JSON, then raw bytes. */
export function frame(text: unknown, tail: readonly Uint8Array[]): Uint8Array {
  const json = encoder.encode(JSON.stringify(text));
  const length = tail.reduce((sum, part) => sum + part.length, HEADER_BYTES + json.length);
  const packed = new Uint8Array(length);
  packed[0] = FORMAT;
  new DataView(packed.buffer).setUint32(1, json.length, true);
  packed.set(json, HEADER_BYTES);
  let offset = HEADER_BYTES + json.length;
  for (const part of tail) {
    packed.set(part, offset);
    offset += part.length;
  }
  return packed;
}

/**
 * The JSON part, and `take`, which gives the raw bytes in the order in which they were put.
 * @throws EngineError NEWER_DATABASE for a row that a newer version wrote.
 */
export function unframe<Text>(packed: Uint8Array): { text: Text; take: (length: number) => Uint8Array } {
  formatOf(packed, FORMAT);
  const end = HEADER_BYTES + new DataView(packed.buffer, packed.byteOffset).getUint32(1, true);
  let offset = end;
  const take = (length: number): Uint8Array => {
    offset += length;
    return packed.subarray(offset - length, offset);
  };
  return { text: JSON.parse(decoder.decode(packed.subarray(HEADER_BYTES, end))), take };
}

/** The first byte of a packed column. @throws EngineError NEWER_DATABASE when it is above `newest` */
export function formatOf(packed: Uint8Array, newest: number, start = 0): number {
  const format = packed[start] as number;
  if (format <= newest) return format;
  throw new EngineError(
    'NEWER_DATABASE',
    `A row has format ${format}, this version reads up to ${newest}: a newer version of Retrograph wrote it. Update Retrograph.`,
  );
}
