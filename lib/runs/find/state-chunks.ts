import type { WireState } from '../conditions/search-session';
import type { FindGroup } from './find-rows';
import type { FindLimits } from './limits';
import type { StateSource } from './state-source';

/** A group whose state was read. */
export interface ReadGroup extends FindGroup {
  state: WireState;
}

/** Reads the groups' states, many at once, the first ones soon. Checkpoints that are gone meanwhile drop out. */
export async function* readChunks(
  source: StateSource,
  groups: readonly FindGroup[],
  { chunk }: FindLimits,
): AsyncGenerator<ReadGroup[]> {
  let most = Math.ceil(chunk.states / 8);
  for (let from = 0, to = 0; from < groups.length; from = to) {
    for (let bytes = 0; to < groups.length && to - from < most && (to === from || bytes < chunk.bytes); to++) {
      bytes += bytesOf(groups[to] as FindGroup, source.keys);
    }
    const wanted = groups.slice(from, to);
    const states = await source.read(wanted.map(({ row }) => row.checkpointId));
    yield wanted.flatMap((group, at) => {
      const state = states[at];
      return state === undefined ? [] : { ...group, state };
    });
    most = chunk.states;
  }
}

/** What the step stored of what is read. */
function bytesOf({ row }: FindGroup, keys: readonly string[] | null): number {
  let bytes = 0;
  for (const change of row.changed) if (keys === null || keys.includes(change.channel)) bytes += change.bytes;
  return bytes;
}
