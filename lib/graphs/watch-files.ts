import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';

const SETTLE_MS = 100;
const SOURCE = /\.([cm]?[jt]sx?|json)$/;

/** Calls back once after a burst of changes to source files in the folders of the given files. Returns the way to stop. */
export function watchFolders(files: string[], onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const settle = (_event: string, name: string | null) => {
    if (name !== null && !SOURCE.test(name)) return;
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLE_MS);
  };
  const watchers = [...new Set(files.map((file) => path.dirname(file)))].flatMap((folder) => open(folder, settle));
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

/** A folder that is not there (a wrong path in the config file) is shown on the graph's card; there is nothing to watch. */
function open(folder: string, listener: (event: string, name: string | null) => void): FSWatcher[] {
  try {
    const watcher = watch(folder, { persistent: false }, listener);
    watcher.on('error', () => watcher.close());
    return [watcher];
  } catch {
    return [];
  }
}
