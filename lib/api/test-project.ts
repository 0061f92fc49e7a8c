import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = process.cwd();
const installed = (name: string) => path.join(ROOT, 'node_modules', name);

/** How the tests of a project went. */
export interface TestRun {
  /** Names of the files of which all passed. */
  passed: string[];
  /** What a person reads, by the file that failed. */
  failed: Map<string, string>;
}

/**
 * A project of its own outside of this repository: it has Vitest and the package as `npm pack` makes it, unpacked, with what
 * the package itself says that it depends on, and nothing else. No registry is asked.
 */
export function makeProject(): { folder: string; dependencies: string[] } {
  const folder = mkdtempSync(path.join(tmpdir(), 'retrograph-project-'));
  const unpacked = path.join(folder, 'node_modules/retrograph');
  mkdirSync(unpacked, { recursive: true });
  execFileSync('npm', ['pack', '--offline', '--silent', '--pack-destination', folder], { cwd: ROOT, stdio: 'pipe' });
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz')) as string;
  execFileSync('tar', ['-xzf', path.join(folder, archive), '-C', unpacked, '--strip-components=1']);
  const { dependencies } = JSON.parse(readFileSync(path.join(unpacked, 'package.json'), 'utf8'));
  for (const name of [...Object.keys(dependencies), 'vitest'])
    symlinkSync(installed(name), path.join(folder, 'node_modules', name));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  return { folder, dependencies: Object.keys(dependencies) };
}

/** Runs the project's tests as its owner would, and reads what that prints. */
export function runTests(folder: string): TestRun {
  const flags = ['run', '--root', folder, '--no-color'];
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(folder, 'node_modules/vitest/vitest.mjs'), ...flags],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '', VITEST: '', NO_COLOR: '1' },
    },
  );
  const failed = new Map<string, string>();
  for (const block of stderr.split(/^ FAIL {2}/m).slice(1)) {
    const name = /^\S+/.exec(block)?.[0] ?? '';
    failed.set(name, `${failed.get(name) ?? ''}${block}`);
  }
  const passed = [...stdout.matchAll(/^ ✓ (\S+)/gm)].map(([, name]) => name as string);
  if (passed.length + failed.size === 0) throw new Error(`Vitest ran nothing.\n${stdout}${stderr}`);
  return { passed, failed };
}

/** What a strict compiler finds in a file of the project and in the package's declarations; empty when all is well. */
export function typeErrors(folder: string, file: string): string {
  const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
  const roots = ['--typeRoots', installed('@types')];
  const compiler = path.join(installed('typescript'), 'bin/tsc');
  const { stdout } = spawnSync(process.execPath, [compiler, ...flags, ...roots, path.join(folder, file)], {
    cwd: folder,
    encoding: 'utf8',
  });
  return stdout
    .split('\n')
    .filter((line) => line.startsWith(file) || line.startsWith('node_modules/retrograph/'))
    .join('\n');
}
