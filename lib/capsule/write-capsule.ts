import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { CapsuleRequest } from '@/lib/contracts/capsule';
import { AppError } from '@/lib/runs/app-error';
import {
  CAPSULE_FORMAT,
  CAPSULE_VERSION,
  type CapsuleEnd,
  type CapsuleHeader,
  noParts,
  type PartCounts,
  type PartKind,
} from './format';
import { type KeyPattern, parseKeyPattern } from './key-pattern';
import { redactPart } from './redact-part';
import { type KeyListener, Redactor } from './redactor';
import { TextSharer } from './shared-texts';
import type { StagedThread } from './staged-thread';

const KINDS: readonly PartKind[] = ['thread', 'branch', 'checkpoint', 'value', 'writes', 'run', 'event', 'note'];
/** Text that goes to the compressor at once, in characters. */
const CHUNK = 128 * 1024;

/** How a thread leaves. */
export interface Leaving {
  /** The id under which it is to be imported. */
  threadId: string;
  patterns: readonly KeyPattern[];
  leaveOut: CapsuleRequest['leaveOut'];
  /** Hears of what is in it. */
  listener: CapsuleListener | null;
}

export interface CapsuleListener extends KeyListener {
  /** `textBytes`: of all lines before the last. */
  end(counts: PartCounts, textBytes: number): void;
}

/** @throws AppError INVALID_REQUEST for a pattern that names no key */
export function patternsOf({ redact }: CapsuleRequest): KeyPattern[] {
  return redact.map((text) => {
    const pattern = parseKeyPattern(text);
    if (pattern !== null) return pattern;
    throw new AppError(
      'INVALID_REQUEST',
      `"${text}" names no key to redact. Write a key (apiKey), or keys that follow each other (messages[].content).`,
    );
  });
}

/** The compressed file, as it is made. */
export function writeCapsule(staged: StagedThread, leaving: Leaving): Readable {
  const texts = Readable.from(chunksOf(capsuleLines(staged, leaving)), { objectMode: true });
  const gzip = createGzip();
  texts.on('error', (error) => gzip.destroy(error));
  gzip.on('close', () => texts.destroy());
  return texts.pipe(gzip);
}

function* capsuleLines(staged: StagedThread, { threadId, patterns, leaveOut, listener }: Leaving): Generator<string> {
  const hash = createHash('sha256');
  let textBytes = 0;
  const hashed = (line: object): string => {
    const text = `${JSON.stringify(line)}\n`;
    hash.update(text);
    if (listener !== null) textBytes += Buffer.byteLength(text);
    return text;
  };
  const [thread] = staged.parts(['thread']);
  const first: CapsuleHeader = {
    format: CAPSULE_FORMAT,
    version: CAPSULE_VERSION,
    exportedAt: new Date().toISOString(),
    threadId,
    graph: thread?.kind === 'thread' ? thread.graph : null,
    redacted: patterns.map(({ text }) => text),
    leftOut: leaveOut,
  };
  yield hashed(first);
  const redactor = new Redactor(patterns, listener);
  const sharer = new TextSharer();
  const counts = noParts();
  for (const part of staged.parts(kindsOf(leaveOut))) {
    const kept = redactPart(part, redactor);
    if (kept === null) continue;
    counts[kept.kind] += 1;
    yield hashed(sharer.share(kept));
  }
  listener?.end(counts, textBytes);
  const last: CapsuleEnd = { kind: 'end', counts, sha256: hash.digest('hex') };
  yield `${JSON.stringify(last)}\n`;
}

function kindsOf(leaveOut: CapsuleRequest['leaveOut']): PartKind[] {
  const isLeftOut: Partial<Record<PartKind, boolean>> = {
    event: leaveOut.includes('events'),
    note: leaveOut.includes('notes'),
  };
  return KINDS.filter((kind) => !isLeftOut[kind]);
}

function* chunksOf(lines: Iterable<string>): Generator<string> {
  let chunk: string[] = [];
  let length = 0;
  for (const line of lines) {
    chunk.push(line);
    length += line.length;
    if (length < CHUNK) continue;
    yield chunk.join('');
    chunk = [];
    length = 0;
  }
  if (length > 0) yield chunk.join('');
}
