import { adopt } from '../channels/isolation';
import { applyDeltas } from './apply-delta';
import type { ChannelVersion } from './checkpoint';
import type { Delta } from './delta';
import { deltaOf, isEqual } from './delta';
import type { ChainWeight } from './delta-chain';
import { appendToChain, newChain } from './delta-chain';
import { deltaBytes, growthBytes, valueBytes } from './delta-size';
import type { TupleReading } from './saver';
import { unseal } from './seal';
import type { Serializer } from './serializer';

const EMPTY = Symbol('empty');
/** The value was let go: it is made again from the one that its chain starts with. */
const RELEASED = Symbol('released');

interface Link {
  previous: ChannelValue;
  delta: Delta;
}

/**
 * What a channel held under one version, in memory: whole, or as a delta to the version before (see `delta-chain.ts`).
 * The newest version of a chain is whole as well, so that the next one can be compared with it, until it is released.
 */
export class ChannelValue {
  readonly channel: string;
  readonly version: ChannelVersion;
  /** Sealed, EMPTY, or RELEASED. */
  #held: unknown;
  #link: Link | null;
  #chain: ChainWeight | null;

  private constructor(channel: string, version: ChannelVersion, held: unknown, link?: Link, chain?: ChainWeight) {
    this.channel = channel;
    this.version = version;
    this.#held = held;
    this.#link = link ?? null;
    this.#chain = chain ?? null;
  }

  static empty(channel: string, version: ChannelVersion): ChannelValue {
    return new ChannelValue(channel, version, EMPTY);
  }

  static whole(channel: string, version: ChannelVersion, sealed: unknown): ChannelValue {
    return new ChannelValue(channel, version, sealed);
  }

  get isEmpty(): boolean {
    return this.#held === EMPTY;
  }

  /** The next version of the channel, which holds `sealed`. */
  next(version: ChannelVersion, sealed: unknown): ChannelValue {
    const { channel } = this;
    if (this.#held === EMPTY || this.#held === RELEASED) return ChannelValue.whole(channel, version, sealed);
    const isSmall = typeof sealed === 'number' || typeof sealed === 'boolean';
    if (isSmall && sealed !== this.#held) return ChannelValue.whole(channel, version, sealed);
    const delta = deltaOf(this.#held, sealed);
    if (delta === null)
      return new ChannelValue(channel, version, this.#held, this.#link ?? undefined, this.#chain ?? undefined);
    if (delta.op === 'set') return ChannelValue.whole(channel, version, sealed);
    this.#chain ??= newChain(valueBytes(this.#held));
    const chain = appendToChain(this.#chain, {
      addedBytes: deltaBytes(delta),
      growthBytes: growthBytes(this.#held, delta),
    });
    if (chain === null) return ChannelValue.whole(channel, version, sealed);
    return new ChannelValue(channel, version, sealed, { previous: this, delta }, chain);
  }

  /** To be called when a newer version took its place: a value that can be made again is let go. */
  release(): void {
    if (this.#link !== null) this.#held = RELEASED;
  }

  /** The version that it is kept as a delta to; null when it is whole. */
  get previous(): ChannelValue | null {
    return this.#link?.previous ?? null;
  }

  /** A copy that builds on copies, each made once: what becomes of one's chain leaves the other's alone. */
  copy(copies: Map<ChannelValue, ChannelValue>): ChannelValue {
    const uncopied: ChannelValue[] = [];
    let at: ChannelValue | null = this;
    for (; at !== null && !copies.has(at); at = at.previous) uncopied.push(at);
    for (const value of uncopied.reverse()) {
      const link = value.#link && { ...value.#link, previous: copies.get(value.#link.previous) as ChannelValue };
      const { channel, version } = value;
      copies.set(value, new ChannelValue(channel, version, value.#held, link ?? undefined, value.#chain ?? undefined));
    }
    return copies.get(this) as ChannelValue;
  }

  /** Keeps it whole from now on: the versions before it may go. */
  becomeWhole(): void {
    this.#held = this.#sealed();
    this.#link = null;
    this.#chain = null;
  }

  /** True when it holds this sealed value, as far as it has not been released. */
  holds(sealed: unknown): boolean {
    return this.#held !== EMPTY && this.#held !== RELEASED && isEqual(this.#held, sealed);
  }

  read(serializer: Serializer, reading?: TupleReading): unknown {
    return unseal(this.#sealed(), serializer, reading);
  }

  /** What it takes to store it, whole or as a delta; 0 when it is empty. */
  sizeBytes(): number {
    if (this.#held === EMPTY) return 0;
    return this.#link === null ? valueBytes(this.#held) : deltaBytes(this.#link.delta);
  }

  /** What it would take to store it whole. */
  wholeBytes(): number {
    return this.#held === EMPTY ? 0 : valueBytes(this.#sealed());
  }

  #sealed(): unknown {
    if (this.#held !== RELEASED) return this.#held;
    const deltas: Delta[] = [];
    let whole: ChannelValue = this;
    while (whole.#held === RELEASED) {
      const { previous, delta } = whole.#link as Link;
      deltas.push(delta);
      whole = previous;
    }
    return adopt(applyDeltas(whole.#held, deltas.reverse()));
  }
}
