import { noteRouter } from '../engine/loop/task/routes';
import type { Task } from '../engine/loop/task/task';
import { readsOf, watchReads } from '../engine/loop/watched-state';
import { ByteWriter } from '../lib/storage/byte-writer';
import { NameTable } from '../lib/storage/record-tables';
import { writeRoutes } from '../lib/storage/route-codec';
import { loadContestants } from './contestants';
import { loop, onFreshThreads } from './graphs';
import { median, nowMs } from './rounds';
import { openSqliteFiles } from './storage/sqlite-files';
import { openStore } from './storage/stores';

const STEPS = 1_000;
const TASKS = 50_000;
const ROUNDS = 9;
/** The first run after other work is slower than those that follow it. */
const RUNS = 5;

/** What it costs to keep how a router of a state of so many keys chose, as a share of a step, in percent. */
export async function routeCosts(): Promise<{ ofTwo: number; ofTen: number; stepUs: number }> {
  const [ours] = await loadContestants();
  const files = openSqliteFiles();
  const store = ours && (await openStore(ours, files));
  if (!store) throw new Error('There is no SQLite saver of ours.');
  const run = onFreshThreads(loop(store.library, STEPS, store.saver), { durability: 'async' });
  const [steps, two, ten]: number[][] = [[], [], []];
  await run();
  for (let round = 0; round < ROUNDS; round++) {
    await run();
    steps?.push(await microseconds(RUNS * STEPS, () => repeat(run)));
    two?.push(await microseconds(TASKS, () => keepRoutes(2)));
    ten?.push(await microseconds(TASKS, () => keepRoutes(10)));
  }
  await store.close();
  await files.stop();
  const [stepUs, twoUs, tenUs] = [steps, two, ten].map((us) => median(us ?? []) as number) as [number, number, number];
  return { ofTwo: (twoUs / stepUs) * 100, ofTen: (tenUs / stepUs) * 100, stepUs };
}

async function repeat(run: () => Promise<unknown>): Promise<void> {
  for (let done = 0; done < RUNS; done++) await run();
}

async function microseconds(times: number, work: () => unknown): Promise<number> {
  const startedMs = nowMs('process');
  await work();
  return ((nowMs('process') - startedMs) * 1_000) / times;
}

/** All that a routed task adds to a step: its state is watched, what was read and answered is noted and written. */
function keepRoutes(keys: number): void {
  const values = Object.fromEntries(Array.from({ length: keys }, (_, index) => [`key${index}`, index]));
  const writer = new ByteWriter();
  const names = new NameTable();
  const head = new ByteWriter();
  for (let index = 0; index < TASKS; index++) {
    const task = { routes: null } as unknown as Task;
    const state = watchReads(values) as Record<string, number>;
    const answer = (state.key1 ?? 0) < TASKS ? 'again' : '__end__';
    noteRouter(task, 'router 1', answer, readsOf(state));
    writeRoutes(writer, task.routes ?? [], names);
    names.write(head);
    head.clear();
    writer.clear();
  }
}
