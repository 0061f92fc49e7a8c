import fc from 'fast-check';
import type { BaseCheckpointSaver } from '../checkpoint/saver';
import { Annotation, END, Send, START, StateGraph } from '../index';

/** A graph as plain data, so that a failing one can be printed, shrunk and built again. */
export interface GraphPlan {
  nodes: NodePlan[];
  /** Nodes that a router sends back to, while the step budget lasts. */
  loops: { from: number; to: number; every: number }[];
  /** A node that sends this many parallel tasks to `worker`. */
  fanOut: { from: number; count: number } | null;
  /** Waits for all nodes without successors of their own. */
  joinsLeaves: boolean;
  budget: number;
  maxConcurrency: number | undefined;
}

interface NodePlan {
  /** An earlier node, or -1 for START: every node is reachable, and several children run in parallel. */
  parent: number;
  /** What the node adds, so that it is told apart. */
  weight: number;
}

export const graphPlan: fc.Arbitrary<GraphPlan> = fc
  .array(fc.record({ parent: fc.nat(5), weight: fc.integer({ min: 1, max: 9 }) }), { minLength: 1, maxLength: 6 })
  .chain((drawn) => {
    const nodes = drawn.map(({ parent, weight }, index) => ({ parent: (parent % (index + 1)) - 1, weight }));
    const node = fc.nat(nodes.length - 1);
    return fc.record({
      nodes: fc.constant(nodes),
      loops: fc.array(fc.record({ from: node, to: node, every: fc.integer({ min: 1, max: 3 }) }), { maxLength: 2 }),
      fanOut: fc.option(fc.record({ from: node, count: fc.integer({ min: 1, max: 4 }) })),
      joinsLeaves: fc.boolean(),
      budget: fc.integer({ min: 1, max: 8 }),
      maxConcurrency: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    });
  });

/** `log` does not commute: it tells in which order writes were applied. */
const RandomState = Annotation.Root({
  log: Annotation<string[]>({ reducer: (log, added) => [...log, ...added], default: () => [] }),
  sum: Annotation<number>({ reducer: (sum, added) => sum + added, default: () => 0 }),
  last: Annotation<Record<string, number>>({ reducer: (last, added) => ({ ...last, ...added }), default: () => ({}) }),
});
type State = typeof RandomState.State;

/** Called by every task before and after its work: the place where a test holds tasks back. */
export type Pause = (task: string) => void | Promise<void>;

/** Builds the plan. Every node is deterministic: what it writes follows from what it reads. */
export function buildGraph(plan: GraphPlan, { saver, pause }: { saver?: BaseCheckpointSaver; pause?: Pause } = {}) {
  const builder = new StateGraph(RandomState) as unknown as LooseBuilder;
  const name = (index: number): string => (index < 0 ? START : `n${index}`);
  for (const [index, { weight }] of plan.nodes.entries()) {
    builder.addNode(name(index), body(name(index), weight, pause));
    for (const router of routersOf(plan, index)) builder.addConditionalEdges(name(index), router);
  }
  for (const [index, { parent }] of plan.nodes.entries()) builder.addEdge(name(parent), name(index));
  if (plan.fanOut !== null) builder.addNode('worker', worker(pause));
  if (plan.joinsLeaves) {
    builder.addNode('join', body('join', 1, pause));
    builder.addEdge(leavesOf(plan).map(name), 'join');
  }
  return builder.compile({ name: 'random', ...(saver && { checkpointer: saver }) });
}

function leavesOf({ nodes }: GraphPlan): number[] {
  return [...nodes.keys()].filter((index) => nodes.every(({ parent }) => parent !== index));
}

function body(name: string, weight: number, pause: Pause | undefined) {
  const write = (state: State): Partial<State> => ({
    log: [`${name}:${state.sum}`],
    sum: weight,
    last: { [name]: state.log.length },
  });
  if (pause === undefined) return write;
  return async (state: State): Promise<Partial<State>> => {
    await pause(name);
    const written = write(state);
    await pause(name);
    return written;
  };
}

function worker(pause: Pause | undefined) {
  return async (sent: { item: number }): Promise<Partial<State>> => {
    await pause?.(`worker ${sent.item}`);
    return { log: [`worker:${sent.item}`], sum: sent.item };
  };
}

function routersOf(plan: GraphPlan, index: number): ((state: State) => string | Send[])[] {
  const back = plan.loops
    .filter(({ from }) => from === index)
    .map(({ to, every }) => (state: State) => {
      return state.log.length < plan.budget && state.sum % every === 0 ? `n${to}` : END;
    });
  const { fanOut } = plan;
  if (fanOut === null || fanOut.from !== index) return back;
  const sends = (state: State): Send[] =>
    Array.from({ length: fanOut.count }, (_, item) => new Send('worker', { item: item + state.sum }));
  return [...back, sends];
}

type CompiledRandom = ReturnType<StateGraph<typeof RandomState>['compile']>;

/** Names are made at run time here, which the builder's literal types cannot follow. */
interface LooseBuilder {
  addNode: (name: string, body: (state: never) => unknown) => unknown;
  addEdge: (source: string | string[], target: string) => unknown;
  addConditionalEdges: (source: string, router: (state: State) => string | Send[]) => unknown;
  compile: (options: { name: string; checkpointer?: BaseCheckpointSaver }) => CompiledRandom;
}
