#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MUTATIONS } from './mutations.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** The engine's: quick ones first, since most mutations don't get further. A mutation elsewhere names its own. */
const ENGINE_TESTS = [
  [
    'engine/semantics',
    'engine/loop',
    'engine/checkpoint',
    'engine/channels',
    'engine/control',
    'engine/stream',
    'engine/messages',
  ],
  ['engine/properties'],
];
const PROPERTY_RUNS = process.env.PROPERTY_RUNS ?? '50';
/** A mutation may make a run endless: then it was noticed too. */
const PATIENCE_MS = 240_000;

/**
 * `npm run mutate [-- filter …]`: breaks one line at a time, in a copy, and asks whether a test notices.
 * A filter is a part of a file's path. Ends with an error when a mutation survives, or when its line is gone.
 */
async function main(filters) {
  const chosen = MUTATIONS.filter(({ file }) => filters.length === 0 || filters.some((part) => file.includes(part)));
  const gone = chosen.filter(({ file, line }) => countOf(readFileSync(join(root, file), 'utf8'), line) !== 1);
  for (const { file, line } of gone) console.error(`Not exactly once in ${file}: ${line}`);
  if (gone.length > 0) return false;
  const copy = copyOfRoot();
  try {
    if (!(await passes(copy, new Set(chosen.flatMap(testsOf)))))
      throw new Error('The tests fail without any mutation; mend them first.');
    const survivors = [];
    for (const mutation of chosen) if (!(await isKilled(copy, mutation))) survivors.push(mutation);
    console.log(`\n${chosen.length - survivors.length} killed, ${survivors.length} survived`);
    return survivors.length === 0;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function countOf(text, line) {
  return text.split('\n').filter((candidate) => candidate.trim() === line).length;
}

function copyOfRoot() {
  const copy = mkdtempSync(join(tmpdir(), 'retrograph-mutate-'));
  for (const part of [
    'engine',
    'lib',
    'drizzle',
    'package.json',
    'tsconfig.json',
    'vitest.config.ts',
    'biome.json',
    '.gitignore',
  ])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

function testsOf({ tests }) {
  return tests ? [tests] : ENGINE_TESTS;
}

async function isKilled(copy, mutation) {
  const { file, line, becomes } = mutation;
  const path = join(copy, file);
  const original = readFileSync(path, 'utf8');
  const mutated = original.split('\n').map((candidate) => (candidate.trim() === line ? becomes : candidate));
  writeFileSync(path, mutated.join('\n'));
  const startMs = Date.now();
  const isKilledByTest = !(await passes(copy, testsOf(mutation)));
  writeFileSync(path, original);
  const seconds = ((Date.now() - startMs) / 1000).toFixed(0);
  console.log(`${isKilledByTest ? 'killed  ' : 'SURVIVED'} ${seconds.padStart(4)} s  ${file}: ${line}  →  ${becomes}`);
  return isKilledByTest;
}

async function passes(copy, tests) {
  for (const filters of tests) if (!(await run(copy, filters))) return false;
  return true;
}

function run(cwd, filters) {
  const flags = ['node_modules/vitest/vitest.mjs', 'run', '--bail=1', '--reporter=dot', ...filters];
  const env = { ...process.env, PROPERTY_RUNS };
  const child = spawn(process.execPath, flags, { cwd, env, stdio: 'ignore', timeout: PATIENCE_MS });
  return new Promise((resolve) => child.on('close', (code) => resolve(code === 0)));
}

main(process.argv.slice(2)).then(
  (ok) => process.exit(ok ? 0 : 1),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);
