import { readdirSync, readFileSync } from 'node:fs';
import type { FindEnd, FindEvent } from '../lib/contracts/find';
import { describeRun } from './machine';
import { medianMs } from './rounds';
import { costLine, heading, lineText } from './table';
import { makeLongThread, startLongServer } from './ui/long-thread';

const CHECKPOINTS = 10_000;
const LIMIT_MS = 1_000;
const THREAD = 'long';
const TIMES = 7;
/** Linux counts in hundredths of a second. */
const TICK_MS = 10;

/** Name, and an expression that sees all of the state, some large channels, one small channel, and one that hardly changes. */
const SEARCHES = [
  ['all of the state', '$count($keys($)) > 3 and step = 5000'],
  ['the list and its items', '$sum(recent.step) > 5000'],
  ['a text', 'draft = "x" or mark = "mark-05000"'],
  ['a number', 'step = 5000'],
  ['a key that hardly changes', 'until > 9000'],
] as const;

console.log(describeRun([]).trim());
const server = await startLongServer();
try {
  await makeLongThread(server.address, THREAD, CHECKPOINTS, { lines: 20 });
  console.log(`${CHECKPOINTS.toLocaleString('en')} checkpoints of ${await stateBytes()} bytes as JSON, on 3 branches`);
  console.log(heading(['Retrograph']));
  const first = performance.now();
  await search('step = 1');
  console.log(lineText(costLine('the first search, with its process', [performance.now() - first], 'ms')));
  for (const [name, expression] of SEARCHES) {
    await search(expression);
    const told: number[] = [];
    const spentMs = cpuMs();
    const ms = await medianMs(async () => told.push(await search(expression)), { times: TIMES, forMs: 0 });
    const perSearchMs = (cpuMs() - spentMs) / TIMES;
    console.log(lineText(costLine(`search ${name}`, [ms], 'ms', LIMIT_MS)));
    console.log(lineText(costLine('  until the first answer', [told.toSorted((a, b) => a - b)[TIMES >> 1]], 'ms')));
    if (process.platform === 'linux')
      console.log(lineText(costLine('  of the processors, both together', [perSearchMs], 'ms')));
  }
} finally {
  await server.stop();
}

/** Searches all of it; answers after how many milliseconds the first verdicts came. */
async function search(expression: string): Promise<number> {
  const startedMs = performance.now();
  const answer = await fetch(`${server.address}/api/debugger/threads/${THREAD}/find`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ expression }),
  });
  if (!answer.ok || answer.body === null)
    throw new Error(`The search answered ${answer.status}: ${await answer.text()}`);
  let text = '';
  let firstMs = 0;
  for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (firstMs === 0 && text.includes('"progress"')) firstMs = performance.now() - startedMs;
  }
  const end = JSON.parse(text.trim().split('\n').at(-1) as string) as FindEvent as FindEnd;
  if (end.type !== 'end' || end.searched < CHECKPOINTS) throw new Error(`Not all was searched: ${JSON.stringify(end)}`);
  return firstMs;
}

async function stateBytes(): Promise<number> {
  const answer = await fetch(`${server.address}/api/threads/${THREAD}/state`);
  const { values } = (await answer.json()) as { values: unknown };
  return JSON.stringify(values).length;
}

/** What the server and the processes that it started have spent so far. Linux only. */
function cpuMs(): number {
  if (process.platform !== 'linux') return 0;
  let ticks = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      const [, parent, , , , , , , , , , user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(name) !== server.processId && Number(parent) !== server.processId) continue;
      ticks += Number(user) + Number(system);
    } catch {
      // It has just ended.
    }
  }
  return ticks * TICK_MS;
}
