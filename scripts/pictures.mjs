#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt, ensureInstalled } from './prepare.mjs';

/** `npm run pictures [-- filter …]`: takes the pictures of the documentation anew, from real runs on a production build. */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
await ensureInstalled(root);
const { ensureBrowser } = await import('./browser.mjs');
const browser = await ensureBrowser(root);
await ensureBuilt(root, process.env.NEXT_DIST_DIR || '.next');
mkdirSync(join(root, 'docs/pictures'), { recursive: true });

const config = 'pictures.config.ts';
const command = ['node_modules/@playwright/test/cli.js', 'test', '--config', config, ...process.argv.slice(2)];
const child = spawn(process.execPath, command, {
  cwd: root,
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', CHROMIUM_PATH: browser },
  stdio: ['ignore', 'inherit', 'inherit'],
});
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
