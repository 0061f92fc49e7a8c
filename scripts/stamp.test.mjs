import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildStamp, installedPlatform, isBuilt, isInstalled, stampFile } from './stamp.mjs';

let root = '';
const write = (path, text) => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'retrograph-stamp-'));
  write('app/page.tsx', 'page');
  write('package-lock.json', JSON.stringify({ packages: {} }));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the build stamp', () => {
  test('a touched file with the same contents needs no build', () => {
    const before = buildStamp(root);
    utimesSync(join(root, 'app/page.tsx'), new Date(0), new Date(0));
    expect(buildStamp(root)).toBe(before);
  });

  test.each([
    ['a changed file', 'app/page.tsx'],
    ['a new file', 'lib/new.ts'],
    ['a new lockfile', 'package-lock.json'],
  ])('%s needs one', (_, path) => {
    const before = buildStamp(root);
    write(path, '{"other":1}');
    expect(buildStamp(root)).not.toBe(before);
  });

  test('a file that moved needs one, although all contents are the same', () => {
    const before = buildStamp(root);
    rmSync(join(root, 'app/page.tsx'));
    write('app/other.tsx', 'page');
    expect(buildStamp(root)).not.toBe(before);
  });

  test('tests and graph files need none', () => {
    const before = buildStamp(root);
    write('lib/thing.test.ts', 'test');
    write('graphs/flow.ts', 'graph');
    expect(buildStamp(root)).toBe(before);
  });

  test('a build counts once its stamp is written, and no longer after an edit', () => {
    expect(isBuilt(root, '.next')).toBe(false);
    write('.next/retrograph-stamp', buildStamp(root));
    expect(stampFile(root, '.next')).toBe(join(root, '.next/retrograph-stamp'));
    expect(isBuilt(root, '.next')).toBe(true);
    write('app/page.tsx', 'edited');
    expect(isBuilt(root, '.next')).toBe(false);
  });
});

describe('what is installed', () => {
  const lock = (path, packages) => write(path, JSON.stringify({ packages }));
  const wanted = {
    '': { name: 'retrograph' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/a-darwin': { version: '1.0.0', optional: true },
  };

  test('an install that never finished does not count', () => {
    lock('package-lock.json', wanted);
    write('node_modules/a/package.json', '{}');
    expect(isInstalled(root)).toBe(false);
  });

  test('binaries for other platforms may be missing', () => {
    lock('package-lock.json', wanted);
    lock('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
    expect(isInstalled(root)).toBe(true);
  });

  test('another version than the lockfile asks for does not count', () => {
    lock('package-lock.json', wanted);
    lock('node_modules/.package-lock.json', { 'node_modules/a': { version: '0.9.0' } });
    expect(isInstalled(root)).toBe(false);
  });

  test('packages that another Node was given do not count', () => {
    lock('package-lock.json', wanted);
    lock('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
    writeFileSync(installedPlatform(root).file, 'linux x64 abi1');
    expect(isInstalled(root)).toBe(false);
    writeFileSync(installedPlatform(root).file, installedPlatform(root).text);
    expect(isInstalled(root)).toBe(true);
  });
});
