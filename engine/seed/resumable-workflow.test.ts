import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('resumable-workflow.ts', import.meta.url));
const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'workflow-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Runs the workflow in a process of its own; at `Processing step <holdAt>` the signal is sent. Answers what it printed. */
async function runWorkflow(stop?: { holdAt: number; signal: NodeJS.Signals }) {
  const child = spawn(
    process.execPath,
    ['--conditions=source', '--import', 'tsx', program, join(directory, 'workflow.db')],
    {
      cwd: packageRoot,
      env: { ...process.env, HOLD_AT: String(stop?.holdAt ?? 0) },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = once(child, 'close');
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (stop && line === `Processing step ${stop.holdAt}`) child.kill(stop.signal);
  }
  const [code, signal] = await ended;
  return { lines, code, signal };
}

const resumed = [
  'Resuming from step 3',
  'Processing step 3',
  'Processing step 4',
  'Processing step 5',
  `Completed! Steps: ${[1, 2, 3, 4, 5].map((step) => `Completed step ${step}`).join(', ')}`,
];

describe('the resumable workflow', () => {
  it('finishes its five steps although its path map leaves END out', async () => {
    const { lines, code } = await runWorkflow();
    expect(lines).toHaveLength(7);
    expect(lines.at(-1)).toBe(resumed.at(-1));
    expect(code).toBe(0);
  });

  it('survives Ctrl-C in step 3 and then runs exactly 3, 4 and 5', async () => {
    const first = await runWorkflow({ holdAt: 3, signal: 'SIGINT' });
    expect(first.lines.at(-1)).toBe('Interrupted! Progress saved. Can resume from step 3');
    expect((await runWorkflow()).lines).toEqual(resumed);
  });

  it('survives kill -9 in step 3 and then runs exactly 3, 4 and 5', async () => {
    const first = await runWorkflow({ holdAt: 3, signal: 'SIGKILL' });
    expect(first).toMatchObject({ signal: 'SIGKILL', lines: expect.arrayContaining(['Processing step 3']) });
    expect((await runWorkflow()).lines).toEqual(resumed);
  });
});
