import type { ChannelVersion } from './checkpoint';
import { seal, unseal } from './sealed';
import type { Serializer } from './serializer';

const EMPTY = Symbol('empty');

/** What a channel held under one version, in memory. */
export class ChannelValue {
  readonly channel: string;
  readonly version: ChannelVersion;
  /** Sealed, or EMPTY. */
  #held: unknown;
  #sizeBytes: number | null = null;

  constructor(channel: string, version: ChannelVersion, held: unknown) {
    this.channel = channel;
    this.version = version;
    this.#held = held;
  }

  static empty(channel: string, version: ChannelVersion): ChannelValue {
    return new ChannelValue(channel, version, EMPTY);
  }

  get isEmpty(): boolean {
    return this.#held === EMPTY;
  }

  read(serializer: Serializer): unknown {
    return unseal(this.#held, serializer);
  }

  /** What it takes to store it; 0 when it is empty. */
  sizeBytes(serializer: Serializer): number {
    this.#sizeBytes ??= this.isEmpty ? 0 : serializer.encode(this.read(serializer)).length;
    return this.#sizeBytes;
  }
}

/** @throws UnserializableValueError */
export function channelValue(channel: string, version: ChannelVersion, value: unknown, serializer: Serializer) {
  return new ChannelValue(channel, version, seal(value, serializer));
}
