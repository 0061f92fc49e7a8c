import { GraphValidationError } from '../errors';
import type { MilestoneTime } from '../loop/milestones';
import type { AnyCompiledGraph } from './compiled-graph';
import type { NodeErrorHandler, NodePolicies, NodePolicyOptions } from './node-policy';
import { resolvePolicies } from './node-policy';
import type { ResolvedSchema } from './schema';
import { resolveSchema } from './schema';

export interface NodeOptions<Nodes extends string = string, State = unknown, Update = never> extends NodePolicyOptions {
  /** A schema of its own for what the node reads. */
  input?: unknown;
  metadata?: Record<string, unknown>;
  /** Nodes that its Commands and Sends may name; for drawing. */
  ends?: readonly (Nodes | '__end__')[] | Readonly<Record<Nodes, string>>;
  /** Runs only when nothing else is left to run. */
  defer?: boolean;
  /** Marks the state before the node, after it, or both as a milestone. As soon as a node does, only milestones are saved. */
  checkpoint?: MilestoneTime;
  /** Compiled graphs that the function calls, so that `getState` and drawings can show them. */
  subgraphs?: readonly AnyCompiledGraph[];
  /** Answers in the node's place when all its attempts failed. */
  errorHandler?: NodeErrorHandler<State, Update>;
}

/** A node's options as the builder keeps them. */
export interface ResolvedNodeOptions {
  /** A state of its own that the node reads; null for the graph's. */
  input: ResolvedSchema | null;
  metadata: Record<string, unknown>;
  ends: readonly { target: string; label?: string }[];
  isDeferred: boolean;
  milestone: MilestoneTime | null;
  subgraphs: readonly AnyCompiledGraph[];
  policies: NodePolicies;
}

const NODE_OPTIONS: ReadonlySet<string> = new Set([
  'input',
  'metadata',
  'ends',
  'defer',
  'checkpoint',
  'subgraphs',
  'retryPolicy',
  'cachePolicy',
  'timeout',
  'errorHandler',
]);

/** @throws GraphValidationError `UNKNOWN_NODE_OPTION` for an option that does not exist */
export function resolveNodeOptions(
  node: string,
  options: Omit<NodeOptions, 'errorHandler'> & { errorHandler?: unknown },
): ResolvedNodeOptions {
  for (const option of Object.keys(options)) {
    if (NODE_OPTIONS.has(option)) continue;
    throw new GraphValidationError(
      `Node "${node}" has the unknown option "${option}"; the options are ${[...NODE_OPTIONS].join(', ')}.`,
      'UNKNOWN_NODE_OPTION',
    );
  }
  return {
    input: options.input === undefined ? null : resolveSchema(options.input, `input of node "${node}"`),
    metadata: options.metadata ?? {},
    ends: declaredEnds(options.ends),
    isDeferred: options.defer ?? false,
    milestone: milestoneOf(node, options.checkpoint),
    subgraphs: options.subgraphs ?? [],
    policies: resolvePolicies(options, `node "${node}"`),
  };
}

function milestoneOf(node: string, time: unknown): MilestoneTime | null {
  if (time === undefined) return null;
  if (time === 'before' || time === 'after' || time === 'both') return time;
  throw new GraphValidationError(
    `The option \`checkpoint\` of node "${node}" must be "before", "after" or "both"; got ${String(time)}.`,
  );
}

function declaredEnds(ends: NodeOptions['ends']): { target: string; label?: string }[] {
  if (ends === undefined) return [];
  if (Array.isArray(ends)) return ends.map((target: string) => ({ target }));
  return Object.entries(ends).map(([target, label]) => ({ target, label }));
}
