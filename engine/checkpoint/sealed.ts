/**
 * An opaque part of a value (a Map, a Date, an instance of a class) as its bytes: it can be changed where it is, so only
 * its encoded form can be compared later, and be read again without being shared.
 */
export class Sealed {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  isSameAs({ bytes }: Sealed): boolean {
    if (bytes.length !== this.bytes.length) return false;
    for (let index = 0; index < bytes.length; index++) if (bytes[index] !== this.bytes[index]) return false;
    return true;
  }
}
