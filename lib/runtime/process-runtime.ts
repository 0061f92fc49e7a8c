import { createRuntime, type Runtime } from './runtime';
import { parseSettings } from './settings';

/**
 * The one runtime of the process. A production build holds this module up to three times (instrumentation, pages, routes);
 * what they share hangs on `globalThis`, made by whoever comes first.
 */
interface RuntimeHolder {
  ready: Promise<Runtime>;
  /** Called by the start script before the process ends. */
  close(): Promise<void>;
}

const KEY = Symbol.for('retrograph.runtime');
type Globals = { [KEY]?: RuntimeHolder };

/** @throws SettingsError, GraphConfigError, or what the database says when it cannot be opened */
export function getRuntime(): Promise<Runtime> {
  const globals = globalThis as Globals;
  globals[KEY] ??= hold(open());
  return globals[KEY].ready;
}

async function open(): Promise<Runtime> {
  return createRuntime({
    settings: parseSettings(process.env, process.cwd()),
    packageRoot: process.cwd(),
    watchesGraphs: process.env.NODE_ENV !== 'production',
  });
}

function hold(ready: Promise<Runtime>): RuntimeHolder {
  let closing: Promise<void> | undefined;
  return {
    ready,
    close() {
      closing ??= ready.then(
        (runtime) => runtime.close(),
        // It never opened: there is nothing to settle, and whoever waits for `ready` has the reason.
        () => {},
      );
      return closing;
    },
  };
}
