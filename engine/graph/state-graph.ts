import { START } from '../channels/names';
import { GraphValidationError } from '../errors';
import { buildBlueprint } from './build';
import type { AnyCompiledGraph, CompileOptions } from './compiled-graph';
import { CompiledGraph, isCompiledGraph } from './compiled-graph';
import type { NodeOptions, ResolvedNodeOptions } from './node-options';
import { resolveNodeOptions } from './node-options';
import type { ResolvedSchema } from './schema';
import { isSchema, resolveSchema } from './schema';
import type { NodeFunction, RouterFunction, StateOf, UpdateOf } from './state-types';
import { validateGraph } from './validate';

const BRAND = Symbol.for('retrograph.state-graph');

/** A node as it was added. */
export interface NodeSpec extends ResolvedNodeOptions {
  name: string;
  body: ((state: never, runtime: never) => unknown) | AnyCompiledGraph;
}

export interface RouterSpec {
  source: string;
  name: string;
  route: RouterFunction<never>;
  pathMap: ReadonlyMap<unknown, string> | null;
}

/** What the builder collected; plain data for validation and for the blueprint. */
export interface GraphSpec {
  state: ResolvedSchema;
  input: ResolvedSchema;
  output: ResolvedSchema;
  context: ResolvedSchema | null;
  nodes: ReadonlyMap<string, NodeSpec>;
  edges: readonly (readonly [source: string, target: string])[];
  joins: readonly { sources: readonly string[]; target: string }[];
  routers: readonly RouterSpec[];
}

type PathMap<Nodes extends string> = readonly (Nodes | '__end__')[] | Readonly<Record<string, Nodes | '__end__'>>;

interface SchemaParts<State, Input, Output> {
  state?: State;
  stateSchema?: State;
  input?: Input;
  output?: Output;
}

interface SchemaOptions<Input, Output> {
  input?: Input;
  output?: Output;
  context?: unknown;
}

/**
 * Builds a graph of nodes over shared state. Add nodes and edges, then `compile()`.
 * Mistakes are found while building where possible and else by `compile()`; every error names the node and the way out.
 */
export class StateGraph<Schema, Nodes extends string = '__start__', Input = Schema, Output = Schema> {
  private readonly state: ResolvedSchema;
  private readonly input: ResolvedSchema;
  private readonly output: ResolvedSchema;
  private readonly context: ResolvedSchema | null;
  private readonly nodes = new Map<string, NodeSpec>();
  private readonly edges: (readonly [string, string])[] = [];
  private readonly joins: { sources: readonly string[]; target: string }[] = [];
  private readonly routers: RouterSpec[] = [];

  /**
   * @param schema the state: `Annotation.Root({ … })`, a zod 4 object, or `{ state, input, output }` of these
   * @param options schemas of the input, the output and the run's context, or the context's alone
   */
  constructor(schema: Schema | SchemaParts<Schema, Input, Output>, options?: SchemaOptions<Input, Output> | object) {
    const parts = { ...schemaParts(schema), ...schemaOptions(options) };
    this.state = resolveSchema(parts.state, 'state schema');
    this.input = parts.input === undefined ? this.state : resolveSchema(parts.input, 'input schema');
    this.output = parts.output === undefined ? this.state : resolveSchema(parts.output, 'output schema');
    this.context = parts.context === undefined ? null : resolveSchema(parts.context, 'context schema');
  }

  get [BRAND](): true {
    return true;
  }

  /** Adds a node: `(state, runtime) => update | Command | [Command, …] | nothing`, sync or async; or a compiled graph. */
  addNode<Name extends string, NodeState = StateOf<Schema>>(
    name: Name,
    body: NodeFunction<NodeState, UpdateOf<Schema>> | AnyCompiledGraph,
    options: NodeOptions = {},
  ): StateGraph<Schema, Nodes | Name, Input, Output> {
    if (this.nodes.has(name))
      throw new GraphValidationError(`Node "${name}" was added twice; give the second another name.`);
    const isGraph = isCompiledGraph(body);
    if (typeof body !== 'function' && !isGraph) {
      throw new GraphValidationError(
        `Node "${name}" must be a function (state, runtime) => update, or a compiled graph; got ${typeof body}.`,
      );
    }
    const resolved = resolveNodeOptions(name, isGraph ? { ...options, subgraphs: [body] } : options);
    this.nodes.set(name, { name, body, ...resolved });
    return this as unknown as StateGraph<Schema, Nodes | Name, Input, Output>;
  }

