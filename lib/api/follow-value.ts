import { deltaOf, type Serializer, unseal } from '@/engine';
import type { ValuePath } from '@/lib/contracts/changes';
import { toWire } from '@/lib/contracts/wire-value';
import { valueAt } from '@/lib/inspect/fold-value';
import { lengthAfter } from '@/lib/inspect/list-length';
import { type Direction, type Trace, traceDelta, type ValueDelta } from '@/lib/inspect/trace-delta';
import { traceValues } from '@/lib/inspect/trace-values';
import type { ChangeReader } from '@/lib/storage/change-reader';
import type { ChannelChange } from '@/lib/storage/channel-change';
import type { ValuePlace } from '@/lib/storage/version-state';

/** So many deltas are looked through for a list's length, before the list itself is read. */
const LENGTH_REACH = 64;
/** Values as they travel that are kept: the earlier of one step is the later of the one before. */
const KEPT_WIRES = 4;

/** Follows values through the changes of their channels: by deltas where these tell, else by comparing both values. */
export class ValueFollower {
  readonly #reader: ChangeReader;
  readonly #serializer: Serializer;
  readonly #wires = new Map<string, unknown>();

  constructor(reader: ChangeReader, serializer: Serializer) {
    this.#reader = reader;
    this.#serializer = serializer;
  }

