import { END, joinChannel } from '../channels/names';
import type { GraphSpec, RouterSpec } from './state-graph';

/** What was declared to lead from a node, and what it waits for besides its own branch. */
export interface NodeLinks {
  /** Where its edges lead, each target once; END is none. */
  targets: Set<string>;
  /** Channels of the joins that wait for it. */
  joins: string[];
  /** Channels of the joins that it waits for. */
  awaited: string[];
  routers: RouterSpec[];
}

/** By node, found in one pass: nodes that each looked for their own would cost the square of their number. */
export function linksOf({ edges, joins, routers }: GraphSpec): (node: string) => NodeLinks {
  const links = new Map<string, NodeLinks>();
  const linksFor = (node: string): NodeLinks => {
    const known = links.get(node);
    if (known) return known;
    const none: NodeLinks = { targets: new Set(), joins: [], awaited: [], routers: [] };
    links.set(node, none);
    return none;
  };
  for (const [source, target] of edges) if (target !== END) linksFor(source).targets.add(target);
  for (const { sources, target } of joins) {
    const channel = joinChannel(sources, target);
    linksFor(target).awaited.push(channel);
    if (target !== END) for (const source of new Set(sources)) linksFor(source).joins.push(channel);
  }
  for (const router of routers) linksFor(router.source).routers.push(router);
  return linksFor;
}
