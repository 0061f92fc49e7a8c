import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { loadContestants } from './contestants';
import { describeRun } from './machine';
import type { Probe } from './probe';
import { callsPerSecond, median } from './rounds';
import type { Rival, Scenario } from './scenarios';
import { scenarios } from './scenarios';
import { openSqliteFiles } from './storage/sqlite-files';
import { openStores, removeAll } from './storage/stores';
import type { Line } from './table';
import { costLine, heading, lineText, rateLine } from './table';

const ROUNDS = Number(process.env.ROUNDS ?? 5);
const ROUND_MS = Number(process.env.ROUND_MS ?? 400);

const contestants = await loadContestants();
const names = contestants.map(({ name }) => name);
console.log(describeRun(contestants));
console.log(
  `Medians of ${ROUNDS} rounds of ${ROUND_MS} ms, contestants in turn; seconds are CPU time unless it says wall.`,
);

console.log(`\n${heading(names)}`);
const files = openSqliteFiles();
const stores = await openStores(contestants, files);
const rivals = contestants.map(({ library }, index) => ({ library, sqlite: stores[index]?.saver }));
for (const scenario of scenarios) show(await speedOf(scenario, rivals));
await removeAll(stores);
await files.stop();
await showHistory();
await showWidth();
await showRoutes();
await showChat();
await showTurns();
await showImport();
await showAllocations();

function show(line: Line): void {
  console.log(lineText(line));
}

async function speedOf({ name, units, goal, clock = 'cpu', prepare }: Scenario, rivals: Rival[]): Promise<Line> {
  const calls = await callsPerSecond(
    rivals.map((rival) => prepare(rival)),
    { rounds: ROUNDS, roundMs: ROUND_MS, clock },
  );
  const figures = calls.map((rate) => rate && rate * units);
  return rateLine(name, figures, clock === 'cpu' ? '/s' : '/s wall', goal);
}

async function showHistory(): Promise<void> {
  const of = await probeAll<{ stepMs: number; earlyMs: number; lateMs: number }>('history', { times: 3 });
  const figures = of.map(({ stepMs }) => 1_000 / stepMs);
  show(rateLine('loop of 10,000, MemorySaver, async', figures, '/s', 80));
  const growth = of.map(({ earlyMs, lateMs }) => lateMs / earlyMs);
  show(costLine('  step 10,000 to step 100', growth, '×', 1.2));
}

async function showWidth(): Promise<void> {
  const of = await probeAll<{ fewMs: number; manyMs: number }>('width', { times: 1 });
  const growth = of.map(({ fewMs, manyMs }) => manyMs / fewMs);
  show(costLine('a step among 1,000 nodes to one among 10', growth, '×', 1.2));
}

/** The peer keeps nothing of the kind. */
async function showRoutes(): Promise<void> {
  const [ours] = await probeAll<{ ofTwo: number; ofTen: number }>('routes', { times: 1, of: names.slice(0, 1) });
  show(costLine('keeping a route: of a step, SqliteSaver, async', [ours?.ofTwo], '%', 3));
  show(costLine('  of a state of 10 keys', [ours?.ofTen], '%'));
}

async function showChat(): Promise<void> {
  const of = await probeAll<{ halfMb: number; fullMb: number }>('chat', { times: 1, flags: ['--expose-gc'] });
  const figures = of.map(({ fullMb }) => fullMb);
  show(costLine('chat of 500 turns × 1 KB keeps', figures, 'MB', 5));
  const growth = of.map(({ halfMb, fullMb }) => fullMb / halfMb);
  show(costLine('  500 turns to 250', growth, '×', 2.2));
}

async function showTurns(): Promise<void> {
  const kinds = [
    { probe: 'plainTurns', kind: 'plain messages', limit: 1.5 },
    { probe: 'streamedTurns', kind: 'plain messages, streamed', limit: 1.2 },
    { probe: 'instanceTurns', kind: "LangChain's messages", limit: 1.2 },
  ] as const;
  for (const { probe, kind, limit } of kinds) {
    // Without the peer, LangChain is not there either.
    if (probe === 'instanceTurns' && contestants.length === 1) continue;
    const of = await probeAll<{ earlyMs: number; lateMs: number }>(probe, { times: 1 });
    const growth = of.map(({ earlyMs, lateMs }) => lateMs / earlyMs);
    const figures = of.map(({ lateMs }) => lateMs);
    show(costLine(`chat of ${kind}: turn 500`, figures, 'ms'));
    show(costLine('  against turn 50', growth, '×', limit));
  }
}

async function showImport(): Promise<void> {
  const of = await probeAll<{ cpuMs: number; residentMb: number }>('import', { times: ROUNDS });
  const times = of.map(({ cpuMs }) => cpuMs);
  show(costLine('import', times, 'ms', 100));
  const sizes = of.map(({ residentMb }) => residentMb);
  show(costLine('  resident afterwards', sizes, 'MB', 60));
}

async function showAllocations(): Promise<void> {
  const flags = ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'];
  const of = await probeAll<{ bytes: number; promises: number; promisesAsync: number }>('allocations', {
    times: 1,
    flags,
  });
  const per = (key: 'bytes' | 'promises' | 'promisesAsync') => of.map((figures) => figures[key]);
  show(costLine('promises a step, sync node', per('promises'), ''));
  show(costLine('promises a step, async node', per('promisesAsync'), ''));
  show(costLine('bytes allocated a step, sync node', per('bytes'), 'B'));
}

/** For each contestant, in fresh processes, the median of every figure. */
async function probeAll<Figures extends Record<string, number>>(
  probe: Probe,
  { times, flags = [], of = names }: { times: number; flags?: string[]; of?: readonly string[] },
): Promise<Figures[]> {
  const results = of.map((): Figures[] => []);
  const file = fileURLToPath(new URL('./probe.js', import.meta.url));
  for (let round = 0; round < times; round += 1) {
    for (const [index, name] of of.entries()) {
      const { stdout } = await promisify(execFile)(process.execPath, [...flags, file, probe, name]);
      results[index]?.push(JSON.parse(stdout) as Figures);
    }
  }
  return results.map((of) => {
    const keys = Object.keys(of[0] as Figures);
    return Object.fromEntries(keys.map((key) => [key, median(of.map((figures) => figures[key] as number))])) as Figures;
  });
}
