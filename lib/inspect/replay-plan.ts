import type { DrawableGraph } from '@/lib/contracts/debugger';
import { END } from './path-activity';

/** What a run from a checkpoint does: `next` runs for certain, `after` is what the declared edges can lead to from there. */
export interface ReplayPlan {
  next: string[];
  after: string[];
}

export function planReplay(graph: DrawableGraph | undefined, next: readonly string[]): ReplayPlan {
  const first = [...new Set(next.filter(isNode))];
  const reached = new Set(first);
  for (const node of reached) {
    for (const edge of graph?.edges ?? []) if (edge.source === node && isNode(edge.target)) reached.add(edge.target);
  }
  const again = first.filter((node) => leadsTo(graph, node, node));
  return { next: first, after: [...reached].filter((node) => !first.includes(node) || again.includes(node)) };
}

/** `draft runs again, then review, publish as the graph decides`. */
export function describeReplay(plan: ReplayPlan): string {
  if (plan.next.length === 0) return 'Nothing runs from here.';
  const verb = plan.next.length === 1 ? 'runs' : 'run';
  const after = plan.after.length > 0 ? `, then, as the graph decides, ${plan.after.join(', ')}` : '';
  return `${plan.next.join(', ')} really ${verb} again${after}.`;
}

function isNode(node: string): boolean {
  return node !== END;
}

function leadsTo(graph: DrawableGraph | undefined, from: string, target: string): boolean {
  return graph?.edges.some((edge) => edge.source === from && edge.target === target) ?? false;
}
