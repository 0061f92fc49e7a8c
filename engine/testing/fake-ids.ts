import type { FakeIds } from '../checkpoint/fake-ids';
import { drawingFrom } from '../checkpoint/fake-ids';
import { CheckpointIds, uuidOfBytes } from '../checkpoint/ids';

/** 2020-01-01T00:00:00Z: time in the ids is made up too. A millisecond passes with each. */
const START_MS = 1_577_836_800_000;
const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

/**
 * Runs `body` with ids that follow from the seed alone, for tests that compare them: of checkpoints, branches, runs and
 * messages, and the versions of channels; ids of tasks and interrupts follow from these. The same seed and the same work
 * give the same ids, other seeds others. Threads keep the names that the test gives them, and times are not faked.
 *
 * Ids are the body's own: what runs beside it, and what runs after it, draws at random.
 */
export function withFakeIds<Result>(
  { seed = 0 }: { seed?: number },
  body: () => Result | Promise<Result>,
): Promise<Result> {
  return drawingFrom(idsOf(seed), body);
}

function idsOf(seed: number): FakeIds {
  const next = numbersFrom(seed);
  const bytes = (count: number) => Uint8Array.from({ length: count }, () => next() & 0xff);
  let ms = START_MS;
  const checkpointIds = new CheckpointIds(
    () => ms++,
    () => bytes(8),
  );
  return {
    checkpointId: (parentId) => checkpointIds.next(parentId),
    runId: () => uuidOf(7, stamped(bytes(16), ms++)),
    versionSuffix: () => Array.from({ length: 8 }, () => ALPHABET[next() % ALPHABET.length]).join(''),
    messageId: () => uuidOf(4, bytes(16)),
  };
}

/** The bytes as a UUID of that version (RFC 9562). */
function uuidOf(version: number, bytes: Uint8Array): string {
  bytes[6] = ((bytes[6] as number) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return uuidOfBytes(bytes);
}

/** With the time in the first six bytes. */
function stamped(bytes: Uint8Array, ms: number): Uint8Array {
  for (let index = 0; index < 6; index++) bytes[index] = Math.floor(ms / 2 ** (8 * (5 - index))) & 0xff;
  return bytes;
}

/** Whole numbers of 32 bits that look random: mulberry32. */
function numbersFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}
