import { createServer } from 'node:http';
import { browserUrl, explainListenError } from './address.mjs';

const RUNTIME = Symbol.for('retrograph.runtime');
const CLOSE_LIMIT_MS = 8_000;

/**
 * Serves the app inside this very process: a killed start script must not leave a server behind that holds the port.
 * Resolves once it listens.
 */
export async function serve({ root, host, port, isDev, startedMs }) {
  const { default: next } = await import('next');
  const server = createServer();
  // Watched from here on, so that Ctrl-C during the boot settles what the runtime has opened by then.
  stopOnSignals(server);
  const app = next({ dev: isDev, dir: root, hostname: host, port, httpServer: server });
  await app.prepare();
  const handle = app.getRequestHandler();
  server.on('request', (request, response) => handle(request, response));
  await listen(server, host, port);
  const took = ((Date.now() - startedMs) / 1000).toFixed(1);
  console.log(`\n  Retrograph is ready at ${browserUrl(host, port)}  (${took} s; Ctrl-C stops it)\n`);
}

function listen(server, host, port) {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new Error(explainListenError(error, host, port))));
    server.listen(port, host, resolve);
  });
}

/** The first signal lets runs settle their writes and then ends the process; a second one ends it at once. */
function stopOnSignals(server) {
  let firstMs = 0;
  const stop = async (reason) => {
    if (firstMs > 0) {
      // npm passes a terminal's Ctrl-C on, although the terminal already sent it here: that echo is not a second one.
      if (Date.now() - firstMs > 400) process.exit(130);
      return;
    }
    firstMs = Date.now();
    console.log(`\n  Stopping (${reason}) …`);
    server.close();
    server.closeIdleConnections();
    await Promise.race([closeRuntime(), new Promise((resolve) => setTimeout(resolve, CLOSE_LIMIT_MS))]);
    server.closeAllConnections();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal));
  // A killed npm leaves its child behind; this one then goes too.
  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && stop('npm is gone'), 250).unref();
  }
}

async function closeRuntime() {
  try {
    await globalThis[RUNTIME]?.close();
  } catch (error) {
    console.error('  Could not settle everything before the end:', error);
  }
}
