import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The part of the public surface that the scenarios use; both libraries have it under the same names. */
export interface Library {
  StateGraph: typeof import('../engine/index').StateGraph;
  Annotation: typeof import('../engine/index').Annotation;
  Send: typeof import('../engine/index').Send;
  START: typeof import('../engine/index').START;
  END: typeof import('../engine/index').END;
  MemorySaver: typeof import('../engine/index').MemorySaver;
  MessagesAnnotation: typeof import('../engine/index').MessagesAnnotation;
  /** Ours alone. */
  createSerializer?: typeof import('../engine/index').createSerializer;
}
export type Saver = InstanceType<Library['MemorySaver']>;

export const NAMES = ['Retrograph', 'LangGraph.js'] as const;
export type Name = (typeof NAMES)[number];

export interface Contestant {
  name: Name;
  version: string;
  library: Library;
  /** Absent where its SQLite saver is not installed. */
  sqlite: Saver | undefined;
  close: () => Promise<void>;
}

/** What a program imports; built files, next to this one. */
export const ENTRIES: Readonly<Record<Name, string>> = {
  Retrograph: new URL('./retrograph/index.js', import.meta.url).href,
  'LangGraph.js': '@langchain/langgraph',
};

/** Retrograph, and LangGraph.js where `npm install` in this folder has brought it. */
export async function loadContestants(): Promise<Contestant[]> {
  const peer = await langGraph();
  return peer === undefined ? [await retrograph()] : [await retrograph(), peer];
}

/** Same names, other class identities: the scenarios never mix the two. */
export async function loadLibrary(name: Name): Promise<Library> {
  process.env.NODE_ENV ??= 'production';
  return (await import(ENTRIES[name])) as Library;
}

async function retrograph(): Promise<Contestant> {
  const library = await loadLibrary('Retrograph');
  const { SqliteSaver } = await import(new URL('./retrograph/sqlite.js', import.meta.url).href);
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  const sqlite = SqliteSaver.fromConnString(join(directory, 'ours.db'));
  return {
    name: 'Retrograph',
    version: versionIn(new URL('../../../package.json', import.meta.url)),
    library,
    sqlite,
    close: async () => {
      await sqlite.close();
      rmSync(directory, { recursive: true });
    },
  };
}

async function langGraph(): Promise<Contestant | undefined> {
  const library = await loadLibrary('LangGraph.js').catch(() => undefined);
  if (library === undefined) return undefined;
  const savers = await import('@langchain/langgraph-checkpoint-sqlite').catch(() => undefined);
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  return {
    name: 'LangGraph.js',
    version: versionIn(new URL('../@langchain/langgraph/package.json', import.meta.url)),
    library,
    sqlite: savers?.SqliteSaver.fromConnString(join(directory, 'theirs.db')) as unknown as Saver | undefined,
    close: async () => rmSync(directory, { recursive: true }),
  };
}

function versionIn(packageFile: URL): string {
  return (JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }).version;
}
