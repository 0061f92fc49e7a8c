import type { Command } from '../control/command';
import type { Send } from '../control/send';
import type { Runtime } from './runtime';

/** Keys beyond the state's own are for private states of other nodes; those that no schema has fail when the node runs. */
type NodeUpdate<Update> = (Update & object) | Command<unknown, unknown>;

/** What a node may answer: an update, a Command, a list with Commands, or nothing. */
// biome-ignore lint/suspicious/noConfusingVoidType: a node may be a function without a return statement.
export type NodeResult<Update> = NodeUpdate<Update> | readonly NodeUpdate<Update>[] | null | undefined | void;

export type NodeFunction<State, Update, Context = Record<string, unknown>> = (
  state: State,
  runtime: Runtime<Context>,
) => NodeResult<Update> | Promise<NodeResult<Update>>;

export type RouteResult<Nodes extends string> = Nodes | Send<Nodes> | readonly (Nodes | Send<Nodes>)[];

/** A router sees the state with its source's own writes applied. */
export type RouterFunction<State, Context = Record<string, unknown>> = (
  state: State,
  runtime: Runtime<Context>,
) => RouteResult<string> | Promise<RouteResult<string>>;
