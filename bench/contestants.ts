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
}
export type Saver = InstanceType<Library['MemorySaver']>;

export interface Contestant {
  name: string;
  version: string;
  library: Library;
  /** Absent where its SQLite saver is not installed. */
  sqlite: Saver | undefined;
  close: () => Promise<void>;
}

/** Retrograph, and LangGraph.js where `npm install` in this folder has brought it. */
export async function loadContestants(): Promise<Contestant[]> {
  const peer = await langGraph();
  return peer === undefined ? [await retrograph()] : [await retrograph(), peer];
}

async function retrograph(): Promise<Contestant> {
  const [library, { SqliteSaver }] = await Promise.all([import('../engine/index'), import('../lib/storage/sqlite')]);
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  const sqlite = SqliteSaver.fromConnString(join(directory, 'ours.db'));
  return {
    name: 'Retrograph',
    version: versionIn(new URL('../package.json', import.meta.url)),
    library,
    sqlite: sqlite as unknown as Saver,
    close: async () => {
      await sqlite.close();
      rmSync(directory, { recursive: true });
    },
  };
}

async function langGraph(): Promise<Contestant | undefined> {
  const library = await import('@langchain/langgraph').catch(() => undefined);
  if (library === undefined) return undefined;
  const savers = await import('@langchain/langgraph-checkpoint-sqlite').catch(() => undefined);
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  return {
    name: 'LangGraph.js',
    version: versionIn(new URL('node_modules/@langchain/langgraph/package.json', import.meta.url)),
    // Same names, other class identities: the scenarios never mix the two.
    library: library as unknown as Library,
    sqlite: savers?.SqliteSaver.fromConnString(join(directory, 'theirs.db')) as unknown as Saver | undefined,
    close: async () => rmSync(directory, { recursive: true }),
  };
}

function versionIn(packageFile: URL): string {
  return (JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }).version;
}
