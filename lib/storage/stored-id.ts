import { uuidText } from './id-text';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const UUID_BYTES = 16;
/** Other engines' ids may be any text: they follow 16 bytes of 0xff, so they sort after all UUIDs and among themselves as text. */
const TEXT_MARK = new Uint8Array(UUID_BYTES).fill(0xff);

/** A step names its parent, its base and its run, which the steps before it named too. */
const RECENT_IDS = 8;
const recentTexts: string[] = [];
const recentBytes: Uint8Array[] = [];
let nextRecent = 0;

/** Ids of checkpoints, tasks and runs as they are stored: a UUID is its 16 bytes; other text is longer than that. Not to be changed. */
export function storedId(text: string): Uint8Array {
  const known = recentTexts.indexOf(text);
  if (known >= 0) return recentBytes[known] as Uint8Array;
  const bytes = bytesOf(text);
  recentTexts[nextRecent] = text;
  recentBytes[nextRecent] = bytes;
  nextRecent = (nextRecent + 1) % RECENT_IDS;
  return bytes;
}

function bytesOf(text: string): Uint8Array {
  if (UUID.test(text)) return Buffer.from(text.replaceAll('-', ''), 'hex');
  const marked = new Uint8Array(UUID_BYTES + Buffer.byteLength(text) + 1);
  marked.set(TEXT_MARK);
  Buffer.from(marked.buffer).write(text, UUID_BYTES);
  return marked;
}

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
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
