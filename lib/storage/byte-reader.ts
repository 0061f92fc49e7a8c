import { idTextOfHex } from './stored-id';

/** Takes out of bytes what `ByteWriter` put in, in the same order. */
export class ByteReader {
  #bytes: Buffer;
  #position: number;

  constructor(bytes: Uint8Array, position = 0) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#position = position;
  }

  /** Starts again at the beginning of other bytes, given as hex: so that one reader serves many rows. */
  openHex(hex: string): void {
    if (this.#bytes.length < hex.length / 2) this.#bytes = Buffer.allocUnsafe(hex.length);
    this.#bytes.write(hex, 'hex');
    this.#position = 0;
  }

  byte(): number {
    return this.#bytes[this.#position++] as number;
  }

  count(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
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

  /** The text of a stored id. */
  idText(): string {
    const length = this.count();
    this.#position += length;
    const hex = this.#bytes.toString('hex', this.#position - length, this.#position);
    return idTextOfHex(hex);
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
