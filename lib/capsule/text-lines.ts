import { refused } from './capsule-error';
import { megabytes } from './limits';

const NEWLINE = 10;

/** Lines without their breaks, as bytes; the last one may lack its own. @throws AppError for one that is too long */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  let length = 0;
  const checked = (more: number): void => {
    length += more;
    if (length > maxBytes) throw refused('too-large', `A line of the capsule is longer than ${megabytes(maxBytes)}.`);
  };
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      checked(end - start);
      begun.push(bytes.subarray(start, end));
      yield begun.length === 1 ? (begun[0] as Buffer) : Buffer.concat(begun);
      begun = [];
      length = 0;
      start = end + 1;
    }
    if (start === bytes.length) continue;
    checked(bytes.length - start);
    // zlib uses its buffers again.
    begun.push(Buffer.from(bytes.subarray(start)));
  }
  if (length > 0) yield Buffer.concat(begun);
}

/** Levels of lists and objects in JSON text, whether or not it is well formed; reading stops above `most`. */
export function jsonDepth(text: Buffer, most: number): number {
  let depth = 0;
  let deepest = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (isText) {
      if (letter === BACKSLASH) at += 1;
      else if (letter === QUOTE) isText = false;
    } else if (letter === QUOTE) isText = true;
    else if (letter === OPEN_LIST || letter === OPEN_OBJECT) {
      depth += 1;
      if (depth > deepest) deepest = depth;
      if (deepest > most) return deepest;
    } else if (letter === CLOSE_LIST || letter === CLOSE_OBJECT) depth -= 1;
  }
  return deepest;
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [...Buffer.from('"\\[]{}')];
