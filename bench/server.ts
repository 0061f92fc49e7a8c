import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The package, as seen from the built file. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** The first start builds the app. */
const READY_LIMIT_MS = 5 * 60_000;

export interface RunningServer {
  address: string;
  processId: number;
  stop: () => Promise<void>;
}

/** The server that `npm start` starts, on a free port. */
export async function startServer(environment: Record<string, string>): Promise<RunningServer> {
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: ROOT,
    env: { ...process.env, INIT_CWD: ROOT, HOST: '127.0.0.1', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let log = '';
  const address = await new Promise<string>((resolve, reject) => {
    const fail = (reason: string) => () => reject(new Error(`${reason}\n${log}`));
    const timer = setTimeout(fail('The server was not ready in time.'), READY_LIMIT_MS);
    child.once('close', fail('The server ended at its start.'));
    const take = (chunk: Buffer) => {
      log = (log + chunk).slice(-20_000);
      const ready = /ready at (http:\S+?)\/?\s/.exec(log);
      if (ready?.[1] === undefined) return;
      clearTimeout(timer);
      resolve(ready[1]);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
  });
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return { address, processId: child.pid as number, stop };
}
