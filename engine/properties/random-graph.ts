import type { BranchingSaver } from '../checkpoint/saver';
import type { Clock, CompiledGraph, Runtime } from '../index';
import { Annotation, END, interrupt, Send, START, StateGraph } from '../index';
import type { GraphPlan, InsidePlan, WorkPlan } from './random-plan';
import { NO_WORK } from './random-plan';

/** `log` does not commute: it tells in which order writes were applied. */
const RandomState = Annotation.Root({
  log: Annotation<string[]>({ reducer: (log, added) => [...log, ...added], default: () => [] }),
  sum: Annotation<number>({ reducer: (sum, added) => sum + added, default: () => 0 }),
  last: Annotation<Record<string, number>>({ reducer: (last, added) => ({ ...last, ...added }), default: () => ({}) }),
});
type State = typeof RandomState.State;

/** A graph inside takes the sum and answers its log, so that nothing grows with the square of what happens. */
const InsideInput = Annotation.Root({ sum: RandomState.spec.sum });
const InsideOutput = Annotation.Root({ log: RandomState.spec.log });

/** What a test sees and holds up. Each may throw. */
export interface Hooks {
  /** A task's function begins. */
  began?: (task: string, runtime: Runtime) => void | Promise<void>;
  /** It has done its work, and its writes are on their way. */
  worked?: (task: string, runtime: Runtime) => void | Promise<void>;
  routing?: (node: string) => void;
}

export interface BuildOptions {
  saver?: BranchingSaver;
  hooks?: Hooks;
}

type AnyGraph = CompiledGraph<State, Partial<State>, typeof RandomState.Update>;

/** Builds the plan. Every node is deterministic: what it writes follows from what it reads and is answered. */
export function buildGraph(plan: GraphPlan, { saver, hooks = {} }: BuildOptions = {}): AnyGraph {
  return new GraphBuilder(hooks, '').build(plan, saver && { checkpointer: saver }) as AnyGraph;
}

/** Nobody waits for a second attempt. */
export const hastyClock: Clock = {
  now: () => 0,
  random: () => 0,
  after: (_, callback) => {
    queueMicrotask(callback);
    return () => undefined;
  },
};

/** The answer to a question that a node asks; known from the question, so that any life of a process gives the same. */
export function answerTo(question: unknown): string {
  return `${String(question)}!`;
}

class GraphBuilder {
  private readonly hooks: Hooks;
  /** Of the nodes around this graph, so that no two tasks have one name. */
  private readonly path: string;

  constructor(hooks: Hooks, path: string) {
    this.hooks = hooks;
    this.path = path;
  }

  build(plan: GraphPlan, options: object | undefined, isInside = false): unknown {
    const schema = isInside ? { state: RandomState, input: InsideInput, output: InsideOutput } : RandomState;
    const builder = new StateGraph(schema as typeof RandomState) as unknown as LooseBuilder;
    const name = (index: number): string => (index < 0 ? START : `n${index}`);
    for (const [index, node] of plan.nodes.entries()) {
      const { isDeferred: defer, milestone } = node;
      const options = { defer, ...(milestone && { checkpoint: milestone }), ...retryOptions(node) };
      builder.addNode(name(index), this.node(name(index), node, node.weight), options);
      for (const router of this.routersOf(plan, index)) builder.addConditionalEdges(name(index), router);
    }
    for (const [index, { parent }] of plan.nodes.entries()) builder.addEdge(name(parent), name(index));
    if (plan.fanOut !== null)
      builder.addNode('worker', this.worker(plan.fanOut.worker), retryOptions(plan.fanOut.worker));
    if (plan.joinsLeaves) {
      builder.addNode('join', this.node('join', NO_WORK, 1));
      builder.addEdge(leavesOf(plan).map(name), 'join');
    }
    return builder.compile({ name: 'random', ...options });
  }

