import type { SerializerProtocol } from './serializer';
import { jsonSerializer } from './serializer';

export type CacheNamespace = string[];
export type CacheFullKey = [namespace: CacheNamespace, key: string];

/** Where results of nodes are remembered, in LangGraph.js's shape, so that caches can be exchanged both ways. */
export abstract class BaseCache<Value = unknown> {
  serde: SerializerProtocol;

  constructor(serde: SerializerProtocol = jsonSerializer) {
    this.serde = serde;
  }

  /** Only what is there and has not expired. */
  abstract get(keys: CacheFullKey[]): Promise<{ key: CacheFullKey; value: Value }[]>;
  /** `ttl` in seconds; without one an entry holds for ever. */
  abstract set(pairs: { key: CacheFullKey; value: Value; ttl?: number }[]): Promise<void>;
  /** Forgets these namespaces; with none named, everything. */
  abstract clear(namespaces: CacheNamespace[]): Promise<void>;
}

interface Entry {
  type: string;
  bytes: Uint8Array;
  expiresAtMs: number;
}

/** A cache in this process's memory. Values are kept as bytes, so that each hit gets its own. */
export class InMemoryCache<Value = unknown> extends BaseCache<Value> {
  private readonly entries = new Map<string, Map<string, Entry>>();

  async get(keys: CacheFullKey[]): Promise<{ key: CacheFullKey; value: Value }[]> {
    const found: { key: CacheFullKey; value: Value }[] = [];
    for (const fullKey of keys) {
      const [namespace, key] = fullKey;
      const entries = this.entries.get(JSON.stringify(namespace));
      const entry = entries?.get(key);
      if (!entry) continue;
      if (entry.expiresAtMs <= Date.now()) entries?.delete(key);
      else found.push({ key: fullKey, value: (await this.serde.loadsTyped(entry.type, entry.bytes)) as Value });
    }
    return found;
  }

  async set(pairs: { key: CacheFullKey; value: Value; ttl?: number }[]): Promise<void> {
    for (const { key, value, ttl } of pairs) {
      const [type, bytes] = await this.serde.dumpsTyped(value);
      const namespace = JSON.stringify(key[0]);
      const entries = this.entries.get(namespace) ?? new Map<string, Entry>();
      this.entries.set(namespace, entries);
      entries.set(key[1], {
        type,
        bytes,
        expiresAtMs: ttl === undefined ? Number.POSITIVE_INFINITY : Date.now() + ttl * 1000,
      });
    }
  }

  async clear(namespaces: CacheNamespace[]): Promise<void> {
    if (namespaces.length === 0) this.entries.clear();
    for (const namespace of namespaces) this.entries.delete(JSON.stringify(namespace));
  }
}
