import { spawn } from 'node:child_process';
import { accessSync, constants, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildStamp, installedPlatform, isBuilt, isInstalled, stampFile } from './stamp.mjs';
import { runStep } from './terminal.mjs';

/** Installs packages when node_modules is not what the lockfile asks for. */
export async function ensureInstalled(root) {
  if (isInstalled(root)) return;
  requireWritable(root);
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js')
    ? [process.execPath, process.env.npm_execpath]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  // A NODE_ENV=production in the shell must not leave out what the build needs.
  const flags = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  await runStep('Installing packages', () => run([...npm, ...flags], root));
  const platform = installedPlatform(root);
  writeFileSync(platform.file, platform.text);
}

/** Builds the app when its sources differ from those of the last finished build. */
export async function ensureBuilt(root, distDir) {
  if (isBuilt(root, distDir)) return;
  requireWritable(root);
  // Taken before the build, so that an edit made meanwhile leads to another one; written after it, so that half a build never counts.
  const stamp = buildStamp(root);
  const file = stampFile(root, distDir);
  rmSync(file, { force: true });
  const next = join(root, 'node_modules/next/dist/bin/next');
  await runStep('Building the debugger', () =>
    run([process.execPath, next, 'build'], root, { NODE_ENV: 'production' }),
  );
  writeFileSync(file, stamp);
}

function requireWritable(root) {
  try {
    accessSync(root, constants.W_OK);
  } catch (cause) {
    throw new Error(
      `${root} has to be installed and built, and this user may not write there. Run npm start once as its owner, or use a copy of your own.`,
      { cause },
    );
  }
}

/** Resolves when the command ends well; otherwise rejects with the end of what it printed. */
function run([command, ...args], cwd, environment = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: command.endsWith('.cmd'),
    });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? `code ${code}`}.\n\n${output.trim()}`));
    });
  });
}
