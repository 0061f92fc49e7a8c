import type { StepRows, TaskWriteRows } from './step-rows';
import { asBuffer } from './stored-id';

/** Steps that one transaction takes at most, and bytes of them; a single step may be larger. */
const MAX_STEPS = 256;
const MAX_BYTES = 4 * 1024 * 1024;
/** What a row costs besides its values. */
const ROW_BYTES = 200;

/** What a task's writes are stored under. */
export interface WritesPlace {
  threadId: string;
  namespace: string;
  checkpointId: Uint8Array;
}

export interface PlacedWrites {
  place: WritesPlace;
  writes: TaskWriteRows;
}

/**
 * Steps that follow each other on one branch, the first of which may start it, with the writes of tasks that ran on them or on what they follow. All of it
 * is saved, or nothing; without steps the writes stand alone.
 */
export interface Strand {
  threadId: string;
  /** The key of the checkpoint that it begins at: the first step's parent. */
  from: string;
  /** The key of the last step's checkpoint. */
  tip: string;
  steps: StepRows[];
  writes: PlacedWrites[];
}

/** `conflict`: its branch doesn't end where it begins, so nothing of it is saved. */
export type StrandOutcome = 'saved' | 'conflict' | { error: unknown };

/** What one transaction is to save: strands in the order in which they began. */
export class StepGroup<Of extends Strand> {
  readonly strands: Of[] = [];
  readonly #byCheckpoint = new Map<string, Of>();
  readonly #tasks = new Set<string>();
  #steps = 0;
  #bytes = 0;

  get isFull(): boolean {
    return this.#steps >= MAX_STEPS || this.#bytes >= MAX_BYTES;
  }

  /** One task's writes may be there once: what was there before decides what of the second is kept. */
  mayTakeWrites({ place, writes }: PlacedWrites): boolean {
    return !this.#tasks.has(taskKey(place, writes));
  }

  mayTakeStep(rows: StepRows): boolean {
    // Of two that start one namespace, the second is to find what the first did.
    if (rows.place.kind === 'start' && this.#byCheckpoint.has(checkpointKey(rows, rows.parentId))) return false;
    const writes = loneWrites(rows);
    return writes === null || this.mayTakeWrites(writes);
  }

  addStep(rows: StepRows, begin: (from: string) => Of): Of {
    const from = checkpointKey(rows, rows.parentId);
    const tip = checkpointKey(rows, rows.checkpointId);
    const known = this.#byCheckpoint.get(from);
    const strand = known && extendsIt(known, from, rows) ? known : this.#begin(from, begin);
    strand.steps.push(rows);
    strand.tip = tip;
    this.#byCheckpoint.set(tip, strand);
    const writes = loneWrites(rows);
    if (writes) this.#tasks.add(taskKey(writes.place, writes.writes));
    this.#steps += 1;
    this.#bytes += stepBytes(rows);
    return strand;
  }

  addWrites(placed: PlacedWrites, begin: (from: string) => Of): Of {
    const { place, writes } = placed;
    const from = checkpointKey(place, place.checkpointId);
    const strand = this.#byCheckpoint.get(from) ?? this.#begin(from, begin);
    strand.writes.push(placed);
    this.#tasks.add(taskKey(place, writes));
    this.#bytes += writesBytes(writes);
    return strand;
  }

  #begin(from: string, begin: (from: string) => Of): Of {
    const strand = begin(from);
    this.strands.push(strand);
    if (!this.#byCheckpoint.has(from)) this.#byCheckpoint.set(from, strand);
    return strand;
  }
}

function extendsIt({ tip, steps }: Strand, from: string, { place }: StepRows): boolean {
  return tip === from && (steps[0] === undefined || steps[0].place.branchId === place.branchId);
}

/** The lone task's writes, which belong to the parent. */
export function loneWrites({ threadId, namespace, parentId, writes }: StepRows): PlacedWrites | null {
  return writes && parentId ? { place: { threadId, namespace, checkpointId: parentId }, writes } : null;
}

export function checkpointKey(
  { threadId, namespace }: Pick<WritesPlace, 'threadId' | 'namespace'>,
  checkpointId: Uint8Array | null,
): string {
  return `${threadId}\0${namespace}\0${checkpointId === null ? '' : idKey(checkpointId)}`;
}

function taskKey(place: WritesPlace, { taskId }: TaskWriteRows): string {
  return `${checkpointKey(place, place.checkpointId)}\0${idKey(taskId)}`;
}

let lastId: Uint8Array | null = null;
let lastKey = '';

/** A step's parent is mostly the very bytes that the step before it asked for. */
function idKey(bytes: Uint8Array): string {
  if (bytes !== lastId) {
    lastKey = asBuffer(bytes).toString('latin1');
    lastId = bytes;
  }
  return lastKey;
}

function stepBytes({ record, values, writes }: StepRows): number {
  let bytes = ROW_BYTES + record.length + (writes ? writesBytes(writes) : 0);
  for (const { value } of values) bytes += ROW_BYTES + value.length;
  return bytes;
}

function writesBytes({ regular, reserved }: TaskWriteRows): number {
  let bytes = ROW_BYTES + (regular?.packed.length ?? 0);
  for (const { packed } of reserved) bytes += ROW_BYTES + packed.length;
  return bytes;
}
