import type { CapsuleKey, CapsulePlace } from '@/lib/contracts/capsule';
import { noParts, type PartCounts } from './format';
import type { KeyPattern } from './key-pattern';
import type { CapsuleListener } from './write-capsule';

/** Keys that are told apart; a state whose keys are ids may have any number. */
const MAX_TRACKED = 20_000;
/** Keys behind each other: what lies deeper is counted with what it lies in. */
const MAX_DEPTH = 6;
const MAX_LISTED = 300;

interface Found {
  places: Set<CapsulePlace>;
  count: number;
  bytes: number;
  pattern: KeyPattern | null;
}

/** What keys a capsule has, how often, and what takes them away. */
export class KeyTally implements CapsuleListener {
  readonly #keys = new Map<string, Found>();
  readonly #matched = new Set<KeyPattern>();
  readonly unseen = { count: 0, bytes: 0 };
  counts: PartCounts = noParts();
  textBytes = 0;

  key(place: CapsulePlace, trail: readonly string[], bytes: number, pattern: KeyPattern | null): void {
    if (pattern !== null) this.#matched.add(pattern);
    if (trail.length > MAX_DEPTH) return;
    const key = trail.map(escaped).join('.');
    let found = this.#keys.get(key);
    if (found === undefined) {
      if (this.#keys.size === MAX_TRACKED) return;
      found = { places: new Set(), count: 0, bytes: 0, pattern };
      this.#keys.set(key, found);
    }
    found.places.add(place);
    found.count += 1;
    found.bytes += bytes;
  }

  opaque(bytes: number): void {
    this.unseen.count += 1;
    this.unseen.bytes += bytes;
  }

  end(counts: PartCounts, textBytes: number): void {
    this.counts = counts;
    this.textBytes = textBytes;
  }

  /** Those of which nothing was found. */
  unmatched(patterns: readonly KeyPattern[]): string[] {
    return patterns.filter((pattern) => !this.#matched.has(pattern)).map(({ text }) => text);
  }

  /** What is redacted before all else, so that it is never cut off; then the state's keys; the largest first. */
  list(): { keys: CapsuleKey[]; keysLeftOut: number } {
    const all = [...this.#keys].map(([key, { places, count, bytes, pattern }]) => ({
      key,
      places: [...places],
      count,
      bytes,
      redactedBy: pattern?.text ?? null,
    }));
    const rank = ({ redactedBy, places }: CapsuleKey) =>
      redactedBy !== null ? 0 : places.includes('state') || places.includes('writes') ? 1 : 2;
    all.sort((a, b) => rank(a) - rank(b) || b.bytes - a.bytes || (a.key < b.key ? -1 : 1));
    return { keys: all.slice(0, MAX_LISTED), keysLeftOut: Math.max(0, all.length - MAX_LISTED) };
  }
}

/** So that it can be given back as a pattern. */
function escaped(key: string): string {
  return key.replace(/[\\.[\]*]/g, '\\$&');
}
