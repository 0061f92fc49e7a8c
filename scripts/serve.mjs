import { createServer } from 'node:http';
import { browserUrl, explainListenError } from './address.mjs';
import { passEncodings } from './encodings.mjs';
import { watchNpm } from './npm-parent.mjs';

const RUNTIME = Symbol.for('retrograph.runtime');
const CLOSE_LIMIT_MS = 8_000;
const BOOT_LIMIT_MS = 60_000;

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
  await boot(app);
  const handle = app.getRequestHandler();
  server.on('request', (request, response) => {
    if (!isReadable(request.url)) return refuse(request, response);
    passEncodings(request, response);
    handle(request, response);
  });
  await listen(server, host, port);
  const took = ((Date.now() - startedMs) / 1000).toFixed(1);
  console.log(`\n  Retrograph is ready at ${browserUrl(host, port)}  (${took} s; Ctrl-C stops it)\n`);
}

/** Next answers an address with broken percent-encoding with a 500 of its own, before any of our code sees it. */
function isReadable(url) {
  try {
    decodeURIComponent(url.split('?', 1)[0]);
    return true;
  } catch {
    return false;
  }
}

function refuse(request, response) {
  const path = request.url.split('?', 1)[0];
  const message = `The address ${path} has broken percent-encoding. Encode each part of it as UTF-8.`;
  response.writeHead(400, { 'content-type': 'application/json', 'x-content-type-options': 'nosniff' });
  response.end(JSON.stringify({ code: 'INVALID_REQUEST', message }));
}

/**
 * Resolves when the app has opened its runtime (instrumentation.ts). Next only logs what was thrown on the way and serves on;
 * a server without its runtime would answer nothing but errors, so that log is caught here and ends the start.
 */
async function boot(app) {
  const logError = console.error;
  let failure;
  console.error = (...values) => {
    failure ??= values.find((value) => value instanceof Error);
    if (!failure) logError(...values);
  };
  try {
    await app.prepare();
    const deadlineMs = Date.now() + BOOT_LIMIT_MS;
    while (!globalThis[RUNTIME] && !failure) {
      if (Date.now() > deadlineMs) throw new Error('The server did not start within a minute.');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await globalThis[RUNTIME]?.ready;
  } finally {
    console.error = logError;
  }
  if (!failure) return;
  const message = failure.message.replace(/^An error occurred while loading instrumentation hook: /, '');
  throw new Error(failure.name === 'SettingsError' ? message : `The server did not start. ${failure.stack ?? message}`);
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
  watchNpm(() => stop('npm is gone'));
}

async function closeRuntime() {
  try {
    await globalThis[RUNTIME]?.close();
  } catch (error) {
    console.error('  Could not settle everything before the end:', error);
  }
}
