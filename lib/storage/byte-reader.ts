import { idTextAt } from './stored-id';
import type { TextMemo } from './text-memo';

/** Takes out of bytes what `ByteWriter` put in, in the same order. */
export class ByteReader {
  #bytes: Buffer;
  #position: number;

  constructor(bytes: Uint8Array, position = 0) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#position = position;
  }

  /** Goes on elsewhere: so that one reader serves many rows. */
  open(bytes: Buffer, position: number): void {
    this.#bytes = bytes;
    this.#position = position;
  }

  get position(): number {
    return this.#position;
  }

  /** Reads again from a position. */
  backTo(position: number): void {
    this.#position = position;
  }

  byte(): number {
    return this.#bytes[this.#position++] as number;
  }

  count(): number {
    const first = this.byte();
    if (first < 0x80) return first;
    let value = first & 0x7f;
    for (let scale = 0x80; ; scale *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  float(): number {
    this.#position += 8;
    return this.#bytes.readDoubleLE(this.#position - 8);
  }

  text(): string {
    const length = this.count();
    this.#position += length;
    return this.#bytes.toString('utf8', this.#position - length, this.#position);
  }

  /** A text out of few that come again and again. */
  known(texts: TextMemo): string {
    const length = this.count();
    this.#position += length;
    return texts.at(this.#bytes, this.#position - length, length);
  }

  /** The text of a stored id. */
  idText(): string {
    const length = this.count();
    this.#position += length;
    return idTextAt(this.#bytes, this.#position - length, this.#position);
  }

  skipBytes(): void {
    const length = this.count();
    this.#position += length;
  }

  /** A view, not a copy. */
  bytes(): Uint8Array {
    const length = this.count();
    this.#position += length;
    const { buffer, byteOffset } = this.#bytes;
    return new Uint8Array(buffer, byteOffset + this.#position - length, length);
  }

  /** As many things as a count says that stands before them. */
  list<Item>(read: () => Item): Item[] {
    const items: Item[] = [];
    for (let left = this.count(); left > 0; left--) items.push(read());
    return items;
  }
}
