import type { AnyContext, NodeResult, RouterFunction } from './node-function';
import type { LangGraphRunnableConfig } from './runtime';
import type { ExtractStateType, ExtractUpdateType } from './state-types';

/** The schemas of a node that reads and writes other ones, for `GraphNode<{ InputSchema: typeof In; … }>`. */
export interface GraphNodeTypes<
  InputSchema = unknown,
  OutputSchema = unknown,
  ContextSchema = unknown,
  Nodes extends string = string,
> {
  InputSchema?: InputSchema;
  OutputSchema?: OutputSchema;
  ContextSchema?: ContextSchema;
  Nodes?: Nodes;
}

/** The schemas of a router, for `ConditionalEdgeRouter<{ InputSchema: typeof State; … }>`. */
export type ConditionalEdgeRouterTypes<
  InputSchema = unknown,
  ContextSchema = unknown,
  Nodes extends string = string,
> = Omit<GraphNodeTypes<InputSchema, unknown, ContextSchema, Nodes>, 'OutputSchema'>;

type InputOf<Types> = Types extends { InputSchema: infer Schema } ? ExtractStateType<Schema> : unknown;
type OutputOf<Types> = Types extends { OutputSchema: infer Schema }
  ? ExtractUpdateType<Schema>
  : Partial<InputOf<Types>>;
type ContextOf<Types> = Types extends { ContextSchema: infer Schema } ? ExtractStateType<Schema> : AnyContext;
type NodesOf<Types> = Types extends { Nodes: infer Nodes extends string } ? Nodes : string;

type Config<Context> = LangGraphRunnableConfig<Context>;

/** What a `GraphNode` may answer. */
export type GraphNodeReturnValue<Update, Nodes extends string = string> =
  | NodeResult<Update, Nodes>
  | Promise<NodeResult<Update, Nodes>>;

/**
 * A node's function, for nodes written apart from the graph: by the schema, the context and the nodes that its Commands
 * may name, or by a bag of these.
 */
export type GraphNode<Schema, Context = AnyContext, Nodes extends string = string> = Schema extends
  | { InputSchema: unknown }
  | { OutputSchema: unknown }
  ? (
      state: InputOf<Schema>,
      config: Config<ContextOf<Schema>>,
    ) => GraphNodeReturnValue<OutputOf<Schema>, NodesOf<Schema>>
  : (
      state: ExtractStateType<Schema>,
      config: Config<Context>,
    ) => GraphNodeReturnValue<ExtractUpdateType<Schema>, Nodes>;

/** A router, for those written apart from the graph: by schema, context and nodes, or by a bag of these. */
export type ConditionalEdgeRouter<Schema, Context = AnyContext, Nodes extends string = string> = Schema extends
  | { InputSchema: unknown }
  | { ContextSchema: unknown }
  ? RouterFunction<InputOf<Schema>, Config<ContextOf<Schema>>, NodesOf<Schema>>
  : RouterFunction<ExtractStateType<Schema>, Config<Context>, Nodes>;
