import type { Delta } from '@/engine';
import type { CapsulePlace } from '@/lib/contracts/capsule';
import type { Content } from './format';
import { type KeyPattern, matchesKeys } from './key-pattern';
import { looksOpaque, nameOfTag, type Tagged, tagEntries } from './tagged-parts';

/** What stands where something was. */
export const REDACTED = '[redacted]';

/** Hears of each key on the way. */
export interface KeyListener {
  /** `bytes` are about those of its JSON. The pattern is the one that takes it, or what it is in; null when it stays. */
  key(place: CapsulePlace, trail: readonly string[], bytes: number, pattern: KeyPattern | null): void;
  /** Something that no key leads into. */
  opaque(bytes: number): void;
}

/**
 * Takes what patterns name out of the parts of a thread. Deltas are treated like the values that they lead to, so that a
 * chain of redacted deltas leads to the redacted values: what a delta changes under a key that goes becomes "it is set to
 * the mark", and everything else keeps its place.
 */
export class Redactor {
  readonly #patterns: readonly KeyPattern[];
  readonly #listener: KeyListener | null;
  /** What is looked into: said to the listener. */
  place: CapsulePlace = 'state';
  /** The pattern that takes what is around. */
  #around: KeyPattern | null = null;
  /** The keys that lead to what is being looked at. */
  readonly #trail: string[] = [];

  constructor(patterns: readonly KeyPattern[], listener: KeyListener | null = null) {
    this.#patterns = patterns;
    this.#listener = listener;
  }

  /** True when nothing would come of looking. */
  get isIdle(): boolean {
    return this.#patterns.length === 0 && this.#listener === null;
  }

  /** Does a key go, wherever it leads to? */
  takes(trail: readonly string[]): boolean {
    return this.#patterns.some((pattern) => matchesKeys(pattern, trail));
  }

  /** JSON under these keys; the last of them may itself be named. */
  json(trail: readonly string[], value: unknown): unknown {
    return this.#under(trail, value, (inner) => this.#plain(inner)).value;
  }

  content(trail: readonly string[], content: Content): Content {
    if (this.isIdle) return content;
    if ('base64' in content) {
      const bytes = Math.floor((content.base64.length * 3) / 4);
      if (this.takes(trail)) return { json: REDACTED };
      this.#listener?.opaque(bytes);
      return content;
    }
    if ('json' in content) return { json: this.json(trail, content.json) };
    const { value, isGone } = this.#under(trail, content.tagged, (inner) => this.#tagged(inner));
    return isGone ? { json: value } : { tagged: value };
  }

  /** A stored delta to the value under these keys. */
  delta(trail: readonly string[], content: Content): Content {
    if (this.isIdle) return content;
    if ('base64' in content) return this.content(trail, content);
    const inner = 'json' in content ? content.json : content.tagged;
    const walk = 'json' in content ? (value: unknown) => this.#plain(value) : (value: unknown) => this.#tagged(value);
    const { value, isGone } = this.#under(trail, inner, (delta) => this.#delta(delta as Delta, walk));
    if (isGone) return { json: { op: 'set', value } };
    return 'json' in content ? { json: value } : { tagged: value };
  }

