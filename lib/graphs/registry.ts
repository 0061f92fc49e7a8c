import type { GraphCode } from '@/lib/contracts/origin';
import { assistantIdOf } from './assistant-id';
import { findConfigFile, type GraphConfig, GraphConfigError, readConfigFile } from './config-file';
import { exampleInput } from './example-input';
import { type GraphModules, type LoadFailure, loadGraph } from './load-graph';
import type { ServedGraph } from './served-graph';
import { watchFolders } from './watch-files';

export interface GraphEntry {
  graphId: string;
  assistantId: string;
  /** Null when it failed to load; then `error` says why. */
  graph: ServedGraph | null;
  error: LoadFailure | null;
  /** What it is made of now; null when it failed to load. */
  code: GraphCode | null;
  examples: Record<string, unknown>[];
  /** Its file, absolute, and the export that it is. */
  source: { file: string; exportName: string };
  loadedAt: number;
}

/** The graphs that this server serves. A run keeps the graph object it started with, so a reload disturbs none. */
export interface GraphRegistry {
  list(): GraphEntry[];
  /** By graph id or assistant id. */
  get(id: string): GraphEntry | null;
  reload(): Promise<void>;
  close(): void;
}

export interface RegistryOptions {
  place: { configPath: string | null; workingDirectory: string; packageRoot: string };
  modules: GraphModules;
  /** The server's saver: it replaces one that the user compiled in. */
  checkpointer: unknown;
  watch: boolean;
  onReload(entries: GraphEntry[]): void;
  onProblem(message: string): void;
}

/** @throws GraphConfigError when the config file itself cannot be used at start. */
export async function openGraphs(options: RegistryOptions): Promise<GraphRegistry> {
  const setEnvironment = environmentSetter();
  let entries = new Map<string, GraphEntry>();
  let stopWatching = () => {};
  let pending: Promise<void> = Promise.resolve();

  const load = async () => {
    const file = findConfigFile(options.place);
    const config = file === null ? null : await readConfigFile(file);
    setEnvironment(config?.environment ?? {});
    entries = new Map(config === null ? [] : await loadAll(config, options));
    stopWatching();
    if (options.watch && config !== null) {
      const files = [config.file, ...Object.values(config.graphs).map((target) => target.file)];
      stopWatching = watchFolders(files, () => void registry.reload());
    }
  };

  const registry: GraphRegistry = {
    list: () => [...entries.values()],
    get: (id) => entries.get(id) ?? [...entries.values()].find((entry) => entry.assistantId === id) ?? null,
    reload() {
      pending = pending.then(load).then(
        () => options.onReload(registry.list()),
        // A config file that is broken for a moment leaves the graphs as they are.
        (error: unknown) => options.onProblem(error instanceof GraphConfigError ? error.message : String(error)),
      );
      return pending;
    },
    close: () => stopWatching(),
  };
  await load();
  return registry;
}

async function loadAll(config: GraphConfig, options: RegistryOptions): Promise<[string, GraphEntry][]> {
  const targets = Object.entries(config.graphs);
  const results = await Promise.all(targets.map(([, target]) => loadGraph(target, options.modules)));
  return targets.map(([graphId, source], index) => {
    const result = results[index] as Awaited<ReturnType<typeof loadGraph>>;
    const graph = result.ok ? adopt(result.graph, graphId, options.checkpointer) : null;
    if (!result.ok) {
      const { file, line, message } = result.error;
      options.onProblem(`Graph "${graphId}" did not load: ${message} (${file}${line === null ? '' : `:${line}`})`);
    }
    const examples = config.examples[graphId] ?? (graph === null ? [] : [exampleInput(graph.getSchemas().input)]);
    return [
      graphId,
      {
        graphId,
        assistantId: assistantIdOf(graphId),
        graph,
        error: result.ok ? null : result.error,
        code: result.ok ? result.code : null,
        examples,
        source,
        loadedAt: Date.now(),
      },
    ];
  });
}

/** Threads are registered under the graph's name, so the name is the id under which it is served. */
function adopt(graph: ServedGraph, graphId: string, checkpointer: unknown): ServedGraph {
  graph.name = graphId;
  graph.checkpointer = checkpointer;
  return graph;
}

/** Sets variables for the graphs, never over one that the person has set; a reload may change those it set itself. */
function environmentSetter(): (environment: Record<string, string>) => void {
  const own = new Set<string>();
  return (environment) => {
    for (const [name, value] of Object.entries(environment)) {
      if (process.env[name] !== undefined && !own.has(name)) continue;
      own.add(name);
      process.env[name] = value;
    }
  };
}
