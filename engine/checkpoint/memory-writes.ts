import { ChannelValue } from './channel-value';
import type { TaskRecord } from './checkpoint';
import { WRITE_INDEX } from './checkpoint';
import { unseal } from './sealed';
import type { Serializer } from './serializer';

export interface StoredWrite {
  channel: string;
  /** Sealed; or the channel's value that the write has become, which is kept once. */
  value: unknown;
  /** A reserved write that removes what was there. */
  isTakenBack: boolean;
}

interface LoneWrites {
  /** Its id costs more than all the rest, so it is not asked for yet. */
  task: TaskRecord;
  writes: readonly StoredWrite[];
}

type WritesByTask = Map<string, Map<number, StoredWrite>>;

export function readWrite({ value }: StoredWrite, serializer: Serializer): unknown {
  return value instanceof ChannelValue ? value.read(serializer) : unseal(value, serializer);
}

/** What tasks wrote on the checkpoints of one lineage: checkpoint → task → index → write. */
export class MemoryWrites {
  readonly #byTask = new Map<string, WritesByTask>();
  /** Those that came with the step that they made: sorted in when they are read. */
  readonly #lone = new Map<string, LoneWrites>();

  /** A regular write keeps the first value at its index, a reserved one takes the last; null takes it back. */
  add(checkpointId: string, taskId: string, writes: readonly StoredWrite[]): void {
    const tasks = getOrMake(this.#byTask, checkpointId, () => new Map<string, Map<number, StoredWrite>>());
    const byIndex = getOrMake(tasks, taskId, () => new Map<number, StoredWrite>());
    writes.forEach((write, position) => {
      const index = WRITE_INDEX[write.channel] ?? position;
      if (index < 0 && write.isTakenBack) byIndex.delete(index);
      else if (index < 0 || !byIndex.has(index)) byIndex.set(index, write);
    });
  }

  addLone(checkpointId: string, task: TaskRecord, writes: readonly StoredWrite[]): void {
    this.#sortIn(checkpointId);
    this.#lone.set(checkpointId, { task, writes });
  }

  /** By task id, and within a task by index: the same order from every saver. */
  at(checkpointId: string): { taskId: string; index: number; write: StoredWrite }[] {
    this.#sortIn(checkpointId);
    const tasks = [...(this.#byTask.get(checkpointId) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return tasks.flatMap(([taskId, byIndex]) =>
      [...byIndex].sort(([a], [b]) => a - b).map(([index, write]) => ({ taskId, index, write })),
    );
  }

  #sortIn(checkpointId: string): void {
    const lone = this.#lone.get(checkpointId);
    if (lone === undefined) return;
    this.#lone.delete(checkpointId);
    this.add(checkpointId, lone.task.id, lone.writes);
  }
}

function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
