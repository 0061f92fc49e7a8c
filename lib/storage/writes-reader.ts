import type { CheckpointPendingWrite, Serializer } from '@/engine';
import { inTaskOrder, unseal } from '@/engine';
import type { StoredCheckpoint } from './checkpoint-reader';
import type { RecordedWrite } from './recorded-writes';
import { readRecordedWrite } from './recorded-writes';
import type { StepRecord } from './step-record';
import { decodeValue } from './stored-value';
import type { ChainPosition, FoundValues } from './value-reader';
import { unreadable } from './value-reader';
import type { ChannelState } from './version-state';

/** Pending writes of many checkpoints, whose values may have to be read first. */
export interface ReadWrites {
  /** Values that the writes refer to. */
  values: ChainPosition[];
  /** Deltas that they refer to. */
  deltas: ChainPosition[];
  of(checkpoint: StoredCheckpoint, found: FoundValues): CheckpointPendingWrite[];
}

/** Opens the pending writes of checkpoints: their rows, and what a lone task wrote, which stands in the record of the step behind. */
export class WritesReader {
  readonly #serializer: Serializer;

  constructor(serializer: Serializer) {
    this.#serializer = serializer;
  }

  read(checkpoints: readonly StoredCheckpoint[]): ReadWrites {
    const values: ChainPosition[] = [];
    const deltas: ChainPosition[] = [];
    for (const checkpoint of checkpoints) {
      const { follower } = checkpoint;
      for (const write of follower?.writes ?? []) {
        const position = follower && positionOf(checkpoint, follower, write);
        if (position) (write.kind === 'added' ? deltas : values).push(position);
      }
    }
    return { values, deltas, of: (checkpoint, found) => this.#decode(checkpoint, found) };
  }

  #decode(checkpoint: StoredCheckpoint, found: FoundValues): CheckpointPendingWrite[] {
    const { follower } = checkpoint;
    const writes = checkpoint.writes.map(
      ({ taskId, channel, bytes }): CheckpointPendingWrite => [taskId, channel, this.#open(checkpoint, channel, bytes)],
    );
    const task = follower?.tasks[0];
    if (!follower?.writes || !task) return inTaskOrder(writes);
    const lone = follower.writes.map((write): CheckpointPendingWrite => {
      const value = this.#recorded(checkpoint, follower, write, found);
      return [task.id, write.channel, unseal(value, this.#serializer)];
    });
    // Rows come in the order of their tasks' ids.
    const before = writes.findIndex(([taskId]) => taskId > task.id);
    return inTaskOrder(before < 0 ? [...writes, ...lone] : writes.toSpliced(before, 0, ...lone));
  }

  #recorded(checkpoint: StoredCheckpoint, follower: StepRecord, write: RecordedWrite, found: FoundValues): unknown {
    const position = positionOf(checkpoint, follower, write);
    const state = stateOf(follower, write.channel);
    const value = () => {
      if (position) return found.value(position);
      return state?.place.kind === 'inline' ? decodeValue(state.place.bytes, this.#serializer) : undefined;
    };
    try {
      return readRecordedWrite(write, { value, delta: () => position && found.delta(position) }, this.#serializer);
    } catch (cause) {
      throw unreadable(checkpoint.threadId, write.channel, cause);
    }
  }

  #open({ threadId }: StoredCheckpoint, channel: string, bytes: Uint8Array): unknown {
    try {
      return this.#serializer.decode(bytes);
    } catch (cause) {
      throw unreadable(threadId, channel, cause);
    }
  }
}

/** Where the value or delta lies that a recorded write refers to; null when it lies in the record. */
function positionOf(
  { threadId, namespace }: StoredCheckpoint,
  follower: StepRecord,
  { channel, kind }: RecordedWrite,
): ChainPosition | null {
  const place = kind === 'bytes' ? undefined : stateOf(follower, channel)?.place;
  if (place === undefined || place.kind === 'inline' || place.kind === 'empty') return null;
  return { threadId, namespace, channel, chainId: place.chainId, sequence: place.sequence };
}

function stateOf({ change: { channels }, changedCount }: StepRecord, channel: string): ChannelState | undefined {
  return channels.slice(0, changedCount).find(([name]) => name === channel)?.[1];
}
