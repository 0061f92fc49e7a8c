import { uuidText } from './id-text';

const UUID_LENGTH = 36;
export const UUID_BYTES = 16;
/** Other engines' ids may be any text: they follow 16 bytes of 0xff, so they sort after all UUIDs and among themselves as text. */
const TEXT_MARK = new Uint8Array(UUID_BYTES).fill(0xff);

/**
 * A step names its parent, its base and its run, which the steps before it named too; many threads may take turns. Each of
 * them has a slot by some of its letters. Texts longer than a UUID are not remembered. A power of two.
 */
const SLOTS = 1024;
const recentTexts = new Array<string>(SLOTS).fill('');
const recentBytes = new Array<Uint8Array>(SLOTS).fill(bytesOf(''));

/** Ids of checkpoints, tasks and runs as they are stored: a UUID is its 16 bytes; other text is longer than that. Not to be changed. */
export function storedId(text: string): Uint8Array {
  if (text.length > UUID_LENGTH) return bytesOf(text);
  const slot = slotOf(text);
  if (recentTexts[slot] === text) return recentBytes[slot] as Uint8Array;
  const bytes = bytesOf(text);
  recentTexts[slot] = text;
  recentBytes[slot] = bytes;
  return bytes;
}

/** Of ids made one after the other the letters before the last dash differ, of random ones all do. */
function slotOf(text: string): number {
  let hash = text.length;
  for (let at = 10; at < 18; at++) hash = (hash * 17) ^ text.charCodeAt(at);
  return (hash ^ (hash >> 10)) & (SLOTS - 1);
}

function bytesOf(text: string): Uint8Array {
  const uuid = uuidBytes(text);
  if (uuid !== null) return uuid;
  const marked = Buffer.alloc(UUID_BYTES + Buffer.byteLength(text) + 1);
  marked.set(TEXT_MARK);
  marked.write(text, UUID_BYTES);
  return marked;
}

/** By the code of the letter; lower case alone, since the bytes give back no other. */
const DIGITS = new Int8Array(128).fill(-1);
for (const [value, digit] of [...'0123456789abcdef'].entries()) DIGITS[digit.charCodeAt(0)] = value;

/** Null for any text but a UUID. Of Node's pool, since a driver would have to move the bytes of a short array of its own out of the heap. */
function uuidBytes(text: string): Uint8Array | null {
  const bytes = Buffer.allocUnsafe(UUID_BYTES);
  return putUuid(text, bytes, 0) ? bytes : null;
}

/**
 * Puts the bytes of a UUID where there is room for them; false for any other text, which leaves there what it may. Goes letter
 * by letter, which costs a fourth of what the library's functions do.
 */
export function putUuid(text: string, bytes: Uint8Array, start: number): boolean {
  if (text.length !== UUID_LENGTH) return false;
  let at = 0;
  for (let index = 0; index < UUID_BYTES; index++) {
    if (index === 4 || index === 6 || index === 8 || index === 10) {
      if (text.charCodeAt(at++) !== DASH) return false;
    }
    const high = DIGITS[text.charCodeAt(at++)] ?? -1;
    const low = DIGITS[text.charCodeAt(at++)] ?? -1;
    if (high < 0 || low < 0) return false;
    bytes[start + index] = (high << 4) | low;
  }
  return true;
}
const DASH = '-'.charCodeAt(0);

export function storedIdOrNull(text: string | null | undefined): Uint8Array | null {
  return text === null || text === undefined ? null : storedId(text);
}

export function idText(stored: Uint8Array): string {
  return idTextAt(stored, 0, stored.length);
}

export function idTextOfHex(hex: string): string {
  return idText(Buffer.from(hex, 'hex'));
}

/** The same of an id that lies among other bytes. */
export function idTextAt(bytes: Uint8Array, start: number, end: number): string {
  if (end - start === UUID_BYTES) return uuidText(bytes, start);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8', start + UUID_BYTES, end - 1);
}

export function idTextOrNull(stored: Uint8Array | null): string | null {
  return stored === null ? null : idText(stored);
}

export function hexOf(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('hex');
}

/** The same bytes. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
