import { ChannelValue } from './channel-value';
import { WRITE_INDEX } from './checkpoint';
import { getOrMake } from './get-or-make';
import type { Entry } from './memory-lineage';
import { unseal } from './seal';
import type { Serializer } from './serializer';

export interface StoredWrite {
  channel: string;
  /** Sealed; or the channel's value that the write has become, which is kept once. Null takes a reserved write back. */
  value: unknown;
}

export function readWrite({ value }: StoredWrite, serializer: Serializer): unknown {
  return value instanceof ChannelValue ? value.read(serializer) : unseal(value, serializer);
}

/** What tasks wrote on the checkpoints of one lineage: checkpoint → task → index → write. */
export class MemoryWrites {
  readonly #byTask = new Map<string, Map<string, Map<number, StoredWrite>>>();

  /** A regular write keeps the first value at its index, a reserved one takes the last; null takes it back. */
  add(checkpointId: string, taskId: string, writes: readonly StoredWrite[]): void {
    const tasks = getOrMake(this.#byTask, checkpointId, () => new Map<string, Map<number, StoredWrite>>());
    const byIndex = getOrMake(tasks, taskId, () => new Map<number, StoredWrite>());
    writes.forEach((write, position) => {
      const index = WRITE_INDEX[write.channel] ?? position;
      if (index < 0 && write.value === null) byIndex.delete(index);
      else if (index < 0 || !byIndex.has(index)) byIndex.set(index, write);
    });
  }

  /** By task id, and within a task by index: the same order from every saver. */
  at(entry: Entry): { taskId: string; index: number; write: StoredWrite }[] {
    this.sortInLone(entry);
    const tasks = [...(this.#byTask.get(entry.id) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return tasks.flatMap(([taskId, byIndex]) =>
      [...byIndex].sort(([a], [b]) => a - b).map(([index, write]) => ({ taskId, index, write })),
    );
  }

  get isEmpty(): boolean {
    return this.#byTask.size === 0;
  }

  /** All that is stored on a checkpoint, in no order. */
  storedAt({ id, loneWrites }: Entry): unknown[] {
    const lone = (loneWrites ?? []).filter((_, position) => position % 2 === 1);
    const tasks = [...(this.#byTask.get(id)?.values() ?? [])];
    return [...lone, ...tasks.flatMap((byIndex) => [...byIndex.values()].map(({ value }) => value))];
  }

  forget(checkpointId: string): void {
    this.#byTask.delete(checkpointId);
  }

  replace(entry: Entry, writes: readonly { taskId: string; index: number; stored: StoredWrite }[]): void {
    const { id: checkpointId } = entry;
    entry.loneTask = null;
    entry.loneWrites = null;
    this.#byTask.delete(checkpointId);
    for (const { taskId, index, stored } of writes) {
      const tasks = getOrMake(this.#byTask, checkpointId, () => new Map<string, Map<number, StoredWrite>>());
      getOrMake(tasks, taskId, () => new Map<number, StoredWrite>()).set(index, stored);
    }
  }

  copy(copyValue: (value: unknown) => unknown): MemoryWrites {
    const copy = new MemoryWrites();
    for (const [checkpointId, tasks] of this.#byTask) {
      const copyTask = (byIndex: Map<number, StoredWrite>) =>
        new Map([...byIndex].map(([index, { channel, value }]) => [index, { channel, value: copyValue(value) }]));
      copy.#byTask.set(checkpointId, new Map([...tasks].map(([taskId, byIndex]) => [taskId, copyTask(byIndex)])));
    }
    return copy;
  }

  /** Puts what came with a step among the rest. */
  sortInLone(entry: Entry): void {
    const { loneTask: task, loneWrites: flat } = entry;
    if (task === null || flat === null) return;
    const writes: StoredWrite[] = [];
    for (let at = 0; at < flat.length; at += 2) writes.push({ channel: flat[at] as string, value: flat[at + 1] });
    this.add(entry.id, task.id, writes);
    entry.loneTask = null;
    entry.loneWrites = null;
  }
}
