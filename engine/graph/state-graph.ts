import { START } from '../channels/names';
import type { InferWriterType } from '../control/running-task';
import { GraphValidationError } from '../errors';
import { buildBlueprint } from './build';
import type { AnyCompiledGraph } from './compiled-graph';
import { CompiledGraph, isCompiledGraph } from './compiled-graph';
import type { GraphSchemas, StateGraphArgs, StateGraphInit, StateGraphOptions } from './graph-schemas';
import { graphSchemas } from './graph-schemas';
import type { AnyContext, NodeFunction, RouterFunction } from './node-function';
import type { NodeOptions, ResolvedNodeOptions } from './node-options';
import { resolveNodeOptions } from './node-options';
import type { NodeErrorHandler, NodePolicies, NodePolicyOptions } from './node-policy';
import { resolveDefaults, resolvePolicies } from './node-policy';
import type { CompileOptions } from './run-config';
import type { Invokable, InvokableObject } from './runnable';
import { callableOf, isInvokable } from './runnable';
import type { Runtime } from './runtime';
import type { ExtractStateType, ExtractUpdateType, StateDefinitionInit } from './state-types';
import { validateGraph } from './validate';

const BRAND = Symbol.for('retrograph.state-graph');

/** A node as it was added. */
export interface NodeSpec extends ResolvedNodeOptions {
  name: string;
  body: NodeBody;
}

type NodeBody = ((state: never, runtime: never) => unknown) | AnyCompiledGraph;
type GivenBody = NodeBody | InvokableObject;
/** What a node may be: its function, a compiled graph, or a Runnable. */
type NodeAction<State, Update, Given> = NodeFunction<State, Update, Given> | AnyCompiledGraph | InvokableObject;
type NodeMap = Readonly<Record<string, GivenBody>>;
type NodeList = readonly (readonly [name: string, body: GivenBody, options?: NodeOptions<string, never, unknown>])[];
type NodeEntry<K extends string, State, Update, Given, N extends string> = readonly [
  name: K,
  body: NodeAction<State, Update, Given>,
  options?: NodeOptions<N | K, State, Update>,
];

/** What nodes get beside the state. Of an unknown context anything may be expected. */
type RuntimeOf<C, InterruptType, WriterType> = Runtime<
  0 extends 1 & C ? AnyContext : ExtractStateType<C>,
  InterruptType,
  WriterType
>;

/** A graph's input and output are its state, where no schema of their own was declared. */
type InputOf<I, Schema, U> = [I] extends [Schema] ? U : ExtractUpdateType<I>;
type OutputOf<O, Schema, S> = [O] extends [Schema] ? S : ExtractStateType<O>;

export interface RouterSpec {
  source: string;
  name: string;
  route: RouterFunction<never>;
  pathMap: ReadonlyMap<unknown, string> | null;
}

/** What the builder collected; plain data for validation and for the blueprint. */
export interface GraphSpec extends GraphSchemas {
  nodes: ReadonlyMap<string, NodeSpec>;
  edges: readonly (readonly [source: string, target: string])[];
  joins: readonly { sources: readonly string[]; target: string }[];
  routers: readonly RouterSpec[];
  defaults: NodePolicies;
}

type PathMap<Nodes extends string> = readonly (Nodes | '__end__')[] | Readonly<Record<string, Nodes | '__end__'>>;
/** The arguments of `addConditionalEdges` as one object. */
interface ConditionalEdges<Nodes extends string, Router> {
  source: Nodes | '__start__';
  path: Router | InvokableObject;
  pathMap?: PathMap<Nodes>;
}

/**
 * Builds a graph of nodes over shared state. Add nodes and edges, then `compile()`.
 * Mistakes are found while building where possible and else by `compile()`; every error names the node and the way out.
 * The type parameters are LangGraph.js's: the state's schema, what nodes read (S) and write (U), the node names so far,
 * the schemas of input, output
 * and context, and the types of `runtime.interrupt` and `runtime.writer`.
 */
export class StateGraph<
  Schema,
  S = ExtractStateType<Schema>,
  U = ExtractUpdateType<Schema, S>,
  N extends string = '__start__',
  I = Schema,
  O = Schema,
  C = AnyContext,
  InterruptType = unknown,
  WriterType = unknown,
