import type { CheckpointSource, TimelineRow } from '@/engine';
import type { ChainRange } from './chain-range';
import type { RecordedRow } from './hot/reads';
import type { LineagePage } from './lineage';
import type { StoredAt } from './step-places';
import { idText, idTextOrNull } from './stored-id';
import type { ValuePlace } from './version-state';

/** A step after which a channel's value is another than at the checkpoint before it. */
export interface ChannelChange {
  channel: string;
  checkpointId: string;
  step: number;
  /** Where the value was, and where it is. */
  from: ValuePlace;
  to: ValuePlace;
}

/** One of those that a question is after, with its checkpoint's row. */
export interface ToldChange extends ChannelChange {
  row: ChangeRow;
  /** The row is a root: what was before it is not there, be it that there was nothing or that it was pruned. */
  isOfRoot: boolean;
}

type Told = 'checkpointId' | 'parentId' | 'branchId' | 'step' | 'source' | 'runId' | 'createdAt';

export interface ChangeRow extends Pick<TimelineRow, Told> {
  /** Packed. */
  record: Uint8Array;
}

export interface Waiting extends StoredAt {
  page: LineagePage;
  at: number;
}

/** Most are passed by, so ids are made for who asks. */
export class FoundChange implements ChannelChange {
  readonly to: ValuePlace;
  /** Of what is stored for the value that it became. */
  readonly sizeBytes: number;
  readonly #page: LineagePage;
  readonly #at: number;

  constructor(
    readonly channel: string,
    readonly from: ValuePlace,
    { page, at, place, sizeBytes }: Waiting,
  ) {
    this.to = place;
    this.sizeBytes = sizeBytes;
    this.#page = page;
    this.#at = at;
  }

  get checkpointId(): string {
    return this.#page.checkpointId(this.#at);
  }

  get step(): number {
    return this.#page.step(this.#at);
  }
}

/** What is read ahead of a page; the rest as it is needed. */
const MAX_AHEAD_BYTES = 16 * 1024 * 1024;

/** Where the values are that changes led to, by chain; of large ones the first alone. */
export function rangesOf(changes: readonly FoundChange[]): ChainRange[] {
  const ranges = new Map<string, Map<string, ChainRange>>();
  let bytesLeft = MAX_AHEAD_BYTES;
  for (const { channel, to, sizeBytes } of changes) {
    bytesLeft -= sizeBytes;
    if (bytesLeft < 0) break;
    if (!isInChain(to)) continue;
    const { chainId, sequence } = to;
    const chains = ranges.get(channel) ?? new Map<string, ChainRange>();
    ranges.set(channel, chains);
    const known = chains.get(chainId);
    if (known === undefined) chains.set(chainId, { channel, chainId, first: sequence, last: sequence });
    else if (sequence < known.first) known.first = sequence;
    else if (sequence > known.last) known.last = sequence;
  }
  return [...ranges.values()].flatMap((chains) => [...chains.values()]);
}

export function changeRow(row: RecordedRow): ChangeRow {
  const { branchId, step, createdAt, record } = row;
  return {
    checkpointId: idText(row.checkpointId),
    parentId: idTextOrNull(row.parentId),
    branchId,
    step,
    source: row.source as CheckpointSource,
    runId: idTextOrNull(row.runId),
    createdAt,
    record,
  };
}

export function isInChain(place: ValuePlace): place is Extract<ValuePlace, { chainId: string }> {
  return place.kind === 'row' || place.kind === 'found';
}
