import type { BranchingSaver, CompiledGraph, Runtime } from '@/engine';
import { Annotation, END, interrupt, Send, START, StateGraph } from '@/engine';

/** What a story is made of. `forks` is lone steps that an edit sends off again from an earlier step. */
export const SHAPES = ['lone', 'fan-out', 'questions', 'forks'] as const;
export type Shape = (typeof SHAPES)[number];

const StoryState = Annotation.Root({
  /** How many edits lie behind. */
  generation: Annotation<number>(),
  count: Annotation<number>(),
  limit: Annotation<number>(),
  /** Does not commute: it tells in which order writes were applied. */
  log: Annotation<string[]>({ reducer: (log, added) => [...log, ...added], default: () => [] }),
  sums: Annotation<Record<string, number>>({ reducer: (sums, added) => ({ ...sums, ...added }), default: () => ({}) }),
  payload: Annotation<string>(),
});
export type StoryValues = typeof StoryState.State;
type Update = Partial<StoryValues>;
export type StoryGraph = CompiledGraph<StoryValues, Update, typeof StoryState.Update>;

export const STATE_KEYS = Object.keys(StoryState.spec);
export const COUNTING_NODE = 'count';

const WORKERS = 4;
/** Now and then a value is larger than a page, so that a write of it can be torn. */
const SMALL_PAYLOAD = 1_500;
const LARGE_PAYLOAD = 60_000;
const LARGE_EVERY = 7;

export interface StoryOptions {
  shape: Shape;
  saver: BranchingSaver;
  /** A node's function begins: what it does to the world, it does now. */
  began?: (runtime: Runtime) => void;
}

/** Every node is deterministic, so that the state at each step is known beforehand. */
export function buildStory({ shape, saver, began = () => {} }: StoryOptions): StoryGraph {
  const count = (state: StoryValues, runtime: Runtime): Update => {
    began(runtime);
    return counted(state, `count ${state.count + 1}`);
  };
  const work = async ({ count: round, item }: { count: number; item: number }, runtime: Runtime): Promise<Update> => {
    began(runtime);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
    return { log: [`work ${round}.${item}`], sums: { [`${round}.${item}`]: round * item } };
  };
  const ask =
    (side: string) =>
    (state: StoryValues, runtime: Runtime): Update => {
      began(runtime);
      const answer = interrupt<string, string>(`${side} ${state.count}?`);
      return { log: [answer], sums: { [`${side} ${state.count}`]: answer.length } };
    };
  const builder = new StateGraph(StoryState);
  const isOver = ({ count: done, limit }: StoryValues) => done >= limit;
  switch (shape) {
    case 'lone':
    case 'forks':
      return builder
        .addNode(COUNTING_NODE, count)
        .addEdge(START, COUNTING_NODE)
        .addConditionalEdges(COUNTING_NODE, (state) => (isOver(state) ? END : COUNTING_NODE), [COUNTING_NODE])
        .compile({ checkpointer: saver }) as unknown as StoryGraph;
    case 'fan-out':
      return builder
        .addNode('plan', (_, runtime) => void began(runtime))
        .addNode('work', work as never)
        .addNode(COUNTING_NODE, count)
        .addEdge(START, 'plan')
        .addConditionalEdges('plan', sends, ['work'])
        .addEdge('work', COUNTING_NODE)
        .addConditionalEdges(COUNTING_NODE, (state) => (isOver(state) ? END : 'plan'), ['plan'])
        .compile({ checkpointer: saver }) as unknown as StoryGraph;
    case 'questions':
      return builder
        .addNode('left', ask('left'))
        .addNode('right', ask('right'))
        .addNode(COUNTING_NODE, count)
        .addEdge(START, 'left')
        .addEdge(START, 'right')
        .addEdge(['left', 'right'], COUNTING_NODE)
        .addConditionalEdges(COUNTING_NODE, (state) => (isOver(state) ? END : ['left', 'right']), ['left', 'right'])
        .compile({ checkpointer: saver }) as unknown as StoryGraph;
  }
}

/** The answer follows from the question, so that each life of a process gives the same. */
export function answerTo(question: unknown): string {
  return `${String(question)} yes`;
}

export function firstInput(shape: Shape): Update {
  return { generation: 0, count: 0, limit: shape === 'lone' ? 40 : 12, log: ['input'], payload: payloadAt(0) };
}

function counted({ count }: StoryValues, line: string): Update {
  return { count: count + 1, log: [line], payload: payloadAt(count + 1) };
}

function payloadAt(count: number): string {
  return `${count}:`.padEnd(count % LARGE_EVERY === LARGE_EVERY - 1 ? LARGE_PAYLOAD : SMALL_PAYLOAD, String(count));
}

function sends({ count }: StoryValues): Send[] {
  return Array.from({ length: WORKERS }, (_, item) => new Send('work', { count, item }));
}
