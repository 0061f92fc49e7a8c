import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Quick, so that a test need not wait for it. */
export const HEARTBEAT = { everyMs: 500, staleMs: 15_000 };

const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface Answer {
  status: number;
  body: unknown;
}

/** A server in a process of its own. */
export class RunningServer {
  readonly #child: ChildProcess;
  readonly #port: number;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.#port = port;
  }

  static async start(folder: string, databaseUrl: string): Promise<RunningServer> {
    const program = fileURLToPath(new URL('server-process.ts', import.meta.url));
    const flags = ['--conditions=source', '--import', 'tsx', program, folder, databaseUrl];
    const child = spawn(process.execPath, flags, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface(child.stdout)) return new RunningServer(child, Number(line));
    throw new Error('The server ended before it listened.');
  }

  get isUp(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async send(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`http://127.0.0.1:${this.#port}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }

  /** `kill -9` */
  async kill(): Promise<void> {
    if (!this.isUp) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}
