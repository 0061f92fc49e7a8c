import { type CheckpointPendingWrite, commandBatches, isCallPath, type TimelineRow } from '@/engine';
import type { ChannelReplay, SavedValue, ServedGraph } from '@/lib/graphs/served-graph';

/** Channel → what a checkpoint holds of it. */
export type SavedValues = Readonly<Record<string, SavedValue>>;

/**
 * Channels followed twice through recorded writes: as they were written, and without what was struck. Only the struck
 * channels can differ, since all other writes are applied as they were.
 */
export class StruckChannels {
  readonly #replays: ReadonlyMap<string, { asWritten: ChannelReplay; without: ChannelReplay }>;

  constructor(graph: ServedGraph, channels: readonly string[]) {
    const fresh = (name: string) => graph.replayChannel(name) as ChannelReplay;
    this.#replays = new Map(channels.map((name) => [name, { asWritten: fresh(name), without: fresh(name) }]));
  }

  get names(): string[] {
    return [...this.#replays.keys()];
  }

  /** Stands them where they are recorded to have been. */
  set(channel: string, saved: SavedValue, side: 'both' | 'asWritten' = 'both'): void {
    const replay = this.#replays.get(channel);
    replay?.asWritten.set(saved);
    if (side === 'both') replay?.without.set(saved);
  }

  /** Applies one step. @param struckTask whose writes are left out. @throws what a reducer throws */
  step({ tasks }: TimelineRow, writes: readonly CheckpointPendingWrite[], struckTask: string | null): void {
    const batches = commandBatches(writes);
    for (const [name, { asWritten, without }] of this.#replays) {
      for (const batch of batches) {
        const own = batch.flatMap(([channel, value]) => (channel === name ? [value] : []));
        asWritten.amend(own);
        without.amend(own);
      }
      const all: unknown[] = [];
      const kept: unknown[] = [];
      // In the order of the step's tasks: a reducer gets them so.
      for (const { id, path } of tasks) {
        if (isCallPath(path)) continue;
        for (const [taskId, channel, value] of writes) {
          if (taskId !== id || channel !== name) continue;
          all.push(value);
          if (id !== struckTask) kept.push(value);
        }
      }
      asWritten.step(all);
      without.step(kept);
    }
  }

  /** What they would hold: as recorded by the graph's reducers of today, and without the struck write. */
  values(): { asWritten: SavedValues; without: SavedValues } {
    const entries = [...this.#replays];
    return {
      asWritten: Object.fromEntries(entries.map(([name, { asWritten }]) => [name, asWritten.saved()])),
      without: Object.fromEntries(entries.map(([name, { without }]) => [name, without.saved()])),
    };
  }
}
