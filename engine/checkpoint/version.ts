import { EngineError } from '../errors';
import type { ChannelVersion } from './checkpoint';
import { fakeIds } from './fake-ids';

// A version is `0000000a.k3f9x2ab`: a counter, a dot, a suffix that no other branch has. Two branches of a thread
// therefore never write different values under one version. Fixed width and lower case, because other engines
// compare versions as text, some by locale.
const COUNTER_WIDTH = 8;
const SUFFIX_WIDTH = 8;
const VERSION_WIDTH = COUNTER_WIDTH + 1 + SUFFIX_WIDTH;
const MAX_COUNTER = 36 ** COUNTER_WIDTH - 1;

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';
/** Bytes from here on are thrown away, so that every letter is equally likely. */
const UNBIASED_BYTES = 252;
const pool = new Uint8Array(512);
let poolPosition = pool.length;

/** Eight random base-36 characters: one draw an invocation makes its versions its own. */
export function versionSuffix(): string {
  return fakeIds()?.versionSuffix() ?? randomSuffix();
}

function randomSuffix(): string {
  let suffix = '';
  while (suffix.length < SUFFIX_WIDTH) {
    if (poolPosition === pool.length) {
      crypto.getRandomValues(pool);
      poolPosition = 0;
    }
    const byte = pool[poolPosition++] as number;
    if (byte < UNBIASED_BYTES) suffix += ALPHABET[byte % 36];
  }
  return suffix;
}

// The channels that one step changes mostly follow the same version: its successor is worked out once.
let memoCounter = '';
let memoNext = '';

/** The version after `current`, with the caller's suffix. Counters of other engines' savers are taken over. */
export function nextVersion(current: ChannelVersion | undefined, suffix: string): string {
  if (isOurs(current)) {
    const counter = current.slice(0, COUNTER_WIDTH);
    if (counter !== memoCounter) {
      memoNext = counterText(Number.parseInt(counter, 36) + 1);
      memoCounter = counter;
    }
    return `${memoNext}.${suffix}`;
  }
  return `${counterText(current === undefined ? 1 : counterOf(current) + 1)}.${suffix}`;
}

/** The version after `current`, with a suffix that is used this once. */
export function freshVersion(current: ChannelVersion | undefined): string {
  return nextVersion(current, versionSuffix());
}

/** Orders by counter, whatever engine wrote the version; equal counters by text, a number before a string. */
export function compareVersions(a: ChannelVersion, b: ChannelVersion): number {
  if (a === b) return 0;
  if (isOurs(a) && isOurs(b)) return a < b ? -1 : 1;
  const difference = counterOf(a) - counterOf(b);
  if (difference !== 0) return difference < 0 ? -1 : 1;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : 1;
}

function isOurs(version: ChannelVersion | undefined): version is string {
  return typeof version === 'string' && version.length === VERSION_WIDTH && version[COUNTER_WIDTH] === '.';
}

/** Other engines count in numbers, or in decimal text before a dot (`00000000000000000000000000000002.0.123`). */
function counterOf(version: ChannelVersion): number {
  if (typeof version === 'number') return Math.floor(version);
  const counter = isOurs(version) ? Number.parseInt(version.slice(0, COUNTER_WIDTH), 36) : Number.parseInt(version, 10);
  if (Number.isNaN(counter)) {
    throw new EngineError(
      'UNREADABLE_VALUE',
      `Channel version "${version}" has no counter; a saver must hand back the versions it was given.`,
    );
  }
  return counter;
}

function counterText(counter: number): string {
  if (!(counter >= 0 && counter <= MAX_COUNTER)) {
    throw new EngineError('UNREADABLE_VALUE', `Channel version ${counter} is out of range 0 to ${MAX_COUNTER}.`);
  }
  return counter.toString(36).padStart(COUNTER_WIDTH, '0');
}
