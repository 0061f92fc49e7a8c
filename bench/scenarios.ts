import type { Contestant, Library, Saver } from './contestants';

export interface Scenario {
  name: string;
  /** Super-steps (or tasks, for the fan-out) that one call makes. */
  units: number;
  /** Undefined when the contestant cannot run it. */
  prepare: (contestant: Contestant) => (() => Promise<unknown>) | undefined;
}

const CHAIN = 10;
const SENDS = 100;
const LOOP = 1_000;

export const scenarios: Scenario[] = [
  { name: `chain of ${CHAIN}, no saver`, units: CHAIN, prepare: ({ library }) => runs(chain(library)) },
  { name: `loop of ${LOOP}, no saver`, units: LOOP, prepare: ({ library }) => runs(loop(library)) },
  { name: `fan-out of ${SENDS} Sends, no saver`, units: SENDS, prepare: ({ library }) => runs(fanOut(library)) },
  {
    name: `chain of ${CHAIN}, MemorySaver`,
    units: CHAIN,
    prepare: ({ library }) => runs(chain(library, new library.MemorySaver())),
  },
  {
    name: `chain of ${CHAIN}, SqliteSaver`,
    units: CHAIN,
    prepare: ({ library, sqlite }) => sqlite && runs(chain(library, sqlite)),
  },
];

type Runnable = { invoke: (input: object, config: object) => Promise<unknown> };

/** Every call is a thread of its own, so that no history grows from one to the next. */
function runs(graph: Runnable): () => Promise<unknown> {
  let thread = 0;
  return () =>
    graph.invoke(
      {},
      { recursionLimit: LOOP + 10, durability: 'sync', configurable: { thread_id: `${process.pid}-${thread++}` } },
    );
}

function counter({ Annotation }: Library) {
  return Annotation.Root({ count: Annotation<number>({ reducer: (sum, one) => sum + one, default: () => 0 }) });
}

function chain(library: Library, checkpointer?: Saver): Runnable {
  const names = Array.from({ length: CHAIN }, (_, index) => `n${index}`);
  // Names made at run time: the builder's literal types cannot follow them.
  const builder = new library.StateGraph(counter(library)) as unknown as LooseBuilder;
  for (const name of names) builder.addNode(name, () => ({ count: 1 }));
  for (const [index, name] of names.entries()) builder.addEdge(names[index - 1] ?? library.START, name);
  builder.addEdge(names[CHAIN - 1] as string, library.END);
  return builder.compile(checkpointer === undefined ? {} : { checkpointer });
}

interface LooseBuilder {
  addNode: (name: string, action: (state: never) => object) => LooseBuilder;
  addEdge: (from: string, to: string) => LooseBuilder;
  compile: (options: { checkpointer?: Saver }) => Runnable;
}

function loop(library: Library): Runnable {
  return new library.StateGraph(counter(library))
    .addNode('again', () => ({ count: 1 }))
    .addEdge(library.START, 'again')
    .addConditionalEdges('again', (state) => (state.count < LOOP ? 'again' : library.END), ['again', library.END])
    .compile();
}

function fanOut(library: Library): Runnable {
  const sends = (): InstanceType<Library['Send']>[] =>
    Array.from({ length: SENDS }, () => new library.Send('work', {}));
  return new library.StateGraph(counter(library))
    .addNode('plan', () => ({}))
    .addNode('work', () => ({ count: 1 }))
    .addEdge(library.START, 'plan')
    .addConditionalEdges('plan', sends, ['work'])
    .addEdge('work', library.END)
    .compile();
}
