import type { COMMAND_SYMBOL, Command } from '../control/command';
import type { Send } from '../control/send';
import type { Runtime } from './runtime';

/** The context of a graph that declares none. */
// biome-ignore lint/suspicious/noExplicitAny: such a graph takes any context, and each of its nodes may expect one.
export type AnyContext = any;

/** Keys beyond the state's own are for private states of other nodes; those that no schema has fail when the node runs. */
type NodeUpdate<Update, Nodes extends string> =
  | (Update & object & { readonly [COMMAND_SYMBOL]?: never })
  | Command<unknown, unknown, Nodes>;

/** What a node may answer: an update, a Command, a list with Commands, or nothing. */
export type NodeResult<Update, Nodes extends string = string> =
  | NodeUpdate<Update, Nodes>
  | readonly NodeUpdate<Update, Nodes>[]
  | null
  | undefined
  // biome-ignore lint/suspicious/noConfusingVoidType: a node may be a function without a return statement.
  | void;

export type NodeFunction<State, Update, Given = Runtime<AnyContext>, Nodes extends string = string> = (
  state: State,
  runtime: Given,
) => NodeResult<Update, Nodes> | Promise<NodeResult<Update, Nodes>>;

/** What a router may answer: a node, END, a Send, or a list of these. */
export type RouteResult<Nodes extends string> =
  | Nodes
  | '__end__'
  | Send<Nodes>
  | readonly (Nodes | '__end__' | Send<Nodes>)[];

/** A router sees the state with its source's own writes applied. */
export type RouterFunction<State, Given = Runtime<AnyContext>, Nodes extends string = string> = (
  state: State,
  runtime: Given,
) => RouteResult<Nodes> | Promise<RouteResult<Nodes>>;
