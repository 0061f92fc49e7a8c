import { v5 } from 'uuid';
import type { BaseCache, CacheFullKey, CacheNamespace } from '../../checkpoint/cache';
import type { PendingWrite } from '../../checkpoint/checkpoint';
import { nodesOf } from '../../checkpoint/namespace';
import { jsonSerializer } from '../../checkpoint/serializer';
import { EngineError, UnserializableValueError } from '../../errors';
import type { CachePolicy } from '../../graph/node-policy';
import type { Invocation } from '../invocation';
import { shownInputOf } from '../read';
import type { Task } from './task';

/** Where the result of a task is remembered. */
export interface CacheEntry {
  cache: BaseCache;
  key: CacheFullKey;
  /** Seconds. */
  ttl: number | undefined;
}

const CACHED_WRITES = '__pregel_ns_writes';
/** Namespace of keys, which are hashes: inputs may be long, and secret. */
const KEYS = '0e0b5d0f-6f5c-5b7a-8f67-3a4f7e6d1c58';

/**
 * Null when nothing is to be remembered: no policy, no cache, a body that is done, or an answer that a person gave, which
 * is no property of the input.
 */
export function entryOf(run: Invocation, task: Task, policy: CachePolicy | null): CacheEntry | null {
  if (!policy || !run.cache || task.bodyWrites || task.answers.length > 0) return null;
  const input = shownInputOf(run.state, task);
  const key = policy.keyFunc ? ownKey(task, policy.keyFunc, input) : wholeKey(task, input);
  return {
    cache: run.cache,
    key: [namespaceOf(run, task), v5(key, KEYS)],
    ttl: policy.ttl,
  };
}

/** Nodes are told apart by where they stand in their graphs; graphs that share a cache, by the names they were compiled with. */
function namespaceOf({ graphName, state }: Invocation, task: Task): CacheNamespace {
  const enclosing = nodesOf(state.namespace).flatMap(({ node, call }) => [node, String(call)]);
  return [CACHED_WRITES, graphName, ...enclosing, task.node.name];
}

/** The body's writes of an earlier run on the same input. Its edges and routers are followed anew. */
export async function readEntry({ cache, key }: CacheEntry): Promise<PendingWrite[] | null> {
  const [found] = await cache.get([key]);
  return found ? (found.value as PendingWrite[]) : null;
}

/** Remembers what the body wrote, unless a part of it must not be stored. A cache that fails costs no result: it warns. */
export async function writeEntry(run: Invocation, task: Task, { cache, key, ttl }: CacheEntry): Promise<void> {
  const writes = task.bodyWrites ?? [];
  if (writes.some(([name]) => run.blueprint.channels.get(name)?.isTracked === false)) return;
  try {
    await cache.set([{ key, value: writes, ...(ttl !== undefined && { ttl }) }]);
  } catch (error) {
    console.warn(`The result of node "${task.node.name}" could not be cached. ${String(error)}`);
  }
}

function ownKey(task: Task, keyFunc: (args: unknown[]) => string, input: unknown): string {
  const key: unknown = keyFunc([input]);
  if (typeof key === 'string') return key;
  throw new EngineError(
    'INVALID_CONFIG',
    `The keyFunc of node "${task.node.name}" must answer a string; got ${typeof key}.`,
  );
}

/** In the stored form, which tells a Map from an empty object and undefined from null, as JSON does not. */
function wholeKey(task: Task, input: unknown): Uint8Array {
  try {
    return jsonSerializer.encode(input);
  } catch (error) {
    if (!(error instanceof UnserializableValueError)) throw error;
    throw new UnserializableValueError(
      `The input of node "${task.node.name}" can't be a cache key: ${error.message} Give its cachePolicy a keyFunc.`,
      error.path,
    );
  }
}
