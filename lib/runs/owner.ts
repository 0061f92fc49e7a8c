import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Names this server process: `host:pid:start`. The start tells it from a later process with the same number. */
export function ownerOfThisProcess(): string {
  return `${hostname()}:${process.pid}:${startOf(process.pid) ?? Math.round(Date.now() - process.uptime() * 1000)}`;
}

/** True only when it is certain: the owner ran on this host and its process is gone. */
export function isDeadOwner(owner: string): boolean {
  const match = /^(.*):(\d+):(\d+)$/.exec(owner);
  if (match === null || match[1] !== hostname()) return false;
  const pid = Number(match[2]);
  if (!isAlive(pid)) return true;
  const start = startOf(pid);
  return start !== null && pid !== process.pid && start !== match[3];
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, as another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Clock ticks from boot to the process's start, where the system tells (Linux). */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name, in parentheses, may itself hold spaces and parentheses.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
