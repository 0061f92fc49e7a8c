import { AsyncLocalStorage } from 'node:async_hooks';

// Where LangChain looks for the config of the runnable that it runs in, when none is handed to it. Any copy of any of its
// packages finds the same storage by this symbol, and leaves one alone that is there already.
const STORAGE = Symbol.for('ls:tracing_async_local_storage');
const CONFIG = Symbol.for('lc:child_config');
const VARIABLES = Symbol.for('lc:context_variables');

interface Context {
  extra?: { [CONFIG]?: object };
  [VARIABLES]?: unknown;
}

/** Runs the body such that a model called in it without a config reports to the callbacks of this one all the same. */
export function withRunnableConfig<Result>(config: object, body: () => Result): Result {
  const shared = globalThis as { [STORAGE]?: AsyncLocalStorage<Context> };
  shared[STORAGE] ??= new AsyncLocalStorage<Context>();
  const storage = shared[STORAGE];
  const context: Context = { extra: { [CONFIG]: config } };
  const variables = storage.getStore()?.[VARIABLES];
  if (variables !== undefined) context[VARIABLES] = variables;
  return storage.run(context, body);
}
