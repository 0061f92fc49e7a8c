import type { DrawableGraph } from '@/lib/contracts/debugger';
import type { NodePolicy, ReplayPolicy } from '@/lib/contracts/replay-policy';
import { describeReplay, type ReplayPlan } from './replay-plan';

/** What a person chose for a node. */
export type Doing = NodePolicy['do'];

export interface NodeChoice {
  doing: Doing;
  /** What it returns when it is mocked, and where that leads; null: along its own edges and routers. */
  update: Record<string, unknown>;
  goto: string | null;
}

export const EXECUTE: NodeChoice = { doing: 'execute', update: {}, goto: null };

/** Undefined when all of the nodes are executed. */
export function policyOf(
  nodes: readonly string[],
  choices: ReadonlyMap<string, NodeChoice>,
  original: string | null,
): ReplayPolicy | undefined {
  const chosen = nodes.flatMap((node) => {
    const choice = choices.get(node);
    return choice && choice.doing !== 'execute' ? [[node, nodePolicy(choice)] as const] : [];
  });
  if (chosen.length === 0) return undefined;
  return { ...(original !== null && { original }), nodes: Object.fromEntries(chosen) };
}

function nodePolicy({ doing, update, goto }: NodeChoice): NodePolicy {
  return doing === 'mock' ? { do: 'mock', update, ...(goto !== null && { goto }) } : { do: doing };
}

/** The policy that a run stopped with, and what the node that it stopped before does from now on. */
export function policyAfterHold(policy: ReplayPolicy, node: string, choice: NodeChoice): ReplayPolicy {
  const whenGone = choice.doing === 'mock' ? nodePolicy(choice) : ({ do: 'execute' } as const);
  if (whenGone.do === 'reuse') return policy;
  return { ...policy, nodes: { ...policy.nodes, [node]: { do: 'reuse', whenGone } } };
}

/** Without nodes that the graph does not have any more: they would have the run refused. Undefined when nothing is left. */
export function withKnownNodes(policy: ReplayPolicy, known: readonly string[] | null): ReplayPolicy | undefined {
  const nodes = Object.entries(policy.nodes).filter(([node]) => known === null || known.includes(node));
  return nodes.length === 0 ? undefined : { ...policy, nodes: Object.fromEntries(nodes) };
}

/** `draft really runs again. research is reused; review is mocked.` */
export function describeChoices({ next, after }: ReplayPlan, policy: ReplayPolicy | undefined): string {
  const doingOf = (node: string): Doing => policy?.nodes[node]?.do ?? 'execute';
  const runs = (node: string) => doingOf(node) === 'execute';
  const told = (doing: Doing, how: string): string[] => {
    const nodes = [...new Set([...next, ...after])].filter((node) => doingOf(node) === doing);
    if (nodes.length === 0) return [];
    return [`${nodes.join(', ')} ${nodes.length === 1 ? 'is' : 'are'} ${how}`];
  };
  const stood = [...told('reuse', 'reused'), ...told('mock', 'mocked')];
  const first = next.filter(runs);
  const later = after.filter(runs);
  const executed = describeExecuted(first, later, next.length > 0);
  return [executed, ...(stood.length > 0 ? [`${stood.join('; ')}.`] : [])].join(' ');
}

function describeExecuted(next: string[], after: string[], hasNext: boolean): string {
  if (next.length > 0 || !hasNext) return describeReplay({ next, after });
  if (after.length === 0) return 'No node really runs again.';
  return `As the graph decides, ${after.join(', ')} really ${after.length === 1 ? 'runs' : 'run'} again.`;
}

/** Where a mocked Command of the node may go, as the drawn edges tell; none where its way is fixed. */
export function gotoTargets(graph: DrawableGraph | undefined, node: string): string[] {
  const edges = graph?.edges.filter(({ source, conditional }) => source === node && conditional) ?? [];
  return [...new Set(edges.map(({ target }) => target))];
}
