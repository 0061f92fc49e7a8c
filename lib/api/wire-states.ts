import type { StateSnapshot } from '@/engine';
import { toWireState, type WireJson } from '@/lib/contracts/wire-value';
import { FOLD_LIMITS } from '@/lib/inspect/fold-value';
import { JsonSizes } from '@/lib/inspect/json-size';
import type { StatePlace } from '@/lib/inspect/node-occurrences';
import { readStateAt } from '@/lib/runs/read-state';
import { graphOfThread } from '@/lib/runs/served-thread';
import type { Runtime } from '@/lib/runtime/runtime';
import { Lru } from '@/lib/storage/lru';
import type { ThreadRecord } from '@/lib/storage/store';

export interface WireState {
  values: Record<string, WireJson>;
  bytes: number;
  /** The values as a part of the text of their checkpoint's JSON: made when somebody asks. */
  text?: string;
}

const MAX_BYTES = 32 * 1024 * 1024;

/** Large states as JSON, for those who read one in parts. What is stored never changes; other code of a graph may show it otherwise. */
const remembered = new WeakMap<object, Lru<WireState>>();

/** The state's values as JSON. */
export function wireStateOf(runtime: Runtime, thread: ThreadRecord, snapshot: StateSnapshot): WireState {
  const cache = cacheOf(runtime, thread);
  const key = `${thread.threadId}\0${snapshot.config.configurable?.checkpoint_id}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const values = toWireState(snapshot.values);
  const state = { values, bytes: new JsonSizes().of(values) };
  if (state.bytes > FOLD_LIMITS.stateBytes) cache.set(key, state, state.bytes);
  return state;
}

/** @throws AppError CHECKPOINT_NOT_FOUND */
export async function readWireState(
  runtime: Runtime,
  thread: ThreadRecord,
  { checkpointId, namespace }: StatePlace,
): Promise<WireState> {
  const known = cacheOf(runtime, thread).get(`${thread.threadId}\0${checkpointId}`);
  if (known !== undefined) return known;
  return wireStateOf(runtime, thread, await readStateAt(runtime, thread, checkpointId, { namespace }));
}

function cacheOf(runtime: Runtime, thread: ThreadRecord): Lru<WireState> {
  const owner = graphOfThread(runtime, thread) ?? runtime;
  const cache = remembered.get(owner) ?? new Lru<WireState>(MAX_BYTES);
  remembered.set(owner, cache);
  return cache;
}

/** `"values": { … }`, indented as in an object. */
export function valuesText(state: WireState): string {
  state.text ??= JSON.stringify({ values: state.values }, null, 2).slice(2, -2);
  return state.text;
}
