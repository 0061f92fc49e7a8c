// LangChain's callbacks, by shape: its models, tools and runnables report to the `callbacks` in the config that they are
// given, and its tracers listen there. The engine speaks the same language without importing it.

/** An object with some of LangChain's handler methods, such as `handleLLMNewToken`. */
export interface CallbackHandler {
  readonly name?: string;
  /** The one who reports waits until the handler is done. */
  readonly awaitHandlers?: boolean;
  /** An error of the handler is an error of what it listens to. */
  readonly raiseError?: boolean;
  readonly ignoreLLM?: boolean;
  readonly ignoreChain?: boolean;
  readonly ignoreAgent?: boolean;
  readonly ignoreRetriever?: boolean;
  readonly ignoreCustomEvent?: boolean;
}

export type IgnoreFlag = Extract<keyof CallbackHandler, `ignore${string}`>;

/** Calls a method of every handler that has it and does not ignore its kind. Only a handler that says so can fail the caller. */
export async function notify(
  handlers: readonly CallbackHandler[],
  flag: IgnoreFlag,
  method: string,
  ...args: unknown[]
): Promise<void> {
  const waiting: Promise<void>[] = [];
  for (const handler of handlers) {
    const react = handler[flag] === true ? undefined : methodOf(handler, method);
    if (!react) continue;
    const done = call(handler, method, () => react.apply(handler, args));
    if (handler.awaitHandlers || handler.raiseError) waiting.push(done);
  }
  if (waiting.length > 0) await Promise.all(waiting);
}

export function methodOf(handler: object, name: string): ((...args: unknown[]) => unknown) | undefined {
  const method = (handler as Record<string, unknown>)[name];
  return typeof method === 'function' ? (method as (...args: unknown[]) => unknown) : undefined;
}

async function call(handler: CallbackHandler, method: string, react: () => unknown): Promise<void> {
  try {
    await react();
  } catch (error) {
    if (handler.raiseError) throw error;
    // A listener that fails must not take the run with it; LangChain tells it the same way.
    console.warn(`Error in callback handler ${handler.name ?? handler.constructor.name}, ${method}:`, error);
  }
}
