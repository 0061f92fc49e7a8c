#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { claimFreePort } from './address.mjs';
import { copyBinaries, findPostgres } from './postgres-binaries.mjs';

const READY_LIMIT_MS = 30_000;
/** Open connections are ended, and all is written down. */
const FAST_SHUTDOWN = 'SIGINT';
/** Nothing is written down: the next start recovers. */
const IMMEDIATE_SHUTDOWN = 'SIGQUIT';

/** A real PostgreSQL with an empty database: the one that $TEST_DATABASE_URL names, else a server of our own. */
export async function startPostgres() {
  if (process.env.TEST_DATABASE_URL) return { url: process.env.TEST_DATABASE_URL, stop: async () => {} };
  return startOwnPostgres();
}

/**
 * A server that nobody else uses, durable settings left as they ship. `stop` ends it and removes its data; `crash` stops
 * it in the middle of what it does, as a power cut would, and starts it again on what is on disk.
 */
export async function startOwnPostgres() {
  const home = mkdtempSync(join(tmpdir(), 'retrograph-postgres-'));
  const owner = serverUser();
  const data = join(home, 'data');
  mkdirSync(data, { mode: 0o700 });
  chmodSync(home, 0o755);
  if (owner.uid !== undefined) chownSync(data, owner.uid, owner.gid);
  try {
    let binaries = findPostgres();
    const isOurs = binaries.includes('node_modules');
    if (isOurs && owner.uid !== undefined) binaries = copyBinaries(binaries, join(home, 'server'));
    const port = await claimFreePort({ host: '127.0.0.1', port: 0 });
    const flags = ['--username=retrograph', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'];
    await runToEnd(join(binaries, 'initdb'), ['-D', data, ...flags], { ...owner, cwd: data });
    const start = () => startServer(join(binaries, 'postgres'), { data, port, owner });
    let server = await start();
    const crash = async () => {
      await server.end(IMMEDIATE_SHUTDOWN);
      server = await start();
    };
    const stop = async () => {
      await server.end(FAST_SHUTDOWN);
      rmSync(home, { recursive: true, force: true });
    };
    return { url: `postgres://retrograph@127.0.0.1:${port}/postgres`, crash, stop };
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    throw error;
  }
}

/** PostgreSQL refuses to run as root, so root lends it an unprivileged user of this machine. */
function serverUser() {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = ['postgres', 'nobody'].map((name) => users.find((fields) => fields[0] === name)).find(Boolean);
  if (!user)
    throw new Error('PostgreSQL cannot run as root, and there is no user "postgres" or "nobody" to run it as.');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

async function startServer(binary, { data, port, owner }) {
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'log_min_messages=warning'];
  const flags = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const child = spawn(binary, flags, { ...owner, cwd: data, env: environment(), stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let log = '';
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`PostgreSQL was not ready in time.\n${log}`)), READY_LIMIT_MS);
    child.once('error', reject);
    child.once('close', () => reject(new Error(`PostgreSQL ended at its start.\n${log}`)));
    child.stderr.on('data', (chunk) => {
      log = (log + chunk).slice(-20_000);
      if (!log.includes('ready to accept connections')) return;
      clearTimeout(timer);
      resolve();
    });
  });
  const end = (shutdown) => {
    child.kill(shutdown);
    return ended;
  };
  return { end };
}

function runToEnd(binary, flags, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, flags, { ...options, env: environment(), stdio: ['ignore', 'ignore', 'pipe'] });
    let log = '';
    child.stderr.on('data', (chunk) => {
      log += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${binary} ended with ${code}.\n${log}`)),
    );
  });
}

const environment = () => ({ PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C' });

/** `node scripts/postgres.mjs [command …]`: runs the command with TEST_DATABASE_URL, or, without one, the server until Ctrl-C. */
async function main(command) {
  const { url, stop } = await startPostgres();
  const [program, ...rest] = command;
  if (!program) {
    console.log(`TEST_DATABASE_URL=${url}`);
    await new Promise((resolve) => ['SIGINT', 'SIGTERM'].forEach((signal) => void process.once(signal, resolve)));
    await stop();
    return;
  }
  // The command gets the terminal's Ctrl-C itself; the server is stopped after it.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});
  const child = spawn(program, rest, {
    stdio: 'inherit',
    env: { ...process.env, TEST_DATABASE_URL: url },
    shell: process.platform === 'win32',
  });
  const code = await new Promise((resolve) => {
    child.once('error', (error) => resolve(console.error(error.message) ?? 127));
    child.once('close', (status) => resolve(status ?? 1));
  });
  await stop();
  process.exitCode = code;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
