import type { Library, Saver } from './contestants';
import type { Runnable } from './graphs';
import { chain, fanOut, loop, onFreshThreads } from './graphs';
import type { Clock } from './rounds';

export interface Rival {
  library: Library;
  /** Absent where its SQLite saver is not installed. */
  sqlite: Saver | undefined;
}

/** Something to do over and over, for its speed. */
export interface Scenario {
  name: string;
  /** Super-steps (or tasks, for the fan-out) that one call makes. */
  units: number;
  /** How many times the peer's speed ours has to be; absent where no goal is set. */
  goal?: number;
  /** Wall time where a disk is waited for. */
  clock?: Clock;
  /** Undefined when the rival cannot run it. */
  prepare: (rival: Rival) => (() => Promise<unknown>) | undefined;
}

export const scenarios: Scenario[] = [
  { name: 'chain of 10, no saver', units: 10, goal: 200, prepare: ({ library }) => runs(chain(library, 10)) },
  { name: 'loop of 1,000, no saver', units: 1_000, goal: 200, prepare: ({ library }) => runs(loop(library, 1_000)) },
  {
    name: 'fan-out of 100 Sends, 10 times, no saver',
    units: 1_000,
    goal: 100,
    prepare: ({ library }) => runs(fanOut(library, 100, 10)),
  },
  {
    name: 'chain of 10, MemorySaver, sync',
    units: 10,
    prepare: ({ library }) => runs(chain(library, 10, new library.MemorySaver())),
  },
  {
    name: 'chain of 10, SqliteSaver, sync',
    units: 10,
    clock: 'wall',
    prepare: ({ library, sqlite }) => sqlite && runs(chain(library, 10, sqlite)),
  },
];

function runs(graph: Runnable): () => Promise<unknown> {
  return onFreshThreads(graph, { durability: 'sync' });
}