> {
  /** A node's function, for nodes written apart from the graph. Types only. */
  declare readonly Node: NodeFunction<S, U, RuntimeOf<C, InterruptType, WriterType>, N>;
  private readonly schemas: GraphSchemas;
  private readonly nodes = new Map<string, NodeSpec>();
  private readonly edges: (readonly [string, string])[] = [];
  private readonly joins: { sources: readonly string[]; target: string }[] = [];
  private readonly routers: RouterSpec[] = [];
  /** Routers by source: one without a name is called by its number. */
  private readonly routerCounts = new Map<string, number>();
  private readonly defaults: NodePolicies = {};

  /**
   * @param schema the state: a StateSchema, `Annotation.Root({ … })`, a zod 4 object, or `{ state, input, output }` of these
   * @param options schemas of the input, the output and the run's context, or the context's alone
   * @throws StateGraphInputError, GraphValidationError
   */
  constructor(
    schema: Schema extends StateDefinitionInit ? Schema : never,
    options?: C | StateGraphOptions<I, O, C, N, InterruptType, WriterType>,
  );
  constructor(
    init: Omit<StateGraphInit<never, Schema, O, C, N, InterruptType, WriterType>, 'state' | 'stateSchema' | 'input'> & {
      input: Schema;
      state?: never;
      stateSchema?: never;
    },
    context?: C,
  );
  constructor(init: StateGraphInit<Schema, I, O, C, N, InterruptType, WriterType>, context?: C);
  constructor(init: StateGraphArgs<S>);
  constructor(first: unknown, options?: unknown) {
    this.schemas = graphSchemas(first, options);
  }

  get [BRAND](): true {
    return true;
  }

  /** Adds nodes: `(state, runtime) => update | Command | [Command, …] | nothing`, sync or async, one or several. */
  addNode<K extends string>(
    nodes: Readonly<Record<K, NodeAction<S, U, RuntimeOf<C, InterruptType, WriterType>>>>,
  ): StateGraph<Schema, S, U, N | K, I, O, C, InterruptType, WriterType>;
  addNode<K extends string, NodeInput = S>(
    nodes: readonly NodeEntry<K, NodeInput, U, RuntimeOf<C, InterruptType, WriterType>, N>[],
  ): StateGraph<Schema, S, U, N | K, I, O, C, InterruptType, WriterType>;
  addNode<K extends string, Input extends StateDefinitionInit>(
    name: K,
    body: NodeAction<ExtractStateType<Input>, U, RuntimeOf<C, InterruptType, WriterType>>,
    options: NodeOptions<N | K, ExtractStateType<Input>, U> & { input: Input },
  ): StateGraph<Schema, S, U, N | K, I, O, C, InterruptType, WriterType>;
  addNode<K extends string, NodeInput = S>(
    name: K,
    body: NodeAction<NodeInput, U, RuntimeOf<C, InterruptType, WriterType>>,
    options?: NodeOptions<N | K, NoInfer<NodeInput>, U>,
  ): StateGraph<Schema, S, U, N | K, I, O, C, InterruptType, WriterType>;
  addNode(
    first: string | NodeMap | NodeList,
    body?: GivenBody,
    options?: NodeOptions<string, never, unknown>,
  ): unknown {
    if (typeof first === 'string') this.addOne(first, body as GivenBody, options);
    else for (const [name, run, own] of entriesOf(first, 'addNode')) this.addOne(name, run, own);
    return this;
  }

  private addOne(name: string, body: GivenBody, options: NodeOptions<string, never, unknown> = {}): void {
    if (this.nodes.has(name))
      throw new GraphValidationError(`Node "${name}" was added twice; give the second another name.`);
    const isGraph = isCompiledGraph(body);
    if (typeof body !== 'function' && !isInvokable(body)) {
      throw new GraphValidationError(
        `Node "${name}" must be a function (state, runtime) => update, a compiled graph, or a Runnable; got ${typeof body}.`,
      );
    }
    const resolved = resolveNodeOptions(name, isGraph ? { ...options, subgraphs: [body] } : options);
    this.nodes.set(name, { name, body: isGraph ? body : callableOf(body as Invokable), ...resolved });
  }

  /**
   * What nodes get that don't say it themselves; subgraphs do not. A later call replaces what it names. Error handlers get
   * the retries and limits. @throws EngineError INVALID_CONFIG
   */
  setNodeDefaults(defaults: NodePolicyOptions & { errorHandler?: NodeErrorHandler<S, U> }): this {
    Object.assign(this.defaults, resolveDefaults(defaults));
    return this;
  }

  /** Adds nodes one after another, with edges between them. */
  addSequence<K extends string>(
    nodes: Readonly<Record<K, NodeAction<S, U, RuntimeOf<C, InterruptType, WriterType>>>>,
  ): StateGraph<Schema, S, U, N | K, I, O, C, InterruptType, WriterType>;
  addSequence<K extends string, NodeInput = S>(
    nodes: readonly NodeEntry<K, NodeInput, U, RuntimeOf<C, InterruptType, WriterType>, N>[],
  ): StateGraph<Schema, S, U, N | K, I, O, C, InterruptType, WriterType>;
  addSequence(nodes: NodeMap | NodeList): unknown {
    const list = entriesOf(nodes, 'addSequence');
    list.forEach(([name, body, options], index) => {
      this.addOne(name, body, options);
      const before = list[index - 1];
      if (before) this.edges.push([before[0], name]);
    });
    return this;
  }

  /** `target` runs in the step after `source`; a list of sources waits for all of them. */
  addEdge(source: N | '__start__' | readonly N[], target: N | '__end__'): this {
    if (typeof source === 'string') this.edges.push([source, target]);
    else this.joins.push({ sources: [...source], target });
    return this;
  }

  /**
   * After `source`, `router` says what runs next: a node, a Send, or a list of these. END is always a legal answer.
   * @param pathMap the possible targets (a list), or what each answer stands for (an object)
   */
  addConditionalEdges(
    source: N | '__start__' | ConditionalEdges<N, RouterFunction<S, RuntimeOf<C, InterruptType, WriterType>>>,
    router?: RouterFunction<S, RuntimeOf<C, InterruptType, WriterType>> | InvokableObject,
    pathMap?: PathMap<N>,
  ): this {
    if (typeof source === 'object') return this.addConditionalEdges(source.source, source.path, source.pathMap);
    if (typeof router !== 'function' && !isInvokable(router)) {
      throw new GraphValidationError(
        `The router of "${source}" must be a function of the state, or a Runnable; got ${typeof router}.`,
      );
    }
    const count = (this.routerCounts.get(source) ?? 0) + 1;
    this.routerCounts.set(source, count);
    const name = (router as { name?: string }).name || `router ${count}`;
    this.routers.push({
      source,
      name,
      route: callableOf(router as Invokable) as RouterFunction<never>,
      pathMap: pathMap ? asPathMap(pathMap) : null,
    });
    return this;
  }

  setEntryPoint(node: N): this {
    return this.addEdge(START, node);
  }

  setFinishPoint(node: N): this {
    return this.addEdge(node, '__end__');
  }

  /** Checks the graph and makes it runnable. @throws GraphValidationError */
  compile(
    options: CompileOptions = {},
  ): CompiledGraph<
    OutputOf<O, Schema, S>,
    InputOf<I, Schema, U>,
    U,
    Exclude<N, '__start__'>,
    InferWriterType<WriterType>
  > {
    const spec: GraphSpec = {
      ...this.schemas,
      nodes: this.nodes,
      edges: this.edges,
      joins: this.joins,
      routers: this.routers,
      defaults: {
        ...(options.retryPolicy && resolvePolicies({ retryPolicy: options.retryPolicy }, 'the graph')),
        ...this.defaults,
      },
    };
    validateGraph(spec);
    return new CompiledGraph(buildBlueprint(spec), options);
  }
}

/** True for a builder of any copy of the engine. */
export function isStateGraph(value: unknown): value is StateGraph<unknown> {
  return typeof value === 'object' && value !== null && BRAND in value;
}

/** Nodes as `addNode` and `addSequence` take several. @throws GraphValidationError for none */
function entriesOf(nodes: NodeMap | NodeList, what: string): NodeList {
  const list: NodeList = Array.isArray(nodes) ? nodes : Object.entries(nodes);
  if (list.length === 0) throw new GraphValidationError(`${what}() needs at least one node.`);
  return list;
}

function asPathMap(pathMap: PathMap<string>): ReadonlyMap<unknown, string> {
  if (Array.isArray(pathMap)) return new Map(pathMap.map((target: string) => [target, target]));
  return new Map(Object.entries(pathMap as Record<string, string>));
}
