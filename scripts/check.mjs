#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './prepare.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tool = (path) => join(root, 'node_modules', path);

/** Every check runs, so that one look shows everything there is to mend. */
const CHECKS = {
  'lint and format (biome)': [tool('@biomejs/biome/bin/biome'), 'check', '--max-diagnostics=100', '.'],
  'imports (dependency-cruiser)': [join(root, 'scripts/arrows.mjs')],
  'types (tsc)': [tool('typescript/bin/tsc'), '--noEmit', '-p', '.'],
  'dead code and dependencies (knip)': [tool('knip/bin/knip.js'), '--no-progress'],
};

await ensureInstalled(root);
const failed = [];
for (const [name, command] of Object.entries(CHECKS)) {
  const { ok, output, seconds } = await run(command);
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}, ${seconds} s`);
  if (ok) continue;
  failed.push(name);
  console.log(`\n${output.trim()}\n`);
}
console.log(failed.length === 0 ? 'Everything holds.' : `Not in order: ${failed.join('; ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;

function run(command) {
  const startMs = Date.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('close', (code) => {
      resolve({ ok: code === 0, output, seconds: ((Date.now() - startMs) / 1000).toFixed(1) });
    });
  });
}
