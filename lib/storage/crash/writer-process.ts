import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { WriterJob, WriterLine } from './writer-lines';

/** A writer that has started and waits for its job. */
export interface WriterProcess {
  begin(job: WriterJob): void;
  /** After a failure: try again. */
  goOn(): void;
  kill(): void;
  /** All that it told, up to its end; a line that it could not finish is left out. @throws when it broke down by itself */
  lines(): AsyncGenerator<WriterLine>;
}

/** Writers that were started ahead, so that a kill does not have to wait for the next one's start. */
export class WriterCrew {
  readonly #program: string;
  readonly #spares: WriterProcess[];

  constructor(program: string, size: number) {
    this.#program = program;
    this.#spares = Array.from({ length: size }, () => startWriter(program));
  }

  take(): WriterProcess {
    this.#spares.push(startWriter(this.#program));
    return this.#spares.shift() as WriterProcess;
  }

  dismiss(): void {
    for (const spare of this.#spares.splice(0)) spare.kill();
  }
}

function startWriter(program: string): WriterProcess {
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => {
    complaint += text;
  });
  // Who is killed does not read its orders any more.
  child.stdin.on('error', () => {});
  const ended = endOf(child);
  return {
    begin: (job) => void child.stdin.write(`${JSON.stringify(job)}\n`),
    goOn: () => void child.stdin.write('\n'),
    kill: () => void child.kill('SIGKILL'),
    async *lines() {
      for await (const line of createInterface({ input: child.stdout })) {
        if (line.endsWith('}')) yield JSON.parse(line) as WriterLine;
      }
      const { code, signal } = await ended;
      if (code !== 0 && signal !== 'SIGKILL') {
        throw new Error(`A writer ended by itself with ${code ?? signal}: ${complaint}`);
      }
    },
  };
}

function endOf(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}