  /** Adds nodes one after another, with edges between them. */
  addSequence<Name extends string>(
    nodes:
      | readonly (readonly [Name, NodeFunction<StateOf<Schema>, UpdateOf<Schema>>])[]
      | Readonly<Record<Name, NodeFunction<StateOf<Schema>, UpdateOf<Schema>>>>,
  ): StateGraph<Schema, Nodes | Name, Input, Output> {
    const list = (Array.isArray(nodes) ? nodes : Object.entries(nodes)) as [
      Name,
      NodeFunction<StateOf<Schema>, UpdateOf<Schema>>,
    ][];
    if (list.length === 0) throw new GraphValidationError('addSequence() needs at least one node.');
    list.forEach(([name, body], index) => {
      this.addNode(name, body);
      const before = list[index - 1];
      if (before) this.edges.push([before[0], name]);
    });
    return this as unknown as StateGraph<Schema, Nodes | Name, Input, Output>;
  }

  /** `target` runs in the step after `source`; a list of sources waits for all of them. */
  addEdge(source: Nodes | '__start__' | readonly Nodes[], target: Nodes | '__end__'): this {
    if (typeof source === 'string') this.edges.push([source, target]);
    else this.joins.push({ sources: [...source], target });
    return this;
  }

  /**
   * After `source`, `router` says what runs next: a node, a Send, or a list of these. END is always a legal answer.
   * @param pathMap the possible targets (a list), or what each answer stands for (an object)
   */
  addConditionalEdges(
    source: Nodes | '__start__',
    router: RouterFunction<StateOf<Schema>>,
    pathMap?: PathMap<Nodes>,
  ): this {
    if (typeof router !== 'function') {
      throw new GraphValidationError(
        `The router of "${source}" must be a function of the state; got ${typeof router}.`,
      );
    }
    const taken = this.routers.filter((spec) => spec.source === source).length;
    const name = router.name || `router ${taken + 1}`;
    this.routers.push({
      source,
      name,
      route: router as RouterFunction<never>,
      pathMap: pathMap ? asPathMap(pathMap) : null,
    });
    return this;
  }

  setEntryPoint(node: Nodes): this {
    return this.addEdge(START, node);
  }

  setFinishPoint(node: Nodes): this {
    return this.addEdge(node, '__end__');
  }

  /** Checks the graph and makes it runnable. @throws GraphValidationError */
  compile(options: CompileOptions = {}): CompiledGraph<StateOf<Output>, UpdateOf<Input>, UpdateOf<Schema>> {
    const spec: GraphSpec = {
      state: this.state,
      input: this.input,
      output: this.output,
      context: this.context,
      nodes: this.nodes,
      edges: this.edges,
      joins: this.joins,
      routers: this.routers,
    };
    validateGraph(spec);
    return new CompiledGraph(buildBlueprint(spec), options);
  }
}

/** True for a builder of any copy of the engine. */
export function isStateGraph(value: unknown): value is StateGraph<unknown> {
  return typeof value === 'object' && value !== null && BRAND in value;
}

function schemaParts(schema: unknown): { state: unknown } & SchemaOptions<unknown, unknown> {
  if (isSchema(schema) || typeof schema !== 'object' || schema === null) return { state: schema };
  const parts = schema as SchemaParts<unknown, unknown, unknown>;
  const state = parts.stateSchema ?? parts.state;
  const isParts = isSchema(state) || (isSchema(parts.input) && isSchema(parts.output));
  return isParts ? { state: state ?? parts.input, input: parts.input, output: parts.output } : { state: schema };
}

function schemaOptions(options: unknown): SchemaOptions<unknown, unknown> {
  if (options === undefined) return {};
  if (isSchema(options)) return { context: options };
  const { input, output, context } = options as SchemaOptions<unknown, unknown>;
  return {
    ...(input !== undefined && { input }),
    ...(output !== undefined && { output }),
    ...(context !== undefined && { context }),
  };
}

function asPathMap(pathMap: PathMap<string>): ReadonlyMap<unknown, string> {
  if (Array.isArray(pathMap)) return new Map(pathMap.map((target: string) => [target, target]));
  return new Map(Object.entries(pathMap as Record<string, string>));
}
