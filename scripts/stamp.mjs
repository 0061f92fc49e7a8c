import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `next build` reads. Graph files are loaded at run time, so editing one needs no build. */
const BUILT = [
  'app',
  'drizzle',
  'engine',
  'lib',
  'public',
  'instrumentation.ts',
  'next.config.ts',
  'package.json',
  'package-lock.json',
  'postcss.config.mjs',
  'proxy.ts',
];
const NOT_BUILT = /\.test\.tsx?$/;

/** Native packages are compiled or chosen for one of these. */
const platformKey = () => `${process.platform} ${process.arch} abi${process.versions.modules}`;

/**
 * Whether node_modules holds what the lockfile asks for. npm writes `node_modules/.package-lock.json` as the last act of an
 * install, so an interrupted one never looks finished. Optional packages of other platforms may be missing.
 */
export function isInstalled(root) {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  const platform = join(root, 'node_modules/.retrograph-platform');
  if (existsSync(platform) && readFileSync(platform, 'utf8') !== platformKey()) return false;
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const want = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(want).every(
    ([path, entry]) => path === '' || have[path]?.version === entry.version || (entry.optional && !have[path]),
  );
}

/** Remembers for which platform node_modules was filled. */
export const installedPlatform = (root) => ({
  file: join(root, 'node_modules/.retrograph-platform'),
  text: platformKey(),
});

/** Names the contents of everything that is built, and the Node that builds it; modification times play no part. */
export function buildStamp(root) {
  const hash = createHash('sha256').update(process.version).update(compilerOptions(root));
  for (const name of BUILT) {
    for (const path of filesUnder(root, name)) {
      hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
    }
  }
  return hash.digest('hex');
}

/** Next itself rewrites the rest of tsconfig.json, which no build depends on. */
function compilerOptions(root) {
  const file = join(root, 'tsconfig.json');
  return existsSync(file) ? JSON.stringify(JSON.parse(readFileSync(file, 'utf8')).compilerOptions) : '';
}

/** Where the stamp lies: inside the build that it speaks of, so that deleting the build deletes it. */
export const stampFile = (root, distDir) => join(root, distDir, 'retrograph-stamp');

export function isBuilt(root, distDir) {
  const file = stampFile(root, distDir);
  return existsSync(file) && readFileSync(file, 'utf8') === buildStamp(root);
}

function filesUnder(root, name) {
  const path = join(root, name);
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => filesUnder(root, `${name}/${entry.name}`));
  } catch (error) {
    if (error.code !== 'ENOTDIR') throw error;
    return NOT_BUILT.test(name) ? [] : [name];
  }
}
