import { v4, v7 } from 'uuid';
import { EngineError } from '../errors';
import type { TaskPath } from './checkpoint';
import { fakeIds } from './fake-ids';
import { uuidV5 } from './uuid-v5';
import { versionSuffix } from './version';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const UUID_V6 = /^([0-9a-f]{8})-([0-9a-f]{4})-6([0-9a-f]{3})-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** Namespace for checkpoint ids of other engines that are not UUIDs. */
const FOREIGN_CHECKPOINT = 'b1f6a3c2-5d0e-5c1b-9a57-0a6f6c1d7e42';

const GREGORIAN_TO_UNIX_MS = 12_219_292_800_000;
const TICKS_PER_MS = 10_000;
/** A UUIDv6's 60 bits of time, in ticks of 100 ns, are kept as 32 high and 28 low bits. */
const LOW_RANGE = 2 ** 28;
const HIGH_RANGE = 2 ** 32;

/** UUIDv6s, each greater than the one before. */
export class CheckpointIds {
  private readonly now: () => number;
  /** Clock sequence and node: two processes at the same tick still differ. */
  private readonly tail: () => string;
  private lastHigh = 0;
  private lastLow = 0;
  private lastId = '';
  private highText = '';
  private tailText = '';

  /** @param now milliseconds since the epoch. @param bytes eight of them, asked for once */
  constructor(now: () => number, bytes: () => Uint8Array) {
    this.now = now;
    this.tail = () => tailOf(bytes());
  }

  next(parentId: string | null | undefined): string {
    const gregorianMs = this.now() + GREGORIAN_TO_UNIX_MS;
    const lowTicks = (gregorianMs % LOW_RANGE) * TICKS_PER_MS;
    let high = Math.floor(gregorianMs / LOW_RANGE) * TICKS_PER_MS + Math.floor(lowTicks / LOW_RANGE);
    let low = lowTicks % LOW_RANGE;
    const { lastHigh, lastLow } = this;
    if (high < lastHigh || (high === lastHigh && low <= lastLow)) [high, low] = tickAfter(lastHigh, lastLow);

    // The last id drawn here is most often the parent.
    const parent = parentId && parentId !== this.lastId ? UUID_V6.exec(parentId) : null;
    if (parent !== null) {
      const parentHigh = Number.parseInt(parent[1] as string, 16);
      const parentLow = Number.parseInt((parent[2] as string) + (parent[3] as string), 16);
      const isBehind = high < parentHigh || (high === parentHigh && low <= parentLow);
      const [nextHigh, nextLow] = tickAfter(parentHigh, parentLow);
      if (isBehind && nextHigh < HIGH_RANGE) [high, low] = [nextHigh, nextLow];
    }

    if (high !== lastHigh || this.highText === '') this.highText = hex(high, 8);
    this.lastHigh = high;
    this.lastLow = low;
    this.tailText ||= this.tail();
    const lowText = hex(low, 7);
    this.lastId = `${this.highText}-${lowText.slice(0, 4)}-6${lowText.slice(4)}-${this.tailText}`;
    return this.lastId;
  }
}

const checkpointIds = new CheckpointIds(
  () => Date.now(),
  () => crypto.getRandomValues(new Uint8Array(8)),
);

/**
 * A UUIDv6, greater than every one drawn before in this process and greater than `parentId`, even when the clock steps
 * back. A parent that is no UUIDv6 (another engine's own text) carries no time and is not looked at.
 */
export function nextCheckpointId(parentId?: string | null): string {
  return fakeIds()?.checkpointId(parentId) ?? checkpointIds.next(parentId);
}

/** Same checkpoint, same task → same id; a fork has other checkpoint ids and so other task ids. */
export function taskId(checkpointId: string, namespace: string, step: number, node: string, path: TaskPath): string {
  const parent = UUID.test(checkpointId) ? checkpointId : uuidV5(FOREIGN_CHECKPOINT, JSON.stringify(checkpointId));
  return uuidV5(parent, JSON.stringify([namespace, step, node, ...path]));
}

/** 32 hex characters, one for each `interrupt()` call of a task: the same for the k-th call when the task runs again. */
export function interruptId(task: string, index: number): string {
  return uuidV5(FOREIGN_CHECKPOINT, JSON.stringify(['interrupt', task, index])).replaceAll('-', '');
}

/** 62 random bits: unique in its thread, and short, since every checkpoint names its branch twice. */
export function newBranchId(): string {
  return versionSuffix() + versionSuffix().slice(0, 4);
}

export function runId(): string {
  return fakeIds()?.runId() ?? v7();
}

export function messageId(): string {
  return fakeIds()?.messageId() ?? v4();
}

/** The 16 bytes of a UUID in canonical (lower-case) text; null for any other text, which the bytes could not give back. */
export function bytesOfUuid(text: string): Uint8Array | null {
  if (!UUID.test(text)) return null;
  const digits = text.replaceAll('-', '');
  return Uint8Array.from({ length: 16 }, (_, index) => Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16));
}

export function uuidOfBytes(bytes: Uint8Array): string {
  if (bytes.length !== 16) {
    throw new EngineError('UNREADABLE_VALUE', `An id of ${bytes.length} bytes is no UUID, which has 16.`);
  }
  const digits = Array.from(bytes, (byte) => hex(byte, 2)).join('');
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  );
}

function tickAfter(high: number, low: number): [high: number, low: number] {
  return low + 1 < LOW_RANGE ? [high, low + 1] : [high + 1, 0];
}

function tailOf(random: Uint8Array): string {
  random[0] = ((random[0] as number) & 0x3f) | 0x80;
  random[2] = (random[2] as number) | 0x01;
  const digits = Array.from(random, (byte) => hex(byte, 2)).join('');
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
}

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, '0');
}
