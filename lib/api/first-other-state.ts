import type { TimelineRow } from '@/engine';
import type { DifferentKey } from '@/lib/contracts/compare';
import { asRecord, isPlainObject } from '@/lib/inspect/json';
import { StateComparer } from '@/lib/inspect/same-steps';
import type { StateSource } from '@/lib/runs/find/state-source';
import type { Runtime } from '@/lib/runtime/runtime';
import { ChannelWalk, channelsApart } from './channel-walk';

/** A line whose states can be read. */
export interface ComparableLine {
  threadId: string;
  rows: readonly TimelineRow[];
  states: StateSource;
}

/** Positions of steps on both lines. */
export interface WholePair {
  here: number;
  there: number;
}

export interface Lines {
  here: ComparableLine;
  there: ComparableLine;
}

export interface StateParting {
  pair: WholePair;
  keys: DifferentKey[];
}

/**
 * The first of the pairs whose states differ. Where the lines were equal before, a step is found equal by what it changed;
 * whole states are read at the first pair, and where a channel is no longer equal.
 */
export async function firstOtherState(
  runtime: Runtime,
  lines: Lines,
  { pairs, common, signal }: { pairs: readonly WholePair[]; common: WholePair | null; signal: AbortSignal },
): Promise<StateParting | null> {
  const [first] = pairs;
  if (first === undefined) return null;
  const start = common ?? first;
  const [states] = await statesAt(lines, [start]);
  if (!isRecord(states?.here) || !isRecord(states?.there)) return scanAll(lines, pairs, signal);
  const keys = differentKeys(states);
  if (keys.length > 0) return { pair: start, keys };
  return walk(runtime, lines, { pairs, start, signal });
}

/** The keys in which the states of one pair differ. */
export async function keysApart(lines: Lines, pair: WholePair): Promise<DifferentKey[]> {
  const [states] = await statesAt(lines, [pair]);
  return differentKeys(states);
}

async function walk(
  runtime: Runtime,
  lines: Lines,
  { pairs, start, signal }: { pairs: readonly WholePair[]; start: WholePair; signal: AbortSignal },
): Promise<StateParting | null> {
  const [here, there] = await Promise.all([
    ChannelWalk.open(runtime, { ...lines.here, start: start.here }),
    ChannelWalk.open(runtime, { ...lines.there, start: start.there }),
  ]);
  // Deleted meanwhile.
  if (here === null || there === null) return null;
  for (const pair of pairs) {
    if (signal.aborted) return null;
    const channels = await channelsApart({ here, there }, pair);
    if (channels.length === 0) continue;
    // Engine's channels and private ones are no part of the state, and values may differ in the order of their keys alone.
    const keys = await keysApart(lines, pair);
    if (keys.length > 0) return { pair, keys };
  }
  return null;
}

/** States that are no records of channels, such as an entrypoint's, are read one and all: such lines are short. */
async function scanAll(lines: Lines, pairs: readonly WholePair[], signal: AbortSignal): Promise<StateParting | null> {
  const comparer = new StateComparer();
  for (let from = 0; from < pairs.length && !signal.aborted; from += CHUNK) {
    const chunk = pairs.slice(from, from + CHUNK);
    const states = await statesAt(lines, chunk);
    for (const [at, pair] of chunk.entries()) {
      const keys = differentKeys(states[at], comparer);
      if (keys.length > 0) return { pair, keys };
    }
  }
  return null;
}

const CHUNK = 64;

interface StatePair {
  here: unknown;
  there: unknown;
}

async function statesAt({ here, there }: Lines, pairs: readonly WholePair[]): Promise<StatePair[]> {
  const idOf = (line: ComparableLine, position: number) => (line.rows[position] as TimelineRow).checkpointId;
  const [ours, theirs] = await Promise.all([
    here.states.read(pairs.map((pair) => idOf(here, pair.here))),
    there.states.read(pairs.map((pair) => idOf(there, pair.there))),
  ]);
  return pairs.map((_, at) => ({ here: ours[at], there: theirs[at] }));
}

function differentKeys(pair: StatePair | undefined, comparer = new StateComparer()): DifferentKey[] {
  return comparer.differentKeys(keysOf(pair?.here), keysOf(pair?.there));
}

/** A checkpoint that was pruned meanwhile has no state. */
function keysOf(state: unknown): Record<string, unknown> {
  return state === undefined ? {} : asRecord(state);
}

function isRecord(state: unknown): boolean {
  return isPlainObject(state) && !('$type' in state);
}
