import { readFileSync } from 'node:fs';

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

export type DatabaseName = 'SQLite' | 'PostgreSQL';

/** A saver, and how to close it; to do so again is harmless. */
export interface OpenSaver {
  saver: Saver;
  close: () => Promise<void>;
}

export interface Contestant {
  name: Name;
  version: string;
  library: Library;
  /** A path, or a PostgreSQL address with the schema as `search_path`. Undefined where its saver is not installed. */
  openSaver: (database: DatabaseName, url: string) => Promise<OpenSaver | undefined>;
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
  return {
    name: 'Retrograph',
    version: versionIn(new URL('../../../package.json', import.meta.url)),
    library: await loadLibrary('Retrograph'),
    openSaver: async (database, url) => {
      const entry = database === 'SQLite' ? './retrograph/sqlite.js' : './retrograph/postgres.js';
      const module = (await import(new URL(entry, import.meta.url).href)) as OurSavers;
      return ready(database === 'SQLite' ? module.SqliteSaver : module.PostgresSaver, url);
    },
  };
}

async function langGraph(): Promise<Contestant | undefined> {
  const library = await loadLibrary('LangGraph.js').catch(() => undefined);
  if (library === undefined) return undefined;
  return {
    name: 'LangGraph.js',
    version: versionIn(new URL('../@langchain/langgraph/package.json', import.meta.url)),
    library,
    openSaver: async (database, url) => {
      if (database === 'SQLite') {
        const savers = await import('@langchain/langgraph-checkpoint-sqlite').catch(() => undefined);
        return savers && ready(savers.SqliteSaver as unknown as SaverClass, url);
      }
      const savers = await import('@langchain/langgraph-checkpoint-postgres').catch(() => undefined);
      const schema = new URL(url).searchParams.get('search_path') ?? 'public';
      return savers && ready(savers.PostgresSaver as unknown as SaverClass, url, { schema });
    },
  };
}

/** What all four classes have in common, as far as it is used here. */
interface SaverClass {
  fromConnString: (url: string, options?: object) => Saver & Closable;
}
interface Closable {
  setup?: () => void | Promise<void>;
  end?: () => Promise<void>;
  /** better-sqlite3's connection, in LangGraph.js's SqliteSaver. */
  db?: { close: () => void };
}
type OurSavers = Record<'SqliteSaver' | 'PostgresSaver', SaverClass>;

async function ready(saverClass: SaverClass, url: string, options?: object): Promise<OpenSaver> {
  const saver = saverClass.fromConnString(url, options);
  if (typeof saver.setup === 'function') await saver.setup();
  const end = async () => {
    await saver.end?.();
    saver.db?.close();
  };
  let ended: Promise<void> | undefined;
  return { saver, close: () => (ended ??= end()) };
}

function versionIn(packageFile: URL): string {
  return (JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }).version;
}
