import type { Channel } from '../channels/channel';
import type { PendingWrite, TaskPath } from '../checkpoint/checkpoint';
import type { MilestoneTime } from '../loop/milestones';
import type { AnyCompiledGraph } from './compiled-graph';
import type { Interrupts } from './graph-schemas';
import type { NodePolicy } from './node-policy';
import type { Runtime } from './runtime';
import type { JsonSchema } from './standard-schema';
import type { ResolvedField } from './state-field';

export type NodeBody = (state: unknown, runtime: Runtime) => unknown;

export interface RouterPlan {
  name: string;
  route: (state: unknown, runtime: Runtime) => unknown;
  routes: Routes;
  /** What its path map has, in order; null without one: any node. */
  answers: readonly RouterAnswer[] | null;
}

/** What a router may answer, as text, and where that leads. */
export interface RouterAnswer {
  label: string;
  target: string;
}

/** What may be answered where a route is chosen → the write that it makes; null for END, which writes nothing. */
export type Routes = ReadonlyMap<unknown, PendingWrite | null>;

/** One node as the loop sees it. */
export interface NodePlan {
  name: string;
  /** Of the task that its triggers make. */
  path: TaskPath;
  /** Null for START, which passes the input on. */
  body: NodeBody | null;
  /** State keys that the node reads. */
  reads: readonly string[];
  /** It gets the run's input as it is instead: START, and an entrypoint's function. */
  takesInput: boolean;
  /** What a result writes that stands for itself, of an entrypoint or a call; null for nodes, which answer updates. */
  writesOf: ((result: unknown) => PendingWrite[]) | null;
  /** Channels any of which, when new and available, makes a task. */
  triggers: readonly string[];
  /** What its static edges write when it is done. */
  edgeWrites: readonly PendingWrite[];
  routers: readonly RouterPlan[];
  /** Declared targets of Commands and Sends; for drawing only. */
  ends: readonly string[];
  metadata: Record<string, unknown>;
  /** Which of its steps are milestones; null when it marks none. */
  milestone: MilestoneTime | null;
  /** The graph that the node is, or those that its function was said to call. */
  subgraphs: readonly AnyCompiledGraph[];
  /** Retries, limits, cache and error handler; null for a node with none of them. */
  policy: NodePolicy | null;
}

/** A compiled graph as plain data: all that the loop needs, nothing about how it was built. */
export interface Blueprint {
  nodes: ReadonlyMap<string, NodePlan>;
  /** Channels that wake deferred nodes, once nothing else is left to run. */
  deferred: readonly string[];
  hasMilestones: boolean;
  /** Definitions by channel name; a run makes its own by `fresh()`. */
  channels: ReadonlyMap<string, Channel>;
  /** Where Commands, and routers without a path map, may go: every node by its name, and END. */
  routes: Routes;
  /** Channel → the nodes that it triggers. */
  triggered: ReadonlyMap<string, readonly NodePlan[]>;
  stateKeys: readonly string[];
  outputKeys: readonly string[];
  inputFields: ReadonlyMap<string, ResolvedField>;
  stateFields: ReadonlyMap<string, ResolvedField>;
  schemas: { input: JsonSchema; output: JsonSchema; state: JsonSchema; context?: JsonSchema };
  /** Checks the caller's context and adds what its schema says; null for graphs that declare none. */
  parseContext: ((context: unknown) => unknown) | null;
  /** What nodes get as `runtime.interrupt`; null for the free function. */
  interrupt: Interrupts | null;
  edges: readonly BlueprintEdge[];
  /** An entrypoint: any value is its input, and its answer is what its function returned. */
  isFunctional: boolean;
}

/** An edge as it was declared, for drawing. */
export interface BlueprintEdge {
  source: string;
  target: string;
  conditional: boolean;
  label?: string;
}
