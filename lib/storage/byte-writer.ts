import { putUuid, storedId, UUID_BYTES } from './stored-id';

const FIRST_CAPACITY = 1024;
/** Up to here a loop over the letters is faster than a call to the encoder. */
const SHORT_TEXT = 32;

/** Puts small things one after another into bytes: numbers, texts, bytes. `ByteReader` takes them out in the same order. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(FIRST_CAPACITY);
  #length = 0;

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** A whole number from 0 to 2^53 - 1; seven bits a byte, the lowest first. */
  count(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  float(value: number): void {
    this.#reserve(8);
    this.#length = this.#bytes.writeDoubleLE(value, this.#length);
  }

  text(value: string): void {
    if (value.length < SHORT_TEXT && this.#ascii(value)) return;
    const length = Buffer.byteLength(value);
    this.count(length);
    this.#reserve(length);
    this.#length += this.#bytes.write(value, this.#length);
  }

  /** With their number before them. */
  bytes(value: Uint8Array): void {
    this.count(value.length);
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  /** As it is stored, with its length before it: a UUID goes straight in, without bytes of its own in between. */
  id(text: string): void {
    this.#reserve(1 + UUID_BYTES);
    if (putUuid(text, this.#bytes, this.#length + 1)) {
      this.#bytes[this.#length] = UUID_BYTES;
      this.#length += 1 + UUID_BYTES;
    } else this.bytes(storedId(text));
  }

  /** A copy of what was put in, and behind it of what was put into `other`; both writers start again. */
  finishWith(other: ByteWriter): Uint8Array {
    const done = Buffer.allocUnsafe(this.#length + other.#length);
    this.#bytes.copy(done, 0, 0, this.#length);
    other.#bytes.copy(done, this.#length, 0, other.#length);
    this.clear();
    other.clear();
    return done;
  }

  clear(): void {
    this.#length = 0;
  }

  /** False, with nothing written, unless every letter is one byte. */
  #ascii(value: string): boolean {
    const { length } = value;
    this.#reserve(length + 1);
    this.#bytes[this.#length] = length;
    for (let index = 0; index < length; index++) {
      const code = value.charCodeAt(index);
      if (code >= 0x80) return false;
      this.#bytes[this.#length + 1 + index] = code;
    }
    this.#length += length + 1;
    return true;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(2 * (this.#length + more));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
