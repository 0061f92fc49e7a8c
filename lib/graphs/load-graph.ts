import { existsSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import type { GraphCode } from '@/lib/contracts/origin';
import { graphCode } from './graph-code';
import { recordingLoader } from './load-sources';
import type { ServedGraph } from './served-graph';

export interface LoadFailure {
  message: string;
  file: string;
  line: number | null;
}

export type LoadResult = { ok: true; graph: ServedGraph; code: GraphCode } | { ok: false; error: LoadFailure };

export interface GraphModules {
  /** Module name → namespace: what graph files get for `retrograph` and its subpaths. */
  virtualModules: Record<string, unknown>;
  isCompiledGraph(value: unknown): boolean;
  isStateGraph(value: unknown): boolean;
}

/** Runs a graph file afresh, with everything it imports from its own folder. A file that fails is an outcome, not an exception. */
export async function loadGraph(
  target: { file: string; exportName: string },
  modules: GraphModules,
): Promise<LoadResult> {
  const { file, exportName } = target;
  if (!existsSync(file)) return failure(`There is no file ${file}. Correct its path in the config file.`, file);
  try {
    const { jiti, sources } = recordingLoader(file, modules.virtualModules);
    const namespace = await jiti.import<Record<string, unknown>>(file);
    const found = await resolveExport(namespace, { file, exportName }, modules);
    return found.ok ? { ...found, code: graphCode(found.graph.getGraph(), file, sources) } : found;
  } catch (error) {
    return describeError(error, file);
  }
}

async function resolveExport(
  namespace: Record<string, unknown>,
  { file, exportName }: { file: string; exportName: string },
  modules: GraphModules,
): Promise<{ ok: true; graph: ServedGraph } | { ok: false; error: LoadFailure }> {
  if (!(exportName in namespace)) {
    const names = Object.keys(namespace).filter((name) => name !== '__esModule');
    return failure(`${file} has no export "${exportName}". It exports: ${names.join(', ') || 'nothing'}.`, file);
  }
  const exported = namespace[exportName];
  const isFactory =
    typeof exported === 'function' && !modules.isCompiledGraph(exported) && !modules.isStateGraph(exported);
  const value = isFactory ? await exported({}) : await exported;
  if (modules.isCompiledGraph(value)) return { ok: true, graph: asServedGraph(value) };
  if (modules.isStateGraph(value))
    return { ok: true, graph: asServedGraph((value as { compile(): unknown }).compile()) };
  return failure(
    `The export "${exportName}" of ${file} is no graph: export a StateGraph, what its compile() returns, or a function that returns one.`,
    file,
  );
}

/** Safe because the engine's own brand was checked: it marks every copy of the class that has these methods. */
function asServedGraph(graph: unknown): ServedGraph {
  return graph as ServedGraph;
}

function failure(message: string, file: string, line: number | null = null): { ok: false; error: LoadFailure } {
  return { ok: false, error: { message, file, line } };
}

const NOT_THE_USERS = /[\\/](?:node_modules|\.next[^\\/]*)[\\/]/;

/** The nearest line in the folder of the user's file, from the stack or from the parser's message. */
function describeError(error: unknown, file: string): LoadResult {
  const message = error instanceof Error ? error.message : String(error);
  const text = `${message}\n${error instanceof Error ? error.stack : ''}`;
  const places = [...text.matchAll(/((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^\s():]+\.[cm]?[jt]sx?):(\d+)(?::\d+)?/g)];
  const named = places.map(([, path = '', line]) => ({ file: path.replace('file://', ''), line: Number(line) }));
  // The engine's own frames come first when it is `compile()` that refuses the graph.
  const folder = `${dirname(file)}${sep}`;
  const where = named.find((place) => place.file.startsWith(folder) && !NOT_THE_USERS.test(place.file)) ?? null;
  const syntaxLine = /\((\d+):\d+\)/.exec(message)?.[1];
  const line = where?.line ?? (syntaxLine === undefined ? null : Number(syntaxLine));
  return failure(message.split('\n')[0] || 'It failed without a message.', where?.file ?? file, line);
}
