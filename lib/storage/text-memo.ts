/** A power of two. */
const SLOTS = 256;
const MAX_BYTES = 64;

/** Texts that are read again and again, each made once: of short ones in ASCII as many as have a slot of their own. */
export class TextMemo {
  readonly #stored = new Array<string>(SLOTS).fill('');
  readonly #texts = new Array<string>(SLOTS).fill('');
  readonly #made: (stored: string) => string;

  /** `made`: what becomes of a stored text. */
  constructor(made: (stored: string) => string = (stored) => stored) {
    this.#made = made;
    this.#texts.fill(made(''));
  }

  at(bytes: Buffer, start: number, length: number): string {
    if (length > MAX_BYTES) return this.#made(bytes.toString('utf8', start, start + length));
    let hash = length;
    for (let at = start; at < start + length; at++) hash = (hash * 31 + (bytes[at] as number)) | 0;
    const slot = (hash ^ (hash >> 8)) & (SLOTS - 1);
    if (isText(this.#stored[slot] as string, bytes, start, length)) return this.#texts[slot] as string;
    const stored = bytes.toString('utf8', start, start + length);
    const text = this.#made(stored);
    this.#stored[slot] = stored;
    this.#texts[slot] = text;
    return text;
  }
}

/** A text with letters of several bytes is never found: its length is another. */
function isText(text: string, bytes: Buffer, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let at = 0; at < length; at++) if (text.charCodeAt(at) !== bytes[start + at]) return false;
  return true;
}
