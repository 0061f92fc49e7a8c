import { detach } from '../channels/detach';
import { BaseStore } from './base-store';
import { matchesValueFilter } from './filter';
import { matchesCondition, validateNamespace } from './namespace';
import type {
  Item,
  ListNamespacesOperation,
  Operation,
  OperationResults,
  PutOperation,
  SearchItem,
  SearchOperation,
} from './operations';
import type { IndexConfig, Vectors } from './vector-index';
import { bestScore, embedPuts, embedQuery } from './vector-index';

interface StoredItem extends Item {
  vectors: Vectors;
}

interface Shelf {
  namespace: string[];
  items: Map<string, StoredItem>;
}

/** Labels never contain it. */
const SEPARATOR = '\0';

/**
 * A store in this process's memory, for tests and play. Values are copied when they are put and when they are read.
 * With `index`, `search({ query })` ranks by the cosine similarity of embeddings.
 */
export class InMemoryStore extends BaseStore {
  private readonly shelves = new Map<string, Shelf>();
  private readonly index: IndexConfig | undefined;
  /** Puts take effect in the order of their calls, however long their embeddings take. */
  private lastPut: Promise<void> = Promise.resolve();

  constructor(options: { index?: IndexConfig } = {}) {
    super();
    this.index = options.index;
  }

  get indexConfig(): IndexConfig | undefined {
    return this.index;
  }

  async batch<const Operations extends readonly Operation[]>(
    operations: Operations,
  ): Promise<OperationResults<Operations>> {
    for (const operation of operations) checkNamespace(operation);
    const results = operations.map((operation) => (isPut(operation) ? undefined : this.read(operation)));
    const puts = operations.filter(isPut).map(ownPut);
    if (puts.length > 0) await this.store(puts);
    return (await Promise.all(results)) as OperationResults<Operations>;
  }

  private read(operation: Exclude<Operation, PutOperation>): unknown {
    if ('namespacePrefix' in operation) return this.find(operation);
    if (!('key' in operation)) return this.list(operation);
    const item = this.shelves.get(operation.namespace.join(SEPARATOR))?.items.get(operation.key);
    return item ? itemOf(item) : null;
  }

  private find({ namespacePrefix, filter, query, limit = 10, offset = 0 }: SearchOperation) {
    const found: StoredItem[] = [];
    for (const { namespace, items } of this.shelves.values()) {
      if (!namespacePrefix.every((label, depth) => label === namespace[depth])) continue;
      for (const item of items.values()) if (!filter || matchesValueFilter(item.value, filter)) found.push(item);
    }
    if (query === undefined || query === '' || !this.index) {
      return found.slice(offset, offset + limit).map((item): SearchItem => itemOf(item));
    }
    return embedQuery(this.index, query).then((vector) => ranked(found, vector).slice(offset, offset + limit));
  }

  private list({ matchConditions = [], maxDepth, limit, offset }: ListNamespacesOperation): string[][] {
    const listed = new Map<string, string[]>();
    for (const { namespace } of this.shelves.values()) {
      if (!matchConditions.every((condition) => matchesCondition(namespace, condition))) continue;
      const cut = namespace.slice(0, maxDepth);
      listed.set(cut.join(SEPARATOR), cut);
    }
    const inOrder = [...listed].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, namespace]) => namespace);
    return inOrder.slice(offset ?? 0, (offset ?? 0) + (limit ?? inOrder.length));
  }

  private store(puts: readonly PutOperation[]): void | Promise<void> {
    if (!this.index) return this.keep(puts, null);
    const vectors = embedPuts(this.index, puts);
    // Met below; until then Node must not count it as unhandled.
    vectors.catch(() => {});
    const done = this.lastPut.then(async () => this.keep(puts, await vectors));
    this.lastPut = done.catch(() => {});
    return done;
  }

  private keep(puts: readonly PutOperation[], vectors: readonly Vectors[] | null): void {
    const now = new Date();
    puts.forEach(({ namespace, key, value }, index) => {
      const path = namespace.join(SEPARATOR);
      const shelf = this.shelves.get(path) ?? { namespace, items: new Map<string, StoredItem>() };
      if (value === null) {
        shelf.items.delete(key);
        if (shelf.items.size === 0) this.shelves.delete(path);
        return;
      }
      const createdAt = shelf.items.get(key)?.createdAt ?? now;
      shelf.items.set(key, { namespace, key, value, createdAt, updatedAt: now, vectors: vectors?.[index] ?? [] });
      this.shelves.set(path, shelf);
    });
  }
}

/** LangGraph.js's earlier name of `InMemoryStore`. */
export class MemoryStore extends InMemoryStore {}

function checkNamespace(operation: Operation): void {
  if ('namespace' in operation) validateNamespace(operation.namespace, { allowReservedRoot: true });
  else if ('namespacePrefix' in operation) {
    validateNamespace(operation.namespacePrefix, { allowEmpty: true, allowReservedRoot: true });
  }
}

function isPut(operation: Operation): operation is PutOperation {
  return 'value' in operation;
}

function ownPut(put: PutOperation): PutOperation {
  return { ...put, namespace: [...put.namespace], value: detach(put.value) };
}

function itemOf({ namespace, key, value, createdAt, updatedAt }: StoredItem): Item {
  return {
    value: detach(value),
    key,
    namespace: [...namespace],
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
  };
}

/** The most similar first; items without vectors, which have no score, last. */
function ranked(items: readonly StoredItem[], query: readonly number[]): SearchItem[] {
  return items
    .map((item) => ({ item, score: bestScore(query, item.vectors) }))
    .sort((left, right) => (right.score ?? Number.NEGATIVE_INFINITY) - (left.score ?? Number.NEGATIVE_INFINITY) || 0)
    .map(({ item, score }) => ({ ...itemOf(item), ...(score !== undefined && { score }) }));
}
