import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

export interface GraphConfig {
  /** Absolute; what the graph files' paths are relative to is its folder. */
  file: string;
  graphs: Record<string, { file: string; exportName: string }>;
  examples: Record<string, Record<string, unknown>[]>;
  /** Variables for the graphs, from the config itself or from the file that it names. */
  environment: Record<string, string>;
}

/** The config file cannot be used. The message names the file, the fact and the way out. */
export class GraphConfigError extends Error {
  override readonly name = 'GraphConfigError';
}

const graphEntry = z.union([z.string(), z.object({ path: z.string() }).transform((entry) => entry.path)]);
const configSchema = z.object({
  graphs: z.record(z.string().regex(/^[\w.-]{1,100}$/, 'graph ids are letters, digits, ".", "_" and "-"'), graphEntry),
  examples: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))).default({}),
  env: z.union([z.string(), z.record(z.string(), z.string()), z.array(z.unknown()).max(0)]).default({}),
});

/**
 * The file that the settings name; else `retrograph.json` or `langgraph.json` where the person stood; else the package's own examples.
 * Null when there is none of them.
 */
export function findConfigFile(place: {
  configPath: string | null;
  workingDirectory: string;
  packageRoot: string;
}): string | null {
  if (place.configPath !== null) return place.configPath;
  const candidates = [
    path.join(place.workingDirectory, 'retrograph.json'),
    path.join(place.workingDirectory, 'langgraph.json'),
    path.join(place.packageRoot, 'retrograph.json'),
  ];
  return candidates.find((file) => existsSync(file)) ?? null;
}

/** @throws GraphConfigError */
export async function readConfigFile(file: string): Promise<GraphConfig> {
  const parsed = configSchema.safeParse(await readJson(file));
  if (!parsed.success) throw new GraphConfigError(`${file}: ${z.prettifyError(parsed.error)}`);
  const folder = path.dirname(file);
  const graphs = Object.entries(parsed.data.graphs).map(([graphId, target]) => [graphId, parseTarget(target, folder)]);
  return {
    file,
    graphs: Object.fromEntries(graphs),
    examples: parsed.data.examples,
    environment: await readEnvironment(parsed.data.env, folder),
  };
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new GraphConfigError(`${file} cannot be read as JSON: ${(cause as Error).message}`, { cause });
  }
}

/** `./file.ts:exportName`; without a name, the export `graph`. A drive letter's colon is not a name. */
function parseTarget(target: string, folder: string): { file: string; exportName: string } {
  const match = /^(.+):([A-Za-z_$][\w$]*)$/.exec(target);
  const [file, exportName] = match ? [match[1] as string, match[2] as string] : [target, 'graph'];
  return { file: path.resolve(folder, file), exportName };
}

async function readEnvironment(
  env: string | unknown[] | Record<string, string>,
  folder: string,
): Promise<Record<string, string>> {
  if (Array.isArray(env)) return {};
  if (typeof env !== 'string') return env;
  try {
    return parseEnvironmentFile(await readFile(path.resolve(folder, env), 'utf8'));
  } catch (cause) {
    throw new GraphConfigError(`The "env" file ${env} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

function parseEnvironmentFile(text: string): Record<string, string> {
  const lines = text.split(/\r?\n/).flatMap((line) => {
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line);
    return match ? [[match[1] as string, unquote(match[2] as string)]] : [];
  });
  return Object.fromEntries(lines);
}

function unquote(value: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(value);
  return quoted ? (quoted[2] as string) : value.replace(/\s+#.*$/, '');
}
