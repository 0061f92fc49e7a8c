import { createHook } from 'node:async_hooks';
import type { MessageKind, Reading } from './chat-turns';
import { conversation } from './chat-turns';
import type { Library, Name } from './contestants';
import { ENTRIES, loadLibrary } from './contestants';
import { chat, loop, ring } from './graphs';
import { mean, median, nowMs } from './rounds';

// Runs in a process of its own: `node [flags] probe.js <probe> <contestant>`, and prints one line of JSON.

export type Probe = keyof typeof probes;

const MB = 2 ** 20;

const probes = {
  /** How long the import takes, and what the whole process then occupies. */
  async import(name: Name) {
    process.env.NODE_ENV ??= 'production';
    const startedMs = nowMs('process');
    await import(ENTRIES[name]);
    return { cpuMs: nowMs('process') - startedMs, residentMb: process.memoryUsage.rss() / MB };
  },

  /** Ours alone: what keeping a router's choice adds to a step. */
  async routes(_name: Name) {
    const { routeCosts } = await import('./route-cost');
    return routeCosts();
  },

  /** A long loop with MemorySaver: what a step costs on average, among the first and among the last 2,500. */
  async history(name: Name) {
    const library = await loadLibrary(name);
    const steps = 10_000;
    const warmMs = performance.now() + 2_000;
    do {
      await longRun(library, 1_000);
    } while (performance.now() < warmMs);
    const startedMs = nowMs('cpu');
    const at = await longRun(library, steps);
    const stepMs = (nowMs('cpu') - startedMs) / steps;
    // A span takes some milliseconds: one collection of garbage in it would tell more than its steps.
    const costs = [...at.values()].slice(1).map((ms, span) => (ms - (at.get(span * SPAN) ?? 0)) / SPAN);
    return { stepMs, earlyMs: median(costs.slice(0, 5)) as number, lateMs: median(costs.slice(-5)) as number };
  },

  /** What a step costs in a graph of 10 and in one of 1,000 nodes: the mean, since most laps see no collection of their garbage. */
  async width(name: Name) {
    const library = await loadLibrary(name);
    const [few, many] = [laps(library, 10), laps(library, 1_000)];
    await few();
    await many();
    const fewMs: number[] = [];
    const manyMs: number[] = [];
    const endMs = performance.now() + 3_000;
    do {
      fewMs.push(await few());
      manyMs.push(await many());
    } while (performance.now() < endMs);
    return { fewMs: mean(fewMs), manyMs: mean(manyMs) };
  },

  /** What a conversation keeps in memory, at half its length and at the end. Needs --expose-gc. */
  async chat(name: Name) {
    const library = await loadLibrary(name);
    const checkpointer = new library.MemorySaver();
    const graph = chat(library, () => text('answer'), checkpointer);
    const emptyBytes = settledHeap();
    const keptMb: number[] = [];
    for (let turn = 1; turn <= 500; turn++) {
      await graph.invoke({ messages: [text('question')] }, { configurable: { thread_id: 'chat' } });
      if (turn % 250 === 0) keptMb.push((settledHeap() - emptyBytes) / MB);
    }
    return { halfMb: keptMb[0] as number, fullMb: keptMb[1] as number };
  },

  /** What a turn of a conversation costs around the 50th and around the 500th. */
  plainTurns: (name: Name) => turns(name, 'plain', 'invoke'),
  streamedTurns: (name: Name) => turns(name, 'plain', 'stream'),
  instanceTurns: (name: Name) => turns(name, 'instances', 'invoke'),

  /** Promises and bytes that one more super-step costs. Needs --expose-gc and a young generation that holds all of it. */
  async allocations(name: Name) {
    const library = await loadLibrary(name);
    const body = () => ({ count: 1 });
    const [short, long] = [100, 1_100].map((steps) => loop(library, steps, undefined, body)) as [Graph, Graph];
    const [shortAsync, longAsync] = [100, 1_100].map((steps) =>
      loop(library, steps, undefined, async () => body()),
    ) as [Graph, Graph];
    const warmMs = performance.now() + 2_000;
    do {
      for (const graph of [short, long, shortAsync, longAsync]) await run(graph);
    } while (performance.now() < warmMs);
    return {
      bytes: ((await bytesOf(long)) - (await bytesOf(short))) / 1_000,
      promises: ((await promisesOf(long)) - (await promisesOf(short))) / 1_000,
      promisesAsync: ((await promisesOf(longAsync)) - (await promisesOf(shortAsync))) / 1_000,
    };
  },
};

type Graph = ReturnType<typeof loop>;

const run = (graph: Graph) => graph.invoke({}, { recursionLimit: 20_000 });

/** Steps between two looks at the clock. */
const SPAN = 500;

/** How much CPU time the process had used after every span of steps, in milliseconds. */
async function longRun(library: Library, steps: number): Promise<Map<number, number>> {
  const at = new Map<number, number>();
  let done = 0;
  const graph = loop(library, steps + 1, new library.MemorySaver(), () => {
    if (done % SPAN === 0) at.set(done, nowMs('process'));
    done += 1;
    return { count: 1 };
  });
  const configurable = { thread_id: `of ${steps}` };
  await graph.invoke({}, { recursionLimit: steps + 10, durability: 'async', configurable });
  return at;
}

/**
 * Runs a compiled graph anew with each call, and tells the milliseconds of the process's CPU time that a step took, from
 * the second thousand of steps on: setting up the run is left out.
 */
function laps(library: Library, nodes: number): () => Promise<number> {
  let steps = 0;
  let startedMs = 0;
  const graph = ring(library, nodes, 2_000, () => {
    steps += 1;
    if (steps === 1_000) startedMs = nowMs('process');
    return { count: 1 };
  });
  return async () => {
    steps = 0;
    await run(graph);
    return (nowMs('process') - startedMs) / 1_000;
  };
}

async function turns(name: Name, kind: MessageKind, reading: Reading): Promise<{ earlyMs: number; lateMs: number }> {
  const library = await loadLibrary(name);
  const warmMs = performance.now() + 2_000;
  const endMs = warmMs + 3_000;
  const all: { earlyMs: number; lateMs: number }[] = [];
  do {
    const turn = await conversation(library, kind, reading);
    if (performance.now() > warmMs) all.push(turn);
  } while (performance.now() < endMs);
  return {
    earlyMs: median(all.map(({ earlyMs }) => earlyMs)) as number,
    lateMs: median(all.map(({ lateMs }) => lateMs)) as number,
  };
}

let serial = 0;

/** Half a kilobyte that no other message shares: question and answer make the turn's kilobyte. */
function text(word: string): string {
  return Buffer.alloc(512, `${word} ${serial++} `).toString('latin1');
}

function settledHeap(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function bytesOf(graph: Graph): Promise<number> {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  await run(graph);
  return process.memoryUsage().heapUsed - before;
}

async function promisesOf(graph: Graph): Promise<number> {
  let promises = 0;
  const hook = createHook({
    init: (_id, type) => {
      if (type === 'PROMISE') promises += 1;
    },
  });
  hook.enable();
  await run(graph);
  hook.disable();
  return promises;
}

const [probe, name] = process.argv.slice(2) as [Probe, Name];
console.log(JSON.stringify(await probes[probe](name)));
process.exit();
