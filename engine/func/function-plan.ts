import type { NodePlan } from '../graph/blueprint';

type FunctionParts = Pick<NodePlan, 'name' | 'body' | 'triggers' | 'policy'> & {
  writesOf: NonNullable<NodePlan['writesOf']>;
  subgraphs?: NodePlan['subgraphs'];
};

/** A function as the loop sees it: a node whose result stands for itself, and that leads nowhere. */
export function functionPlan(parts: FunctionParts): NodePlan {
  return {
    subgraphs: [],
    ...parts,
    path: ['__pregel_pull', parts.name],
    reads: [],
    takesInput: true,
    edgeWrites: [],
    routers: [],
    ends: [],
    metadata: {},
    milestone: null,
  };
}
