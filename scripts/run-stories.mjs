import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt, ensureInstalled } from './prepare.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Installs and builds what is missing; then runs Playwright with a configuration of its own, and ends as it ended. */
export async function runStories(config, flags, environment = {}) {
  await ensureInstalled(root);
  await ensureBuilt(root, process.env.NEXT_DIST_DIR || '.next');
  const command = ['node_modules/@playwright/test/cli.js', 'test', '--config', config, ...flags];
  const child = spawn(process.execPath, command, {
    cwd: root,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  child.on('close', (code) => {
    process.exitCode = code ?? 1;
  });
}
