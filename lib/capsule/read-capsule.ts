import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { z } from 'zod';
import { type AppError, isAppError } from '@/lib/runs/app-error';
import { refused } from './capsule-error';
import { checkContents } from './check-contents';
import {
  CAPSULE_FORMAT,
  CAPSULE_VERSION,
  type CapsuleHeader,
  end,
  header,
  noParts,
  type Part,
  type PartCounts,
  part,
} from './format';
import { type CapsuleLimits, megabytes } from './limits';
import { TextUnsharer } from './shared-texts';
import { jsonDepth, linesOf } from './text-lines';

const GZIP_MAGIC = [0x1f, 0x8b];
const MADE_BY_NO_EXPORT = 'No export of Retrograph writes that.';
const EXPORT_AGAIN = 'Copy or export it again.';

export interface CapsuleReading {
  header(header: CapsuleHeader): void | Promise<void>;
  /** `weight`: the bytes of its line. */
  part(part: Part, weight: number): void;
}

/**
 * Reads a capsule to its end, from anybody. What it gave to `reading` before it throws is worth nothing: only the end tells
 * that nothing is missing or changed.
 * @throws AppError CAPSULE_REFUSED or TOO_LARGE
 */
export async function readCapsule(
  file: AsyncIterable<Uint8Array>,
  limits: CapsuleLimits,
  reading: CapsuleReading,
): Promise<PartCounts> {
  const hash = createHash('sha256');
  const counts = noParts();
  let number = 0;
  let isOver = false;
  const unsharer = new TextUnsharer();
  let grownBytes = 0;
  const look = (json: string, shared: number): void => {
    grownBytes += shared;
    if (json.length > limits.lineBytes || grownBytes > limits.textBytes) throw unpacksTooFar(limits);
    checkDepth(Buffer.from(json), number, limits);
  };
  for await (const line of linesOf(unpack(file, limits), limits.lineBytes)) {
    number += 1;
    if (isOver) throw refused('damaged', `The capsule goes on behind its end, at line ${number}.`);
    const json = parseLine(line, number, limits);
    if (number === 1) {
      await reading.header(readHeader(json));
    } else if (isEnd(json)) {
      checkEnd(json, counts, hash.digest('hex'));
      isOver = true;
      continue;
    } else {
      const where = `Line ${number} of the capsule (${kindOf(json)})`;
      const read = unsharer.unshare(checked(part.safeParse(json), where), where, look);
      checkContents(read, where, limits);
      counts[read.kind] += 1;
      reading.part(read, line.length);
    }
    hash.update(line).update('\n');
  }
  if (number === 0) throw refused('foreign', 'The file is empty; it is no capsule.');
  if (!isOver) throw refused('damaged', `The capsule ends early, behind line ${number}. ${EXPORT_AGAIN}`);
  return counts;
}

async function* unpack(file: AsyncIterable<Uint8Array>, limits: CapsuleLimits): AsyncGenerator<Uint8Array> {
  const source = Readable.from(sized(file, limits.fileBytes), { objectMode: false });
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  let size = 0;
  try {
    for await (const chunk of source.pipe(gunzip) as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > limits.textBytes) throw unpacksTooFar(limits);
      yield chunk;
    }
  } catch (error) {
    if (isAppError(error)) throw error;
    throw refused('damaged', `The capsule can't be unpacked: ${(error as Error).message}. ${EXPORT_AGAIN}`, error);
  } finally {
    source.destroy();
  }
}

function unpacksTooFar({ textBytes }: CapsuleLimits): AppError {
  return refused('too-large', `The capsule unpacks to more than ${megabytes(textBytes)}.`);
}

async function* sized(file: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  let first: Uint8Array = new Uint8Array();
  for await (const chunk of file) {
    if (size < GZIP_MAGIC.length) {
      first = Buffer.concat([first, chunk.subarray(0, GZIP_MAGIC.length)]);
      if (GZIP_MAGIC.some((byte, at) => at < first.length && first[at] !== byte)) {
        throw refused('foreign', 'The file is no capsule: a capsule is compressed with gzip.');
      }
    }
    size += chunk.length;
    if (size > maxBytes) throw refused('too-large', `The file is larger than ${megabytes(maxBytes)}.`);
    yield chunk;
  }
  if (size === 0) throw refused('foreign', 'The file is empty; it is no capsule.');
}

function checkDepth(json: Buffer, number: number, { depth }: CapsuleLimits): void {
  if (json.length <= depth || jsonDepth(json, depth) <= depth) return;
  throw refused('invalid', `Line ${number} of the capsule is nested deeper than ${depth} levels. ${MADE_BY_NO_EXPORT}`);
}

function parseLine(line: Buffer, number: number, limits: CapsuleLimits): unknown {
  checkDepth(line, number, limits);
  try {
    return JSON.parse(decoder.decode(line));
  } catch (cause) {
    if (number === 1) throw refused('foreign', 'The file is no capsule: it does not begin with a line of JSON.', cause);
    throw refused('damaged', `Line ${number} of the capsule is not JSON. ${EXPORT_AGAIN}`, cause);
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function readHeader(json: unknown): CapsuleHeader {
  const { format, version } = (json ?? {}) as { format?: unknown; version?: unknown };
  if (format !== CAPSULE_FORMAT) {
    throw refused('foreign', `The file is no capsule: its first line does not say "${CAPSULE_FORMAT}".`);
  }
  if (typeof version === 'number' && version > CAPSULE_VERSION) {
    throw refused(
      'newer',
      `The capsule has version ${version}, this Retrograph reads up to ${CAPSULE_VERSION}: a newer one wrote it. Update Retrograph.`,
    );
  }
  return checked(header.safeParse(json), 'The header of the capsule');
}

function kindOf(json: unknown): string {
  return String((json as { kind?: unknown } | null)?.kind).slice(0, 40);
}

function checked<Of>(result: z.ZodSafeParseResult<Of>, where: string): Of {
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const at = issue?.path.map(String).join('.').slice(0, 200);
  throw refused('invalid', `${where} is not valid: ${at ? `"${at}": ` : ''}${issue?.message}. ${MADE_BY_NO_EXPORT}`);
}

function isEnd(json: unknown): boolean {
  return kindOf(json) === 'end';
}

function checkEnd(json: unknown, counts: PartCounts, sha256: string): void {
  const told = checked(end.safeParse(json), 'The end of the capsule');
  const differs = Object.entries(told.counts).find(([kind, count]) => counts[kind as keyof PartCounts] !== count);
  if (differs !== undefined) {
    const [kind, count] = differs;
    const found = counts[kind as keyof PartCounts];
    throw refused('damaged', `The capsule should have ${count} lines of "${kind}" and has ${found}. ${EXPORT_AGAIN}`);
  }
  if (told.sha256 !== sha256) {
    throw refused('damaged', `The capsule was changed after it was exported: its checksum differs. ${EXPORT_AGAIN}`);
  }
}
