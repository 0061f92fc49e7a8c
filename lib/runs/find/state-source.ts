import { END } from '@/engine';
import { toWireState, type WireJson } from '@/lib/contracts/wire-value';
import type { ServedGraph } from '@/lib/graphs/served-graph';
import type { ThreadRecord } from '@/lib/storage/store';
import type { WireState } from '../conditions/search-session';
import type { RunsContext } from '../context';
import { storedValues } from '../read-state';
import { graphOfThread } from '../served-thread';

/** A thread's states as an expression sees them: the same as a breakpoint's condition does, or a part of that. */
export interface StateSource {
  /** Keys that the states have at most; null for all. Only these are read. */
  keys: readonly string[] | null;
  /** Names in the expression, where none of them is a key of the graph's state: it then answers the same at every step. */
  missing: readonly string[];
  /** Undefined for a checkpoint that is gone. What states have in common is one object. */
  read(checkpointIds: string[]): Promise<(WireState | undefined)[]>;
}

/** @param sees the only keys that the expression can see; null for any */
export function stateSource(context: RunsContext, thread: ThreadRecord, sees: readonly string[] | null): StateSource {
  const graph = graphOfThread(context, thread);
  const keys = sees && (graph === null ? sees : keysAmong(graph, sees));
  const known = new WeakMap<object, WireJson>();
  return {
    keys,
    missing: sees !== null && keys?.length === 0 ? sees : [],
    async read(checkpointIds) {
      const found = await context.store.saver.readChannels(thread.threadId, checkpointIds, keys);
      const states = new Map(
        found.map(({ checkpointId, values }) => {
          const shown = graph === null ? storedValues(values) : graph.shownOf(values);
          return [checkpointId, toWireState(shown, { known })];
        }),
      );
      return checkpointIds.map((id) => states.get(id));
    },
  };
}

/** Null where a state is no record of channels, or might be taken for something else without the other keys. */
function keysAmong(graph: ServedGraph, sees: readonly string[]): readonly string[] | null {
  const names = graph.getChannels().map(({ name }) => name);
  const isRecord = !names.includes(END) && !names.includes('$type');
  return isRecord ? names.filter((name) => sees.includes(name)) : null;
}
