import { validateNamespace } from './namespace';
import type {
  Item,
  ListNamespacesOptions,
  MatchCondition,
  Operation,
  OperationResults,
  SearchItem,
  SearchOptions,
} from './operations';

const ANYWHERE = { allowEmpty: true, allowReservedRoot: true };

/**
 * Memory that outlives threads: values by namespace and key. A subclass implements `batch`; the rest is written in its
 * terms. Time travel does not rewind a store. All methods throw InvalidNamespaceError for a namespace that can't be kept.
 */
export abstract class BaseStore {
  /** Does several operations at once and answers their results in order. Reads see the store before the batch's puts. */
  abstract batch<const Operations extends Operation[]>(operations: Operations): Promise<OperationResults<Operations>>;

  async get(namespace: string[], key: string): Promise<Item | null> {
    validateNamespace(namespace, ANYWHERE);
    const [item] = await this.batch([{ namespace, key }]);
    return item;
  }

  /** Items in a namespace and below it; ranked by similarity when there is a query and a vector index. */
  async search(namespacePrefix: string[], options: SearchOptions = {}): Promise<SearchItem[]> {
    validateNamespace(namespacePrefix, ANYWHERE);
    const { filter, query, limit = 10, offset = 0 } = options;
    const given = { ...(filter !== undefined && { filter }), ...(query !== undefined && { query }) };
    const [items] = await this.batch([{ namespacePrefix, limit, offset, ...given }]);
    return items;
  }

  /** @param index paths of the texts to index for `search`, instead of the store's own; `false` for none */
  // biome-ignore lint/suspicious/noExplicitAny: a caller's object of any fields, as in LangGraph.js.
  async put(namespace: string[], key: string, value: Record<string, any>, index?: false | string[]): Promise<void> {
    validateNamespace(namespace);
    await this.batch([{ namespace, key, value, ...(index !== undefined && { index }) }]);
  }

  async delete(namespace: string[], key: string): Promise<void> {
    validateNamespace(namespace, ANYWHERE);
    await this.batch([{ namespace, key, value: null }]);
  }

  /** Namespaces that hold items, in order; `"*"` in a prefix or suffix stands for any one label. */
  async listNamespaces(options: ListNamespacesOptions = {}): Promise<string[][]> {
    const { prefix, suffix, maxDepth, limit = 100, offset = 0 } = options;
    const matchConditions: MatchCondition[] = [];
    for (const [matchType, path] of [['prefix', prefix] as const, ['suffix', suffix] as const]) {
      if (!path) continue;
      validateNamespace(path, ANYWHERE);
      matchConditions.push({ matchType, path });
    }
    const [namespaces] = await this.batch([
      {
        ...(matchConditions.length > 0 && { matchConditions }),
        ...(maxDepth !== undefined && { maxDepth }),
        limit,
        offset,
      },
    ]);
    return namespaces;
  }

  /** Opens what the store needs. Its owner calls it; the engine does not. */
  start(): void | Promise<void> {}

  /** Closes it. */
  stop(): void | Promise<void> {}
}