  /** The same, at once, where what was read ahead tells it: most changes are of other values. */
  traceAtHand(change: ChannelChange, path: ValuePath, direction: Direction): Trace | null {
    if (this.#reader.isPassed(change, path)) return { isChanged: false, path };
    const delta = this.#reader.lone(change);
    if (delta === undefined) return this.#reader.isSameJson(change, path) ? { isChanged: false, path } : null;
    let isTold = true;
    const has = () => {
      isTold = false;
      return true;
    };
    const trace = traceDelta(delta as ValueDelta, path, { direction, lengthBefore: unknownLength, has });
    return isTold ? trace : null;
  }

  /** Through one change of the channel; `path` is the one inside of it. */
  async trace(change: ChannelChange, path: ValuePath, direction: Direction): Promise<Trace> {
    await this.#reader.loadPassed(change);
    const deltas = await this.#reader.deltas(change);
    if (deltas === null) return this.#traceBetween(change, path, direction);
    const { channel, to } = change;
    const order = direction === 'back' ? deltas.map((_, index) => index).reverse() : deltas.keys();
    let trace: Trace = { isChanged: false, path };
    for (const index of order) {
      if (trace.path === null) break;
      const step = stepBefore(to, deltas.length - 1 - index);
      const next = await this.#traceStep(deltas[index] as ValueDelta, trace.path, { channel, ...step, direction });
      trace = { isChanged: trace.isChanged || next.isChanged, path: next.path };
    }
    return trace;
  }

  /** What stands at a path inside of a channel, as it travels; undefined for nothing. */
  async valueAt(channel: string, place: ValuePlace, path: ValuePath): Promise<unknown> {
    let found = await this.#reader.value(channel, place);
    for (const [depth, key] of path.entries()) {
      if (!isPlain(found)) return valueAt(this.#wire(found), path.slice(depth));
      const isThere = Array.isArray(found) ? typeof key === 'number' && key in found : Object.hasOwn(found, key);
      if (!isThere) return undefined;
      found = (found as Record<string | number, unknown>)[key];
    }
    return place.kind === 'empty' ? undefined : this.#wire(found);
  }

  wholeAt(channel: string, place: ValuePlace): Promise<unknown> {
    return this.#wireAt(channel, place);
  }

  async #traceStep(
    delta: ValueDelta,
    path: ValuePath,
    { channel, from, to, direction }: { channel: string; from: ValuePlace; to: ValuePlace; direction: Direction },
  ): Promise<Trace> {
    let asked: ValuePath | null = null;
    const has = (value: unknown, inner: ValuePath) => valueAt(this.#wire(value), inner) !== undefined;
    const lengthBefore = (list: ValuePath) => {
      const length = this.#lengthAtHand(channel, from, list);
      if (length === undefined) asked = list;
      return length;
    };
    let told = traceDelta(delta, path, { direction, lengthBefore, has });
    if (told === null && asked !== null) {
      await this.#reader.loadDelta(channel, from);
      told = traceDelta(delta, path, { direction, lengthBefore, has });
    }
    if (told !== null) return told;
    const list = asked === null ? undefined : innerOf(await this.#reader.value(channel, from), asked);
    if (Array.isArray(list)) {
      const again = traceDelta(delta, path, { direction, lengthBefore: () => list.length, has });
      if (again !== null) return again;
    }
    return traceValues(await this.#wireAt(channel, from), await this.#wireAt(channel, to), path, direction);
  }

  async #traceBetween(change: ChannelChange, path: ValuePath, direction: Direction): Promise<Trace> {
    const { channel, to } = change;
    // A key is the same in the whole value that the chain began with; where an item went, only its whole list tells.
    const from = typeof path[0] === 'string' ? this.#reader.sameSince(channel, change.from, path) : change.from;
    const [before, after] = [await this.#reader.value(channel, from), await this.#reader.value(channel, to)];
    const isThere = from.kind !== 'empty' && to.kind !== 'empty';
    if (isThere && isPlain(before) && isPlain(after)) {
      const reading = {
        direction,
        lengthBefore: (list: ValuePath) => (innerOf(before, list) as unknown[]).length,
        has: (value: unknown, inner: ValuePath) => valueAt(this.#wire(value), inner) !== undefined,
      };
      const told = traceDelta(deltaOf(before, after), path, reading);
      if (told !== null) return told;
    }
    return traceValues(await this.#wireAt(channel, from), await this.#wireAt(channel, to), path, direction);
  }

  /** As the deltas before it tell it. */
  #lengthAtHand(channel: string, place: ValuePlace, list: ValuePath): number | undefined {
    if (place.kind !== 'row' && place.kind !== 'found') return undefined;
    for (let back = 0; back < LENGTH_REACH; back++) {
      const delta = this.#reader.deltaAtHand(channel, place.chainId, place.sequence - back);
      const length = delta === undefined ? null : lengthAfter(delta as ValueDelta, list);
      if (length === null) return undefined;
      if (length !== 'untouched') return length;
    }
    return undefined;
  }

  async #wireAt(channel: string, place: ValuePlace): Promise<unknown> {
    if (place.kind === 'empty') return undefined;
    if (place.kind === 'inline') return this.#wire(await this.#reader.value(channel, place));
    const key = `${channel}\0${place.chainId}\0${place.sequence}`;
    const known = this.#wires.get(key);
    if (known !== undefined) return known;
    const value = await this.#reader.value(channel, place);
    const wire = value === undefined ? undefined : this.#wire(value);
    this.#wires.set(key, wire);
    for (const oldest of this.#wires.keys()) {
      if (this.#wires.size <= KEPT_WIRES) break;
      this.#wires.delete(oldest);
    }
    return wire;
  }

  #wire(sealed: unknown): unknown {
    return toWire(unseal(sealed, this.#serializer));
  }
}

const unknownLength = () => undefined;

/** The places around one delta of a chain that ends at `to`. */
function stepBefore(to: ValuePlace, back: number): { from: ValuePlace; to: ValuePlace } {
  if (to.kind !== 'row' && to.kind !== 'found') throw new Error('Only a chain has deltas.');
  const { chainId, sequence } = to;
  const at = (place: number): ValuePlace => ({ kind: 'found', chainId, sequence: place });
  return { from: at(sequence - back - 1), to: at(sequence - back) };
}

function innerOf(value: unknown, path: ValuePath): unknown {
  return path.reduce<unknown>(
    (found, key) => (isPlain(found) ? (found as Record<string | number, unknown>)[key] : undefined),
    value,
  );
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Array.prototype || prototype === Object.prototype || prototype === null;
}
