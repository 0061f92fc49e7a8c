import type { Channel } from '../../channels/channel';

/** What a checkpoint holds of a channel; null when it is empty there. */
export type SavedValue = { value: unknown } | null;

/**
 * One channel followed through recorded writes: its reducer combines them as in a run, and nothing else of the graph is
 * called. It begins empty, or with its default.
 */
export class ChannelReplay {
  readonly #name: string;
  #channel: Channel;

  constructor(name: string, definition: Channel) {
    this.#name = name;
    this.#channel = definition.fresh();
  }

  /** Puts a saved value in its place. */
  set(saved: SavedValue): void {
    this.#channel = this.#channel.fresh();
    if (saved !== null) this.#channel.restore(saved.value);
  }

  /** One step's writes, in task order. With none, what is visible for one step only goes. @throws what the reducer throws; InvalidUpdateError */
  step(writes: readonly unknown[]): void {
    if (writes.length > 0) this.#channel.update(writes, this.#name);
    else if (this.#channel.isTransient && this.#channel.isAvailable) this.#channel.clear();
  }

  /** Writes made between two steps. @throws like `step` */
  amend(writes: readonly unknown[]): void {
    if (writes.length > 0) this.#channel.amend(writes, this.#name);
  }

  /** What a checkpoint would hold of it. */
  saved(): SavedValue {
    return this.#channel.isSaved ? { value: this.#channel.save() } : null;
  }
}

/** Null for what is no state key of the graph, or is never stored. */
export function replayOf(channels: ReadonlyMap<string, Channel>, name: string): ChannelReplay | null {
  const definition = channels.get(name);
  return definition?.isTracked ? new ChannelReplay(name, definition) : null;
}
