import type { RunnableConfig } from '../checkpoint/checkpoint';
import { EngineError } from '../errors';
import { CallbackManager } from './callback-manager';
import type { CallbackHandler } from './handler';
import { withRunnableConfig } from './runnable-context';

/** What the engine needs of a callback manager, LangChain's or its own. */
export interface Manager {
  handlers: CallbackHandler[];
  copy(): Manager;
  addHandler(handler: CallbackHandler): void;
  addTags(tags: readonly string[]): void;
  addMetadata(metadata: Record<string, unknown>): void;
  handleChainStart(
    chain: object,
    inputs: unknown,
    runId: string | undefined,
    runType: undefined,
    tags: undefined,
    metadata: undefined,
    runName: string,
  ): Promise<Trace>;
}

/** A run of a graph or a node as its listeners know it. */
export interface Trace {
  readonly runId: string;
  getChild(tag?: string): Manager;
  handleChainEnd(output: unknown): Promise<void>;
  handleChainError(error: unknown): Promise<void>;
}

/** The run with more listeners; the caller's own callbacks stay as they are. */
export function withListeners<Run extends { config: RunnableConfig }>(
  run: Run,
  listeners: readonly CallbackHandler[],
): Run {
  if (listeners.length === 0) return run;
  const callbacks = managerOf(run.config.callbacks);
  for (const listener of listeners) callbacks.addHandler(listener);
  return { ...run, config: { ...run.config, callbacks } };
}

/** A manager for both; who is in both hears everything once. */
export function joinCallbacks(first: object, second: object): Manager {
  const manager = managerOf(second);
  for (const handler of managerOf(first).handlers) {
    if (!manager.handlers.includes(handler)) manager.addHandler(handler);
  }
  return manager;
}

/** A manager of our own for the `callbacks` of a config: a list of handlers, or a manager, which stays as it is. */
export function managerOf(callbacks: object | undefined): Manager {
  if (callbacks !== undefined && 'copy' in callbacks) return (callbacks as Manager).copy();
  if (callbacks !== undefined && !Array.isArray(callbacks)) {
    throw new EngineError('INVALID_CONFIG', 'callbacks must be a list of handlers or a callback manager.');
  }
  const manager = new CallbackManager();
  manager.setHandlers(callbacks ?? []);
  return manager;
}

export interface TracedGraph {
  name: string;
  config: RunnableConfig;
  input: unknown;
  /** Where in another graph it was called. */
  place: Record<string, unknown> | undefined;
}

/** Runs a graph and tells the callbacks of its config about it. @param outputOf what they are told that it gave */
export async function traceRun<Result>(
  { name, config, input, place }: TracedGraph,
  go: (trace: Trace) => Promise<Result>,
  outputOf: (result: Result) => unknown,
): Promise<Result> {
  const manager = managerOf(config.callbacks);
  const threadId = config.configurable?.thread_id;
  manager.addTags(config.tags ?? []);
  manager.addMetadata({ ...place, ...config.metadata, ...(threadId !== undefined && { thread_id: threadId }) });
  const trace = await start(manager, 'graph', config.runName ?? name, input, config.runId);
  return follow(trace, () => go(trace), outputOf);
}

/** What a node's body runs with while somebody listens. */
export interface TracedBody {
  name: string;
  /** Of the super-step that it runs in. */
  step: number;
  input: unknown;
  metadata: Record<string, unknown>;
  tags: readonly string[];
  /** The config that LangChain's runnables find when the node does not hand them one. */
  config: object;
  /** Takes the manager that what the node calls reports to. */
  attach: (manager: Manager) => void;
}

/** Runs a node's body as a run inside of the graph's. */
export async function traceBody(graph: Trace, node: TracedBody, body: () => unknown): Promise<unknown> {
  const manager = graph.getChild(`graph:step:${node.step}`);
  manager.addTags(node.tags);
  manager.addMetadata(node.metadata);
  const trace = await start(manager, 'node', node.name, node.input, undefined);
  node.attach(trace.getChild());
  return follow(
    trace,
    async () => withRunnableConfig(node.config, body),
    (output) => output,
  );
}

function start(manager: Manager, kind: string, name: string, input: unknown, runId: string | undefined) {
  const serialized = { lc: 1, type: 'not_implemented', id: ['retrograph', kind, name] };
  return manager.handleChainStart(serialized, asRecord(input, 'input'), runId, undefined, undefined, undefined, name);
}

async function follow<Result>(
  trace: Trace,
  go: () => Promise<Result>,
  outputOf: (result: Result) => unknown,
): Promise<Result> {
  let result: Result;
  try {
    result = await go();
  } catch (error) {
    await trace.handleChainError(error);
    throw error;
  }
  await trace.handleChainEnd(asRecord(outputOf(result), 'output'));
  return result;
}

/** Listeners expect records. */
function asRecord(value: unknown, key: string): unknown {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
  return isRecord ? value : { [key]: value };
}
