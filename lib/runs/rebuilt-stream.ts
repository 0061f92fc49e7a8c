import { fromWire, WireValueError } from '@/lib/contracts/wire-value';
import type { RunEventStore } from '@/lib/storage/store';
import type { StreamEvent } from './event-log';

type KeptRow = Awaited<ReturnType<RunEventStore['read']>>[number];

/** A stream that is put together again: what checkpoints tell, and between it what was kept, which has its old numbers. */
export class RebuiltStream {
  readonly events: StreamEvent[] = [];
  #next = 0;
  /** The kept events that are yet to come, in order. */
  readonly #kept: KeptRow[];

  constructor(kept: readonly KeptRow[]) {
    this.#kept = [...kept];
  }

  push(event: string, data: unknown): void {
    while (this.#kept[0] && this.#kept[0].sequence <= this.#next) this.#takeKept();
    this.events.push({ id: this.#next, event, data });
    this.#next += 1;
  }

  /** What was told up to a step and not taken yet: parts of messages are not kept, so numbers may be ahead. */
  pushKept(lastStep: number): void {
    while (this.#kept[0] && this.#kept[0].step <= lastStep) this.#takeKept();
  }

  #takeKept(): void {
    const row = this.#kept.shift();
    if (row === undefined) return;
    const id = Math.max(this.#next, row.sequence);
    this.events.push({ id, event: row.mode, data: payloadOf(row.payload) });
    this.#next = id + 1;
  }
}

/** A class that cannot be made again is shown in its JSON form. */
function payloadOf(json: unknown): unknown {
  try {
    return fromWire(json);
  } catch (error) {
    if (error instanceof WireValueError) return json;
    throw error;
  }
}
