#!/usr/bin/env node
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { claimFreePort, readAddress } from './address.mjs';
import { ensureBuilt, ensureInstalled } from './prepare.mjs';
import { serve } from './serve.mjs';

const MINIMUM_NODE = [20, 9];

/** `npm start`: installs and builds what is missing or outdated, then serves. With `--dev`, serves with hot reload instead of a build. */
async function start({ isDev }) {
  const startedMs = Date.now();
  requireNode();
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  // Paths that a person gives are relative to where they stood; Next and its plugins look for their files from here.
  process.env.INIT_CWD ??= process.cwd();
  process.chdir(root);
  process.env.NODE_ENV = isDev ? 'development' : 'production';
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  process.env.NEXT_MANUAL_SIG_HANDLE = 'true';

  const { host, port: wanted } = readAddress(process.env);
  const port = await claimFreePort({ host, port: wanted });
  process.env.HOST = host;
  process.env.PORT = String(port);

  await ensureInstalled(root);
  if (!isDev) await ensureBuilt(root, process.env.NEXT_DIST_DIR || '.next');
  await serve({ root, host, port, isDev, startedMs });
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [needMajor, needMinor] = MINIMUM_NODE;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  throw new Error(
    `Node ${process.versions.node} is too old: Retrograph needs ${MINIMUM_NODE.join('.')} or newer (nodejs.org).`,
  );
}

start({ isDev: process.argv.includes('--dev') }).catch((error) => {
  console.error(`\n  ${error.message}\n`);
  process.exit(1);
});
