// biome-ignore-all lint/suspicious/noConfusingVoidType: stores written for LangGraph.js answer `void` for a put.
// biome-ignore-all lint/suspicious/noExplicitAny: stored values are the user's own; LangGraph.js types them so.

/** A stored value with its place and its times. */
export interface Item {
  value: Record<string, any>;
  /** Unique within the namespace. */
  key: string;
  namespace: string[];
  createdAt: Date;
  updatedAt: Date;
}

/** An item found by a search; `score`, its cosine similarity to the query, when it was ranked by one. */
export interface SearchItem extends Item {
  score?: number;
}

export interface GetOperation {
  namespace: string[];
  key: string;
}

export interface SearchOperation {
  /** Items in this namespace and all below it; `[]` is everywhere. */
  namespacePrefix: string[];
  /** Fields that must equal a value, or fit operators: `{ score: { $gte: 3 } }`. */
  filter?: Record<string, any>;
  /** Default 10. */
  limit?: number;
  offset?: number;
  /** Ranks by similarity, in a store that has a vector index; a store without one leaves it out of account. */
  query?: string;
}

export interface PutOperation {
  namespace: string[];
  key: string;
  /** Null deletes. */
  value: Record<string, any> | null;
  /** Paths of the texts to index, instead of the store's own; `false` for none. */
  index?: false | string[];
}

export interface ListNamespacesOperation {
  matchConditions?: MatchCondition[];
  /** Cuts namespaces to so many labels; equal ones are listed once. */
  maxDepth?: number;
  limit: number;
  offset: number;
}

/** Labels; `"*"` stands for any one. */
export type NameSpacePath = (string | '*')[];

export type NamespaceMatchType = 'prefix' | 'suffix';

export interface MatchCondition {
  matchType: NamespaceMatchType;
  path: NameSpacePath;
}

export type Operation = GetOperation | SearchOperation | PutOperation | ListNamespacesOperation;

/** The result of each operation, in their order. */
export type OperationResults<Operations extends readonly Operation[]> = {
  [Index in keyof Operations]: ResultOf<Operations[Index]>;
};

// A put has all fields of a get and one more, so it is asked for first.
type ResultOf<Op> = Op extends PutOperation
  ? void
  : Op extends SearchOperation
    ? SearchItem[]
    : Op extends GetOperation
      ? Item | null
      : Op extends ListNamespacesOperation
        ? string[][]
        : never;

export interface SearchOptions {
  filter?: Record<string, any>;
  limit?: number;
  offset?: number;
  query?: string;
}

export interface ListNamespacesOptions {
  prefix?: NameSpacePath;
  suffix?: NameSpacePath;
  maxDepth?: number;
  /** Default 100. */
  limit?: number;
  offset?: number;
}
