#!/usr/bin/env node
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/*
 * Fills dist/ with what `exports` names: one module an entry, what they share in chunks beside them (so that there is one engine), and
 * declarations. Node runs no TypeScript by itself, so a program outside this repository needs this once.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const types = join(dist, 'types');
const { exports: entries } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

rmSync(dist, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: Object.fromEntries(
    Object.values(entries).map(({ source, default: built }) => [built.replace(/^\.\/dist\/|\.js$/g, ''), source]),
  ),
  outdir: dist,
  bundle: true,
  splitting: true,
  chunkNames: 'shared/[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
});
const sources = Object.values(entries).map(({ source }) => source);
const flags = ['--noEmit', 'false', '--incremental', 'false', '--declaration', '--emitDeclarationOnly'];
const project = writeProject(sources);
try {
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', project, ...flags], {
    cwd: root,
    stdio: 'inherit',
  });
} finally {
  rmSync(project);
}
for (const file of readdirSync(types, { recursive: true })) {
  if (file.endsWith('.d.ts')) completeImports(join(types, file));
}

/** A tsconfig for the entries alone: the whole project's would bring the app along. */
function writeProject(files) {
  const file = join(root, 'tsconfig.package.json');
  const compilerOptions = { rootDir: '.', outDir: types, plugins: [] };
  writeFileSync(file, JSON.stringify({ extends: './tsconfig.json', compilerOptions, include: [], files }));
  return file;
}

/** `@/engine/…` means something in this repository only, and Node's own resolution, which compilers may follow, wants whole names. */
function completeImports(file) {
  const text = readFileSync(file, 'utf8');
  const here = dirname(file);
  const complete = (specifier) => {
    const target = specifier.startsWith('@/') ? join(types, specifier.slice(2)) : join(here, specifier);
    const path = relative(here, existsSync(`${target}.d.ts`) ? `${target}.js` : join(target, 'index.js')).replaceAll(
      '\\',
      '/',
    );
    return path.startsWith('.') ? path : `./${path}`;
  };
  const specifiers = /(\bfrom |\bimport\(|\bimport )(['"])(@\/[^'"]+|\.\.?(?:\/[^'"]*)?)\2/g;
  writeFileSync(
    file,
    text.replace(specifiers, (_, before, quote, specifier) => `${before}${quote}${complete(specifier)}${quote}`),
  );
}