  #under(
    trail: readonly string[],
    value: unknown,
    walk: (value: unknown) => Walked,
  ): { value: unknown; isGone: boolean } {
    if (this.isIdle) return { value, isGone: false };
    this.#trail.push(...trail.slice(0, -1));
    const last = trail.at(-1);
    const walked = last === undefined ? walk(value) : this.#key(last, value, walk);
    this.#trail.length = 0;
    return { value: walked.value, isGone: walked.value === REDACTED && value !== REDACTED };
  }

  #key(key: string, value: unknown, walk: (value: unknown) => Walked): Walked {
    this.#trail.push(key);
    const around = this.#around;
    const pattern = around ?? this.#patterns.find((each) => matchesKeys(each, this.#trail)) ?? null;
    this.#around = pattern;
    const inner = pattern === null || this.#listener !== null ? walk(value) : NOTHING;
    this.#listener?.key(this.place, this.#trail, inner.bytes, pattern);
    this.#around = around;
    this.#trail.pop();
    return pattern === null || around !== null ? inner : { value: REDACTED, bytes: inner.bytes };
  }

  #plain(value: unknown): Walked {
    if (typeof value !== 'object' || value === null) return { value, bytes: leafBytes(value) };
    if (Array.isArray(value)) return this.#items(value, (item) => this.#plain(item));
    return this.#record(value as Record<string, unknown>, (item) => this.#plain(item));
  }

  #tagged(value: unknown): Walked {
    if (typeof value !== 'object' || value === null) return { value, bytes: leafBytes(value) };
    const walk = (item: unknown) => this.#tagged(item);
    if (Array.isArray(value)) return this.#items(value, walk);
    const kind = nameOfTag(value);
    if (kind === null) return this.#record(value as Record<string, unknown>, walk);
    const { v } = value as Tagged;
    if (looksOpaque(kind) && typeof v === 'string' && this.#around === null) this.#listener?.opaque(v.length);
    let bytes = kind.length;
    const entries = tagEntries(kind, v);
    if (entries === null) {
      const inner = walk(v);
      return { value: v === undefined ? value : { ...value, v: inner.value }, bytes: bytes + inner.bytes };
    }
    const items = entries.map((entry) => {
      const walked = this.#key(String(entry.key), entry.value, walk);
      bytes += walked.bytes + leafBytes(entry.key);
      return entry.with(walked.value);
    });
    return { value: { ...value, v: entries.rebuild(items) }, bytes };
  }

  #items(list: readonly unknown[], walk: (item: unknown) => Walked): Walked {
    let bytes = 2;
    const value = list.map((item) => {
      const walked = walk(item);
      bytes += walked.bytes + 1;
      return walked.value;
    });
    return { value, bytes };
  }

  #record(record: Record<string, unknown>, walk: (item: unknown) => Walked): Walked {
    let bytes = 2;
    // fromEntries defines keys, so that one named `__proto__` stays a key.
    const value = Object.fromEntries(
      Object.entries(record).map(([key, item]) => {
        const walked = this.#key(key, item, walk);
        bytes += walked.bytes + leafBytes(key) + 2;
        return [key, walked.value];
      }),
    );
    return { value, bytes };
  }

  #delta(delta: Delta, walk: (value: unknown) => Walked): Walked {
    let bytes = 2;
    const counted = (walked: Walked): unknown => {
      bytes += walked.bytes;
      return walked.value;
    };
    /** Under a key that goes, whatever was changed there. */
    const edits = ([key, inner]: [string, Delta]): [string, unknown] => {
      const walked = this.#key(key, inner, (each) => this.#delta(each as Delta, walk));
      bytes += walked.bytes;
      return [key, walked.value === REDACTED ? { op: 'set', value: REDACTED } : walked.value];
    };
    switch (delta.op) {
      case 'set':
        return { value: { ...delta, value: counted(walk(delta.value)) }, bytes };
      case 'text':
        return { value: delta, bytes: leafBytes(delta.add) };
      case 'list': {
        const add = delta.add?.map((item) => counted(walk(item)));
        const edit = delta.edit?.map(([index, inner]) => [index, counted(this.#delta(inner, walk))]);
        return { value: { ...delta, ...(add && { add }), ...(edit && { edit }) }, bytes };
      }
      case 'record': {
        const put = delta.put?.map(([key, item]) => [key, counted(this.#key(key, item, walk))]);
        const edit = delta.edit?.map(edits);
        return { value: { ...delta, ...(put && { put }), ...(edit && { edit }) }, bytes };
      }
    }
  }
}

interface Walked {
  value: unknown;
  bytes: number;
}

const NOTHING: Walked = { value: undefined, bytes: 0 };

function leafBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value) + 2;
  return String(value).length;
}
