// UUIDv5 (RFC 9562, section 5.5) is the SHA-1 of a namespace and a name, cut to 128 bits. Written here because task ids
// are drawn in the loop: it takes less than half the time of the `uuid` package's.

const UUID_BYTES = 16;
const BLOCK_BYTES = 64;
/** The length in bits is written behind the message, after a byte that marks its end. */
const LENGTH_BYTES = 8;

const words = new Int32Array(80);
const state = new Int32Array(5);
const encoder = new TextEncoder();
let message = new Uint8Array(BLOCK_BYTES * 4);

/** `namespace` is a UUID in canonical text; `name` any text, taken as UTF-8. */
export function uuidV5(namespace: string, name: string): string {
  // A UTF-16 unit takes three bytes at most.
  const enough = UUID_BYTES + name.length * 3 + 1 + LENGTH_BYTES + BLOCK_BYTES;
  if (message.length < enough) message = new Uint8Array(enough);
  writeUuid(namespace);
  const length = UUID_BYTES + writeText(name);
  sha1(length);
  return uuidOfState();
}

function writeUuid(uuid: string): void {
  let digit = 0;
  for (let index = 0; index < UUID_BYTES; index++) {
    if (uuid.charCodeAt(digit) === 45) digit += 1;
    message[index] = (hexDigit(uuid.charCodeAt(digit)) << 4) | hexDigit(uuid.charCodeAt(digit + 1));
    digit += 2;
  }
}

function hexDigit(code: number): number {
  return code < 58 ? code - 48 : code - 87;
}

/** Behind the namespace. Answers how many bytes. */
function writeText(text: string): number {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 127) return encoder.encodeInto(text, message.subarray(UUID_BYTES)).written;
    message[UUID_BYTES + index] = code;
  }
  return text.length;
}

function sha1(length: number): void {
  const padded = Math.ceil((length + 1 + LENGTH_BYTES) / BLOCK_BYTES) * BLOCK_BYTES;
  message.fill(0, length, padded);
  message[length] = 0x80;
  const bits = length * 8;
  for (let byte = 0; byte < 4; byte++) message[padded - 1 - byte] = bits >>> (8 * byte);
  state[0] = 0x67452301;
  state[1] = 0xefcdab89;
  state[2] = 0x98badcfe;
  state[3] = 0x10325476;
  state[4] = 0xc3d2e1f0;
  for (let block = 0; block < padded; block += BLOCK_BYTES) takeBlock(block);
}

function takeBlock(start: number): void {
  for (let index = 0; index < 16; index++) {
    const at = start + index * 4;
    words[index] = (byteAt(at) << 24) | (byteAt(at + 1) << 16) | (byteAt(at + 2) << 8) | byteAt(at + 3);
  }
  for (let index = 16; index < 80; index++) {
    const mixed = wordAt(index - 3) ^ wordAt(index - 8) ^ wordAt(index - 14) ^ wordAt(index - 16);
    words[index] = (mixed << 1) | (mixed >>> 31);
  }
  let a = stateAt(0);
  let b = stateAt(1);
  let c = stateAt(2);
  let d = stateAt(3);
  let e = stateAt(4);
  for (let round = 0; round < 80; round++) {
    let mixed: number;
    if (round < 20) mixed = ((b & c) | (~b & d)) + 0x5a827999;
    else if (round < 40) mixed = (b ^ c ^ d) + 0x6ed9eba1;
    else if (round < 60) mixed = ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
    else mixed = (b ^ c ^ d) + 0xca62c1d6;
    const next = (((a << 5) | (a >>> 27)) + mixed + e + wordAt(round)) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  add(0, a);
  add(1, b);
  add(2, c);
  add(3, d);
  add(4, e);
}

function byteAt(index: number): number {
  return message[index] as number;
}

function wordAt(index: number): number {
  return words[index] as number;
}

function stateAt(index: number): number {
  return state[index] as number;
}

function add(index: number, value: number): void {
  state[index] = stateAt(index) + value;
}

const HEX_PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function uuidOfState(): string {
  const a = stateAt(0);
  const versioned = (stateAt(1) & 0xffff0fff) | 0x5000;
  const variant = (stateAt(2) & 0x3fffffff) | 0x80000000;
  const d = stateAt(3);
  return `${hex16(a >>> 16)}${hex16(a)}-${hex16(versioned >>> 16)}-${hex16(versioned)}-${hex16(variant >>> 16)}-${hex16(variant)}${hex16(d >>> 16)}${hex16(d)}`;
}

/** The low 16 bits. */
function hex16(value: number): string {
  return `${HEX_PAIRS[(value >>> 8) & 0xff]}${HEX_PAIRS[value & 0xff]}`;
}
