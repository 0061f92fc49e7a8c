import { cpus, totalmem } from 'node:os';
import type { Contestant } from './contestants';
import { loadContestants } from './contestants';
import type { Scenario } from './scenarios';
import { scenarios } from './scenarios';

const ROUNDS = Number(process.env.ROUNDS ?? 7);
const ROUND_MS = Number(process.env.ROUND_MS ?? 400);

const contestants = await loadContestants();
const [processor] = cpus();
console.log(
  `${processor?.model ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`,
);
console.log(contestants.map(({ name, version }) => `${name} ${version}`).join(' against '));
console.log(
  `Super-steps per second (fan-out: tasks), median of ${ROUNDS} rounds of ${ROUND_MS} ms, contestants in turn.\n`,
);
console.log(row('', ...contestants.map(({ name }) => name), contestants.length > 1 ? 'ratio' : ''));
for (const scenario of scenarios) {
  const rates = await measure(scenario, contestants);
  const [ours, theirs] = rates;
  const ratio = ours && theirs ? `${(ours / theirs).toFixed(ours < 10 * theirs ? 1 : 0)} ×` : '';
  console.log(
    row(
      scenario.name,
      ...rates.map((rate) => (rate === undefined ? '–' : Math.round(rate).toLocaleString('en'))),
      ratio,
    ),
  );
}
for (const { close } of contestants) await close();

/** Rounds alternate between the contestants, so that a busy moment of the machine hits both. */
async function measure(scenario: Scenario, rivals: Contestant[]): Promise<(number | undefined)[]> {
  const prepared = rivals.map((rival) => scenario.prepare(rival));
  const rates = rivals.map((): number[] => []);
  for (const once of prepared) if (once) await timed(once, ROUND_MS / 2);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, once] of prepared.entries()) {
      if (once) rates[index]?.push((await timed(once, ROUND_MS)) * scenario.units);
    }
  }
  return rates.map(median);
}

/** Calls per second. */
async function timed(once: () => Promise<unknown>, forMs: number): Promise<number> {
  const started = performance.now();
  let calls = 0;
  do {
    await once();
    calls += 1;
  } while (performance.now() - started < forMs);
  return (calls * 1_000) / (performance.now() - started);
}

function median(values: number[]): number | undefined {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function row(name: string, ...cells: string[]): string {
  return name.padEnd(38) + cells.map((cell) => cell.padStart(14)).join('');
}
