const UUID_BYTES = 16;
const TEXT_BYTES = 36;
/** Where the text of a UUID has a dash before the byte of this number. */
const DASH_BEFORE = new Set([4, 6, 8, 10]);
const DASH = '-'.charCodeAt(0);

/** Codes of the two letters of each byte. */
const HIGH = new Uint8Array(256);
const LOW = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  const hex = byte.toString(16).padStart(2, '0');
  HIGH[byte] = hex.charCodeAt(0);
  LOW[byte] = hex.charCodeAt(1);
}

/** Where each byte's letters stand. */
const places: number[] = [];
const letters = Buffer.alloc(TEXT_BYTES, DASH);
for (let byte = 0, place = 0; byte < UUID_BYTES; byte++, place += 2) {
  if (DASH_BEFORE.has(byte)) place += 1;
  places.push(place);
}

/** A page names most ids several times, as a checkpoint, a parent, a base, a run: such a text is made once. A power of two. */
const KNOWN = 512;
const knownBytes = new Uint8Array(KNOWN * UUID_BYTES);
const knownTexts = new Array<string>(KNOWN).fill('00000000-0000-0000-0000-000000000000');

/** The text of the UUID whose bytes begin at `start`. */
export function uuidText(bytes: Uint8Array, start: number): string {
  const low = ((bytes[start + 15] as number) << 1) ^ (bytes[start + 1] as number);
  const slot = (low ^ ((bytes[start + 7] as number) << 1) ^ ((bytes[start + 3] as number) << 2)) & (KNOWN - 1);
  const known = slot * UUID_BYTES;
  for (let at = 0; at < UUID_BYTES; at++) {
    if (knownBytes[known + at] !== bytes[start + at]) return remember(bytes, start, slot);
  }
  return knownTexts[slot] as string;
}

function remember(bytes: Uint8Array, start: number, slot: number): string {
  for (let at = 0; at < UUID_BYTES; at++) {
    const byte = bytes[start + at] as number;
    const place = places[at] as number;
    letters[place] = HIGH[byte] as number;
    letters[place + 1] = LOW[byte] as number;
    knownBytes[slot * UUID_BYTES + at] = byte;
  }
  const text = letters.toString('latin1');
  knownTexts[slot] = text;
  return text;
}