  private node(name: string, plan: WorkPlan, weight: number): unknown {
    if (plan.inside?.how === 'node') return this.inside(name, plan.inside);
    const write = (state: State, done: readonly string[]): Partial<State> => ({
      log: [`${this.path}${name}:${state.sum}`, ...done],
      sum: weight,
      last: { [name]: state.log.length },
    });
    const isPlain = plan.asks === 'never' && !plan.stumbles && !plan.inside && !this.hooks.began && !this.hooks.worked;
    if (isPlain) return (state: State) => write(state, []);
    const work = this.work(name, plan);
    return async (state: State, runtime: Runtime) => write(state, await work(state.sum, `${name}`, runtime));
  }

  private worker(plan: WorkPlan): unknown {
    if (plan.inside?.how === 'node') return this.inside('worker', plan.inside);
    const work = this.work('worker', plan);
    return async ({ sum }: { sum: number }, runtime: Runtime): Promise<Partial<State>> => {
      const done = await work(sum, `worker ${sum}`, runtime);
      return { log: [`${this.path}worker:${sum}`, ...done], sum };
    };
  }

  /** Asks and calls as planned; answers what came of it. */
  private work(name: string, { asks, stumbles, inside }: WorkPlan) {
    const graph = inside && (this.inside(name, inside) as AnyGraph);
    return async (sum: number, label: string, runtime: Runtime): Promise<string[]> => {
      const done: string[] = [];
      const task = `${this.path}${label}`;
      await this.hooks.began?.(task, runtime);
      if (asks === 'before') done.push(interrupt<string, string>(`${task} at ${sum}?`));
      for (const call of callsOf(inside)) done.push(...((await graph?.invoke({ sum: sum + call }))?.log ?? []));
      if ((runtime.executionInfo?.nodeAttempt ?? 1) <= stumbles) throw new Error(`${task} stumbles`);
      if (asks === 'after') done.push(interrupt<string, string>(`${task} after ${sum}?`));
      await this.hooks.worked?.(task, runtime);
      return done;
    };
  }

  private inside(name: string, { graph, keeps }: InsidePlan): unknown {
    const checkpointer = keeps === 'call' ? undefined : keeps === 'thread';
    const options = checkpointer === undefined ? {} : { checkpointer };
    return new GraphBuilder(this.hooks, `${this.path}${name}/`).build(graph, options, true);
  }

  private routersOf(plan: GraphPlan, index: number): ((state: State) => string | Send[])[] {
    const reached = () => this.hooks.routing?.(`${this.path}n${index}`);
    const back = plan.loops
      .filter(({ from }) => from === index)
      .map(({ to, every }) => (state: State) => {
        reached();
        return state.log.length < plan.budget && state.sum % every === 0 ? `n${to}` : END;
      });
    const { fanOut } = plan;
    if (fanOut === null || fanOut.from !== index) return back;
    const sends = (state: State): Send[] => {
      reached();
      return Array.from({ length: fanOut.count }, (_, item) => new Send('worker', { sum: item + state.sum }));
    };
    return [...back, sends];
  }
}

function retryOptions({ stumbles }: WorkPlan): object {
  if (stumbles === 0) return {};
  return { retryPolicy: { maxAttempts: 3, jitter: false, logWarning: false, retryOn: () => true } };
}

function callsOf(inside: InsidePlan | null): number[] {
  if (inside === null) return [];
  return inside.how === 'two calls' ? [0, 1] : [0];
}

function leavesOf({ nodes }: GraphPlan): number[] {
  return [...nodes.keys()].filter((index) => nodes.every(({ parent }) => parent !== index));
}

/** Names are made at run time here, which the builder's literal types cannot follow. */
interface LooseBuilder {
  addNode: (name: string, body: unknown, options?: object) => unknown;
  addEdge: (source: string | string[], target: string) => unknown;
  addConditionalEdges: (source: string, router: (state: State) => string | Send[]) => unknown;
  compile: (options: object) => unknown;
}
