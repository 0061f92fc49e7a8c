import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const SHELL = /^(sh|dash|bash|ash|zsh)$/;
const POLL_MS = 250;

/**
 * Calls `onGone` when the npm that started this process has died. A killed npm leaves its child running (and its `sh -c` between
 * them), and the port would stay taken.
 */
export function watchNpm(onGone) {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return;
  const watched = [process.ppid];
  const parent = describe(process.ppid);
  if (parent && SHELL.test(parent.name)) watched.push(parent.parentId);
  const timer = setInterval(() => {
    if (process.ppid === watched[0] && watched.every(isAlive)) return;
    clearInterval(timer);
    onGone();
  }, POLL_MS);
  timer.unref();
}

function isAlive(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function describe(processId) {
  try {
    if (process.platform === 'linux') {
      const [, name, parentId] = /^\d+ \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${processId}/stat`, 'utf8'));
      return { name, parentId: Number(parentId) };
    }
    const line = execFileSync('ps', ['-o', 'ppid=,comm=', '-p', String(processId)], { encoding: 'utf8' }).trim();
    const [, parentId, command] = /^(\d+)\s+(.*)$/.exec(line);
    return { name: command.replace(/^-|.*\//g, ''), parentId: Number(parentId) };
  } catch {
    // Without a process list the watch covers the direct parent alone.
    return undefined;
  }
}
